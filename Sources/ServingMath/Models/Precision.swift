public import Quantities

/// How one stored number is encoded; the board needs only how many bytes it takes.
public enum Precision: String, CaseIterable, Hashable, Sendable {
  case fp32
  case bf16
  case fp16
  case fp8
  case int8
  case fp4

  /// Memory of one element, without the scale factors that block formats add.
  ///
  /// Scale factors are left out: they add about 3 % to FP8 in blocks of 128 and 6 % to FP4 in blocks
  /// of 16 that share an 8-bit scale, and the lecture leaves them out too.
  public var bytesPerElement: Quantity {
    switch self {
    case .fp32: Quantity(4, .bytes)
    case .bf16, .fp16: Quantity(2, .bytes)
    case .fp8, .int8: Quantity(1, .bytes)
    case .fp4: Quantity(0.5, .bytes)
    }
  }
}
