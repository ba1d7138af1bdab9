public import Quantities

/// What a bound from data sheets says of a measured time.
///
/// Nothing decodes faster than its memory traffic and its arithmetic allow. A measurement below the bound
/// therefore has a wrong label, or the bound assumes too much.
public enum BoundVerdict: String, CaseIterable, Hashable, Sendable {
  /// At or above the bound.
  case possible
  /// Below it by no more than labels are uncertain: lengths drawn at random, a batch not quite full.
  case withinLabelUncertainty
  /// Further below it than any such uncertainty explains.
  case impossible
}

extension StepEstimate {
  /// How far below the bound a measurement may lie before it is called impossible.
  ///
  /// InferenceX draws lengths at random between 80 and 100 % of the nominal ones, and a server's batch
  /// holds fewer sequences than its clients keep open; together they explain about a fifth.
  public static let labelUncertainty = Quantity(21, .percent)

  /// The bare roofline of a stage: memory and arithmetic overlapped, the network free.
  ///
  ///     max(memory, arithmetic)
  public var rooflineTime: Quantity { max(memoryTime, computeTime) }

  /// Whether a measured time of one stage can be.
  public func verdict(onMeasured time: Quantity) -> BoundVerdict {
    if time >= rooflineTime { return .possible }
    let least = (Quantity(1) - Self.labelUncertainty) * rooflineTime
    return time >= least ? .withinLabelUncertainty : .impossible
  }
}
