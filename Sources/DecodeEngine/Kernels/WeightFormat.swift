/// How a matrix of weights is kept in memory.
///
/// The two integer formats cut each row into groups of 32 weights that share a scale of 16 bits, so that a
/// weight takes 8.5 or 4.5 bits.
public enum WeightFormat: String, CaseIterable, Hashable, Sendable {
  case fp32
  case bf16
  /// Whole numbers from −127 to 127 times the group's scale: the largest weight of the group over 127.
  case int8
  /// Whole numbers from −8 to 7 times the group's scale: the weight of largest size is −8 of them.
  case int4

  /// Weights that share a scale.
  package static let groupSize = 32

  /// Bytes of one row of so many weights; the last group of a row is stored whole.
  public func bytesPerRow(columns: Int) -> Int {
    let groups = (columns + Self.groupSize - 1) / Self.groupSize
    return switch self {
    case .fp32: 4 * columns
    case .bf16: 2 * columns
    case .int8: groups * (2 + Self.groupSize)
    case .int4: groups * (2 + Self.groupSize / 2)
    }
  }
}
