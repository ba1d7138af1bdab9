public import Quantities

/// Shares of the peak that PaLM 540B reached on TPU v4 while it learned, read prompts and wrote.
public enum PaLMUtilisation {
  /// While it was trained, attention's arithmetic counted.
  public static let training = share(46.2, .paLM, "2022-04", "attention counted")
  /// While it read long prompts, 512 at a time on 64 chips.
  public static let prefill = share(76, .popeInference, "2022-11", "2·N a token, batch 512")
  /// While it wrote 512 answers at a time on 64 chips.
  public static let decode = share(33, .popeInference, "2022-11", "2·N a token, batch 512")
  /// While it wrote 64 answers at a time on 64 chips, in a hurry.
  public static let hurriedDecode = share(
    14,
    .popeInference,
    "2022-11",
    "2·N a token, batch 64, int8"
  )

  private static func share(
    _ value: Double,
    _ source: SourceReference,
    _ date: String,
    _ convention: String
  ) -> Sourced<Quantity> {
    figure(value, .percent, source, date, convention)
  }
}
