import CellRuntime
import ClusterSimulator
import Foundation
import Quantities
import ServingMath

/// A training iteration: the passes of each stage from the clock, in the order of a schedule.
///
/// Behind it comes the update: gradients are added up over data ranks and the optimiser takes its step, when all
/// stages are through. Whether gradients and the optimiser's state fit in memory is not asked.
struct SimulatedTraining: SimulatedResult {
  let subject: EstimateSubject
  let schedule: ScheduleName
  let run: ScheduleRun
  let passes: [PassTimes]
  let microbatches: Int
  let sequences: Int
  /// The end of the iteration on the clock.
  let update: Quantity
  let rows: [ComparisonRow]

  /// Plans the three passes of a microbatch, and runs the iteration.
  ///
  /// - Throws: `LayoutError`, `PipelineScheduleError`, a refusal for a batch that cannot be cut up.
  init(
    _ subject: EstimateSubject,
    _ options: ClockOptions,
    _ name: ScheduleName,
    _ asked: Int?
  ) throws {
    self.subject = subject
    schedule = name
    let layout = subject.layout
    let stages = layout.pipeline
    microbatches = asked ?? max(2 * stages, schedule.value.fewestMicrobatches(stages: stages))
    let batch = subject.request.batch.value
    guard batch.isMultiple(of: microbatches) else {
      throw Refusal(
        "a batch of \(batch) sequences does not divide into \(microbatches) microbatches; "
          + "\(max(1, batch / microbatches) * microbatches) would"
      )
    }
    sequences = batch / microbatches
    let board = try subject.plan()
    let clock = options.clock(subject, weights: board.weights)
    passes = try Self.passes(subject, board, clock, sequences: sequences)
    run = try ScheduleRun(schedule.value, microbatches: microbatches, passes: passes)
    let end = try Plan.update(
      subject.config,
      layout,
      widths: PlanWidths(board.weights, cache: board.cache),
      devicesPerRack: ClusterHardware.devicesPerRack(subject.chip, layout)
    )
    update = clock.run(end).slowestStageTime
    rows =
      Self.rows(run, schedule.value, passes, microbatches)
      + Self.rows(end, update, behind: run.makespan)
  }

  /// What each stage needs for the three passes of a microbatch.
  private static func passes(
    _ subject: EstimateSubject,
    _ board: ServingPlan,
    _ clock: ClusterClock,
    sequences: Int
  ) throws -> [PassTimes] {
    let times = try PlanPass.ofMicrobatch.map { pass in
      let plan = try Plan.training(
        subject.config,
        subject.layout,
        sequences: sequences,
        length: subject.request.context.value,
        pass: pass,
        widths: PlanWidths(board.weights, cache: board.cache),
        devicesPerRack: ClusterHardware.devicesPerRack(subject.chip, subject.layout)
      )
      return clock.run(plan).stageTimes
    }
    return times[0].indices.map {
      PassTimes(forward: times[0][$0], inputGradient: times[1][$0], weightGradient: times[2][$0])
    }
  }

  /// The closed form of stages as slow as the slowest, beside the run.
  private static func rows(
    _ run: ScheduleRun,
    _ schedule: PipelineSchedule,
    _ passes: [PassTimes],
    _ microbatches: Int
  ) -> [ComparisonRow] {
    let whole = { (times: PassTimes) in times.forward + times.backward }
    let slowest = passes.dropFirst().reduce(passes[0]) { whole($1) > whole($0) ? $1 : $0 }
    let form = PipelineIteration(
      schedule,
      stages: passes.count,
      microbatches: microbatches,
      passes: slowest
    )
    return [
      ComparisonRow("idle share", .percent, formula: form.bubbleShare, clock: run.idleShare),
      ComparisonRow("iteration", .milliseconds, formula: form.time, clock: run.makespan),
      ComparisonRow(
        "microbatches kept",
        .one,
        formula: form.microbatchesInFlight,
        clock: run.mostInFlight
      ),
    ]
  }

  /// What the update sends on the stage where that is most, and how long it takes.
  private static func rows(
    _ end: Plan,
    _ update: Quantity,
    behind iteration: Quantity
  ) -> [ComparisonRow] {
    let stages = 0..<end.layout.pipeline
    let sent = stages.map(end.updateBytes)
    let fullest = stages.dropFirst().reduce(0) { sent[$1] > sent[$0] ? $1 : $0 }
    let actions = end.device(fullest * end.layout.devicesPerStage).actions
    let planned = actions.compactMap(\.communication).reduce(Quantity(0, .bytes)) { $0 + $1.bytes }
    return [
      ComparisonRow("update, bytes sent", .gigabytes, formula: sent[fullest], plan: planned),
      ComparisonRow("update", .milliseconds, clock: update),
      ComparisonRow("iteration and update", .milliseconds, clock: iteration + update),
    ]
  }

  var head: String {
    let counted = { (count: Int) in Quantity(Double(count)).formatted(.exact) }
    return """
      \(subject.name) on \(counted(subject.layout.devices)) × \(subject.chip.name) (\(subject.layout)), \
      one training iteration, \(schedule.text)
      \(counted(microbatches)) microbatches of \(counted(sequences)) sequence\(sequences == 1 ? "" : "s") \
      of \(counted(subject.request.context.value)) tokens
      """
  }

  var table: String {
    let stages = passes.enumerated().map { stage, times in
      [
        "stage \(stage)", times.forward.formatted(), times.inputGradient.formatted(),
        times.weightGradient.formatted(),
      ]
    }
    return ComparisonRow.table(rows) + "\n"
      + AlignedColumns.text(
        [["", "forward", "input gradient", "weight gradient"]] + stages,
        rightAligned: [1, 2, 3]
      )
  }

  var json: String {
    get throws {
      struct Stage: Encodable {
        let forwardMilliseconds: Double
        let inputGradientMilliseconds: Double
        let weightGradientMilliseconds: Double
      }
      struct Form: Encodable {
        let model: String
        let chip: String
        let layout: String
        let schedule: String
        let microbatches: Int
        let sequencesPerMicrobatch: Int
        let tokensPerSequence: Int
        let terms: [ComparisonRow]
        let stages: [Stage]
      }
      return try JSONText.of(
        Form(
          model: subject.name,
          chip: subject.chip.name,
          layout: "\(subject.layout)",
          schedule: schedule.text,
          microbatches: microbatches,
          sequencesPerMicrobatch: sequences,
          tokensPerSequence: subject.request.context.value,
          terms: rows,
          stages: passes.map {
            Stage(
              forwardMilliseconds: $0.forward.value(in: .milliseconds),
              inputGradientMilliseconds: $0.inputGradient.value(in: .milliseconds),
              weightGradientMilliseconds: $0.weightGradient.value(in: .milliseconds)
            )
          }
        )
      )
    }
  }

  var timeline: Timeline? { run.timeline }

  var trace: TraceEvents { run.trace }

  var complaint: String? { nil }
}
