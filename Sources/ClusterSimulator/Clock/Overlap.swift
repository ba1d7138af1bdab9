/// What a device does side by side.
public enum Overlap: String, CaseIterable, Hashable, Sendable {
  /// Each action after the other.
  case none
  /// Memory, arithmetic and links are each busy without a break: a pass takes the longest of the three.
  ///
  /// The lecture's board. No real pass is faster.
  case full
  /// The batch in two halves: while one computes, the other communicates.
  ///
  /// Each half reads the weights for itself.
  ///
  /// > Source: DeepSeek's production system overlaps two microbatches in this way.
  case twoMicrobatches = "two-microbatches"
}
