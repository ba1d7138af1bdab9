/// What the residual streams are rounded to after each branch; arithmetic is fp32 in any case.
public enum StreamPrecision: String, CaseIterable, Hashable, Sendable {
  /// Not rounded further.
  case fp32
  /// Rounded to the nearest bfloat16, ties to even.
  case bf16
}
