import ServingMath

/// One thing that a device does, on one of its streams.
struct ClockItem {
  enum Work {
    /// Operations by itself.
    case compute(ComputeTime)
    /// The exchange of this index, with all who take part in it.
    case exchange(Int)
    /// Handing over: the link is busy for a while, and the receiver has it all a latency later.
    case send(seconds: Double, latency: Double, bound: ClusterSpan.Bound)
    /// Waiting for what a device of this class hands over.
    case receive(sender: Int)
  }

  /// In the order of the step; operations have the place of the first between two exchanges.
  let place: Int
  let half: Int
  let step: PlannedAction.Step
  let layer: Int?
  let work: Work
}

/// An exchange among devices of some classes: it begins when all are there and ends for all together.
struct ClockExchange {
  /// Classes that take part.
  let members: [Int]
  let seconds: Double
  let bound: ClusterSpan.Bound
}

/// What a device has done by the end of a step, whatever the order.
struct DeviceTotals {
  var arithmetic = 0.0
  var memory = 0.0
  var rackBytes = 0.0
  var networkBytes = 0.0
}
