public import Quantities

/// One kind of work in a pass of one device, with its own roofline.
///
/// The parts of `StepEstimate` ask how long all memory traffic and all arithmetic take; this asks it of
/// each kind of operation alone, which no overlap between kinds can undercut.
public struct Operation: Hashable, Sendable {
  /// What is done: `attention projections`, `routed experts`.
  public let name: String
  /// How often in the pass: once a layer that has it.
  public let count: Int
  /// Arithmetic, over all of these.
  public let work: Quantity
  /// Bytes read from memory, over all of these; activations are left out.
  public let bytes: Quantity
  /// The rate at which the arithmetic can run.
  public let peak: Quantity
  /// The rate at which the bytes can be read.
  public let bandwidth: Quantity

  /// Arithmetic per byte, in FLOP/B.
  public var intensity: Quantity { work / bytes }

  /// The time of the arithmetic alone.
  public var computeTime: Quantity { work / peak }

  /// The time of the traffic alone.
  public var memoryTime: Quantity { bytes / bandwidth }

  /// The least time for all of these.
  ///
  ///     max(work / peak, bytes / bandwidth)
  public var time: Quantity { max(computeTime, memoryTime) }

  /// Whether the arithmetic is the longer of the two: the intensity is above the chip's ridge.
  public var isComputeBound: Bool { computeTime >= memoryTime }
}
