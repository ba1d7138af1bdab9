internal import Quantities
public import ServingMath

/// A pipeline that was run over time, event by event: who did what when, and who waited.
///
///     let training = try ScheduleRun(.oneForwardOneBackward, stages: 4, microbatches: 8)
///     training.idleShare                       // 27 %
///     training.stages[0].spans                 // F0, F1, F2, F3, B0, F4, …
///
///     let loop = try ScheduleRun.decode(
///       stages: 4, microbatches: 3, rounds: 10, stageTime: Quantity(15, .milliseconds))
///     loop.idleShare                           // 25 %
///
/// No closed form is used here; `PipelineIteration` and `DecodePipeline` have those. A stage does
/// one pass at a time, starts it when what it needs has arrived, and hands the result on when it
/// ends.
///
/// - `PassOrder.swift`: the order of each schedule, and `PassGraph.swift`: what waits for what;
/// - `TaskGraph.swift`, `TaskGraph+Run.swift`: the events;
/// - `ScheduleRun.Stage.swift`, `ScheduleRun+Measures.swift`: what is read off;
/// - `ScheduleRun+Trace.swift`: the run as a file for a trace viewer.
public struct ScheduleRun: Sendable {
  /// What each stage did.
  public let stages: [Stage]
  /// What stages handed to each other, in the order of arrival.
  public let handovers: [Handover]
  /// Microbatches of the iteration, or under way in the loop.
  public let microbatches: Int
  /// Rounds over which a decode loop is measured, after it has settled; 0 if it has not.
  ///
  /// A loop has settled once all stages take equally long from round to round. That is after its
  /// first round unless there are more microbatches than stages and an earlier stage is a little
  /// faster than the slowest: then the queue moves from the first to the slowest stage over many
  /// rounds. Always 0 in training.
  public let steadyRounds: Int
  /// Iterations or rounds in the stretch over which the run is measured.
  let cycles: Int
  let dimensions: Dimensions

  /// Runs one iteration on stages that take equally long.
  ///
  /// - Parameters:
  ///   - schedule: The order of the passes.
  ///   - stages: Stages of the pipeline.
  ///   - microbatches: Microbatches of the iteration.
  ///   - passes: Times of the passes of one microbatch on one stage, all its chunks together.
  ///   - hop: What handing over takes; no time by default.
  /// - Throws: `noStages`, `tooFewMicrobatches`, `notAMultiple`, `badCount` for chunks, `badTime`,
  ///   `unlikeTimes`.
  public init(
    _ schedule: PipelineSchedule,
    stages: Int,
    microbatches: Int,
    passes: PassTimes = .equal,
    hop: StageHop? = nil
  ) throws(PipelineScheduleError) {
    guard stages > 0 else { throw .noStages }
    try self.init(
      schedule,
      microbatches: microbatches,
      passes: Array(repeating: passes, count: stages),
      hop: hop
    )
  }

  /// Runs one iteration on uneven stages.
  ///
  /// - Parameters:
  ///   - schedule: The order of the passes.
  ///   - microbatches: Microbatches of the iteration.
  ///   - passes: Times of one microbatch on each stage. In DualPipe each stage of the list is kept
  ///     twice, by the device of its number and by the one with that number from the end; a pair of
  ///     passes of two stages saves the mean of what each of them saves together.
  ///   - hop: What handing over takes; no time by default.
  /// - Throws: What the other initialiser throws.
  public init(
    _ schedule: PipelineSchedule,
    microbatches: Int,
    passes: [PassTimes],
    hop: StageHop? = nil
  ) throws(PipelineScheduleError) {
    try schedule.check(stages: passes.count, microbatches: microbatches)
    try self.init(
      slots: PassOrder.slots(of: schedule, stages: passes.count, microbatches: microbatches),
      placement: schedule.placement,
      passes: passes,
      hop: hop,
      isSynchronised: schedule != .zeroBubbleH1 && schedule != .zeroBubbleH2
    )
  }

  /// Runs passes in orders of one's own.
  ///
  /// - Parameters:
  ///   - orders: The passes of each stage in the order in which it takes them. The number of chunks
  ///     is that of the highest chunk in them.
  ///   - passes: Times of one microbatch on each stage, all its chunks together.
  ///   - hop: What handing over takes; no time by default.
  /// - Throws: `deadlock` if the orders can never run, `missing` and `repeated` if they do not fit
  ///   together; `noStages`, `wrongNumberOfTimes`, `badCount`, `badTime`, `unlikeTimes`.
  public init(
    orders: [[PipelinePass]],
    passes: [PassTimes],
    hop: StageHop? = nil
  ) throws(PipelineScheduleError) {
    guard !orders.isEmpty else { throw .noStages }
    guard orders.count == passes.count else {
      throw .wrongNumberOfTimes(got: passes.count, stages: orders.count)
    }
    for pass in orders.joined() {
      if pass.microbatch < 0 { throw .badCount(what: "a microbatch", got: pass.microbatch) }
      if pass.chunk < 0 { throw .badCount(what: "a chunk", got: pass.chunk) }
      if pass.round < 0 { throw .badCount(what: "a round", got: pass.round) }
    }
    try self.init(
      slots: orders.map { $0.map { PassSlot(pass: $0) } },
      placement: .chunks(1 + (orders.joined().map(\.chunk).max() ?? 0)),
      passes: passes,
      hop: hop,
      isSynchronised: true
    )
  }

  init(
    stages: [Stage],
    handovers: [Handover],
    microbatches: Int,
    steadyRounds: Int,
    cycles: Int,
    dimensions: Dimensions
  ) {
    self.stages = stages
    self.handovers = handovers
    self.microbatches = microbatches
    self.steadyRounds = steadyRounds
    self.cycles = cycles
    self.dimensions = dimensions
  }
}
