public import Quantities
public import ServingMath

/// A stretch of time that a device gives to one action.
public struct ClusterSpan: Hashable, Sendable {
  /// What is busy.
  public enum Stream: Int, CaseIterable, Hashable, Sendable {
    /// Arithmetic and memory together: an operation takes the longer of the two.
    case compute
    /// Arithmetic alone, where it overlaps with memory.
    case arithmetic
    /// Memory alone.
    case memory
    /// Links of both kinds.
    case links
  }

  /// What decides how long it takes.
  public enum Bound: String, CaseIterable, Hashable, Sendable {
    case arithmetic
    case memory
    /// Bandwidth inside the rack.
    case rack
    /// Bandwidth between racks.
    case network
    /// Messages under way, however short.
    case latency
    /// Others are not there yet.
    case waiting
  }

  /// What is done.
  public let step: PlannedAction.Step
  /// The layer for which it is done; none at the ends of a stage.
  public let layer: Int?
  /// The half of the batch, 0 or 1; 0 where the batch is whole.
  public let half: Int
  /// What is busy.
  public let stream: Stream
  /// What decides how long it takes.
  public let bound: Bound
  package let startSeconds: Double
  package let endSeconds: Double

  /// When it begins, from the start of the step.
  public var start: Quantity { Quantity(startSeconds, .seconds) }
  /// When it ends.
  public var end: Quantity { Quantity(endSeconds, .seconds) }
  /// How long it takes.
  public var duration: Quantity { Quantity(endSeconds - startSeconds, .seconds) }
}
