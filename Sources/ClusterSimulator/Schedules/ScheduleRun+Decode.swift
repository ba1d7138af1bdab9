public import Quantities

extension ScheduleRun {
  /// Runs a decode loop on stages that take equally long.
  ///
  /// The last stage's tokens are the first one's next input. All microbatches stand before the
  /// first stage at time zero. A stage takes who came first, of several the one with the fewest
  /// tokens, then the lowest number.
  ///
  /// - Parameters:
  ///   - stages: Stages of the loop.
  ///   - microbatches: Microbatches under way; none leaves the loop idle.
  ///   - rounds: Tokens that each sequence gets.
  ///   - stageTime: Time of one microbatch on one stage.
  ///   - hop: What handing over takes, from the last stage to the first too; no time by default.
  /// - Returns: The run, measured over its steady rounds.
  /// - Throws: `noStages`, `badCount`, `badTime`, `unlikeTimes`.
  public static func decode(
    stages: Int,
    microbatches: Int,
    rounds: Int,
    stageTime: Quantity,
    hop: StageHop? = nil
  ) throws(PipelineScheduleError) -> ScheduleRun {
    guard stages > 0 else { throw .noStages }
    return try decode(
      stageTimes: Array(repeating: stageTime, count: stages),
      microbatches: microbatches,
      rounds: rounds,
      hop: hop
    )
  }

  /// Runs a decode loop on uneven stages.
  ///
  /// - Parameters:
  ///   - stageTimes: Time of one microbatch on each stage.
  ///   - microbatches: Microbatches under way; none leaves the loop idle.
  ///   - rounds: Tokens that each sequence gets.
  ///   - hop: What handing over takes, from the last stage to the first too; no time by default.
  /// - Returns: The run, measured over its steady rounds.
  /// - Throws: `noStages`, `badCount`, `badTime`, `unlikeTimes`.
  public static func decode(
    stageTimes: [Quantity],
    microbatches: Int,
    rounds: Int,
    hop: StageHop? = nil
  ) throws(PipelineScheduleError) -> ScheduleRun {
    guard !stageTimes.isEmpty else { throw .noStages }
    if microbatches < 0 { throw .badCount(what: "microbatches", got: microbatches) }
    if rounds < 0 { throw .badCount(what: "rounds", got: rounds) }
    var measure = CommonMeasure()
    var times: [Double] = []
    for time in stageTimes { times.append(try measure.time(time)) }
    let order = (0..<rounds).flatMap { round in
      (0..<microbatches).map { PassSlot(pass: .decode($0, round: round)) }
    }
    let graph = try PassGraph(
      Array(repeating: order, count: times.count),
      placement: .chunks(1),
      keepsOrder: false,
      hop: try measure.times(hop),
      duration: { times[$1] }
    )
    let played = try PlayedPasses(graph)
    let starts = played.roundStarts
    if let first = firstSteadyRound(starts) {
      return played.run(
        windows: starts.map { $0[first]...$0[rounds - 1] },
        microbatches: microbatches,
        steadyRounds: rounds - 1 - first,
        cycles: rounds - 1 - first,
        dimensions: measure.dimensions
      )
    }
    return played.run(
      windows: Array(repeating: 0...played.makespan, count: times.count),
      microbatches: microbatches,
      steadyRounds: 0,
      cycles: max(1, rounds),
      dimensions: measure.dimensions
    )
  }

  /// The first round that is like all after it.
  ///
  /// From the round before it on, all stages take equally long from each round to the next: from
  /// the one before, since that is where its microbatches come from.
  ///
  /// - Parameter starts: For each stage, when it began each round.
  /// - Returns: nil if there is none, or only the last round.
  private static func firstSteadyRound(_ starts: [[Double]]) -> Int? {
    guard let last = starts.last, last.count > 2 else { return nil }
    let beat = last[last.count - 1] - last[last.count - 2]
    let steady = (1..<last.count).reversed().prefix { round in
      starts.allSatisfy { abs($0[round] - $0[round - 1] - beat) <= 1e-9 * beat }
    }
    return steady.count < 2 ? nil : last.count - steady.count
  }
}
