internal import Quantities

/// Takes times as plain numbers of one unit and refuses those that measure something else.
struct CommonMeasure {
  private var first: Quantity?

  /// What all times measure; plain numbers if there were none.
  var dimensions: Dimensions { first?.dimensions ?? .none }

  /// The time in base units.
  ///
  /// - Throws: `badTime` if it is negative or not finite, `unlikeTimes` if it measures something
  ///   else than those before it.
  mutating func time(_ time: Quantity) throws(PipelineScheduleError) -> Double {
    guard time.isFinite, time.baseValue >= 0 else { throw .badTime(time) }
    let first = first ?? time
    guard first.dimensions == time.dimensions else { throw .unlikeTimes(first, time) }
    self.first = first
    return time.baseValue
  }

  /// Both times of a hop, nil without a hop.
  mutating func times(
    _ hop: StageHop?
  ) throws(PipelineScheduleError) -> (latency: Double, transfer: Double)? {
    guard let hop else { return nil }
    return (try time(hop.latency), try time(hop.transfer))
  }
}
