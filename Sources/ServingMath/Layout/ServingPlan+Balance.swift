public import Quantities

/// How evenly the stages of a plan are loaded: a loop turns at the pace of its slowest stage.
extension ServingPlan {
  /// Memory traffic of one microbatch on every stage, first to last: weights and cache over the bandwidth.
  ///
  /// Stages differ where layers do not divide evenly, where one has the output head, and where layers look
  /// back unequally far.
  public var stageMemoryTimes: [Quantity] {
    zip(shares, layout.stages(of: config)).map { share, layers in
      let weights = weightBytes(
        resident: share.residentParameters,
        share,
        touched: touchedShare
      )
      let cache = Double(sequencesPerRank) * bytesRead(layers)
      return (weights + cache) / chip.memoryBandwidth.value
    }
  }

  /// The share of its time that an average stage waits for the slowest one, if memory decides.
  ///
  ///     1 − mean / longest
  public var shareLostToImbalance: Quantity {
    let times = stageMemoryTimes
    guard let longest = times.max() else { return Quantity(0) }
    let sum = times.reduce(Quantity(0, .seconds)) { $0 + $1 }
    return Quantity(1) - sum / Double(times.count) / longest
  }
}
