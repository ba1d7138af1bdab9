public import Quantities

/// Bytes that training keeps for each parameter, whatever the batch.
public enum TrainingState {
  /// Mixed precision with Adam.
  ///
  ///     2 weights + 4 gradient + 4 master copy + 4 + 4 moments = 18 B
  ///
  /// Weights are 16-bit, the rest 32-bit.
  public static let bytesPerParameter = figure(
    18,
    .bytes,
    .activationRecomputation,
    "2022-05",
    "16-bit weights, 32-bit gradient, master copy and two moments"
  )

  /// Bytes on one chip when tensor and pipeline parallelism split the parameters evenly.
  ///
  /// - Parameters:
  ///   - parameters: A plain number; the layers alone where embeddings are to be left out.
  ///   - layout: Copies of the model do not help: each keeps all.
  /// - Returns: Weights, gradients and optimiser state, in bytes.
  public static func bytesPerChip(parameters: Quantity, layout: TrainingLayout) -> Quantity {
    parameters * bytesPerParameter.value / Double(layout.tensor * layout.pipeline)
  }
}
