import CellRuntime
import ClusterSimulator
import Foundation
import Quantities
import ServingMath

/// A decode step: formula, plan and clock beside each other, and the loop of its microbatches.
struct SimulatedStep: SimulatedResult {
  let subject: EstimateSubject
  let board: ServingPlan
  let plan: Plan
  let run: ClusterRun
  let loop: ScheduleRun
  let microbatches: Int
  let rows: [ComparisonRow]

  /// Plans and runs a step.
  ///
  /// - Throws: `PlanError` or `LayoutError` for what cannot be, a refusal for more microbatches than sequences.
  init(_ subject: EstimateSubject, _ options: ClockOptions, _ asked: Int?) throws {
    self.subject = subject
    let (layout, batch) = (subject.layout, subject.request.batch.value)
    microbatches = asked ?? min(layout.pipeline, max(1, batch))
    guard microbatches <= max(1, batch) else {
      throw Refusal("\(microbatches) microbatches of \(batch) sequences: some would be empty")
    }
    let each = (batch + microbatches - 1) / microbatches
    let whole = try subject.plan()
    // The board takes a microbatch for each stage: so many sequences make its microbatch this one.
    board = try subject.plan(batch: min(each * layout.pipeline, 1_000_000_000))
    let devicesPerRack = ClusterHardware.devicesPerRack(subject.chip, layout)
    plan = try Plan.decode(
      subject.config,
      layout,
      batch: each,
      context: max(0, whole.context - 1),
      widths: PlanWidths(whole.weights, cache: whole.cache),
      devicesPerRack: devicesPerRack
    )
    run = options.clock(subject, weights: whole.weights).run(plan)
    loop = try Self.settled(run, microbatches)
    rows = StepComparison(board, plan, run, microbatches: microbatches).rows
  }

  /// The loop of a step's stages, played until it has settled; a queue may move for many rounds first.
  private static func settled(
    _ run: ClusterRun,
    _ microbatches: Int
  ) throws(PipelineScheduleError) -> ScheduleRun {
    var rounds = 6
    var loop = try Self.loop(run, microbatches, rounds: rounds)
    while loop.steadyRounds == 0, rounds * microbatches * run.stageTimes.count < 1 << 18 {
      rounds *= 2
      loop = try Self.loop(run, microbatches, rounds: rounds)
    }
    return loop
  }

  private static func loop(
    _ run: ClusterRun,
    _ microbatches: Int,
    rounds: Int
  ) throws(PipelineScheduleError) -> ScheduleRun {
    let hop = run.hopTimes.max() ?? Quantity(0, .seconds)
    return try ScheduleRun.decode(
      stageTimes: run.stageTimes,
      microbatches: microbatches,
      rounds: rounds,
      hop: StageHop(latency: hop, transfer: Quantity(0, .seconds))
    )
  }

  /// The first rounds of the loop, to be looked at.
  private var beginning: ScheduleRun? { try? Self.loop(run, microbatches, rounds: 3) }

  private var sequences: Int { microbatches * plan.feeds.count }

  var head: String {
    let layout = plan.layout.devices > 1 ? " (\(plan.layout))" : ""
    let counted = { (count: Int) in Quantity(Double(count)).formatted(.exact) }
    return """
      \(subject.name) on \(counted(plan.layout.devices)) × \(subject.chip.name)\(layout)
      \(counted(sequences)) sequences in \(counted(microbatches)) \
      microbatch\(microbatches == 1 ? "" : "es") of \(counted(plan.feeds.count)), context \
      \(counted(board.context)) tokens, overlap: \(run.overlap.rawValue)
      """
  }

  /// The loop: what the board says of it, and what came of playing it.
  private var loopRows: [ComparisonRow] {
    let pipeline = DecodePipeline(
      stages: plan.layout.pipeline,
      microbatches: microbatches,
      microbatch: max(1, plan.feeds.count),
      stageTime: run.slowestStageTime
    )
    let tokens = Quantity(Double(sequences), .tokens)
    return [
      ComparisonRow(
        "idle share",
        .percent,
        formula: pipeline.idleShare,
        clock: loop.idleShare
      ),
      ComparisonRow(
        "time per token",
        .milliseconds,
        formula: pipeline.timePerToken,
        clock: loop.cycleTime
      ),
      ComparisonRow(
        "throughput",
        .tokensPerSecond,
        formula: pipeline.throughput,
        clock: tokens / loop.cycleTime
      ),
    ]
  }

  var table: String {
    let stages = run.stageTimes.enumerated().map { stage, time in
      ["stage \(stage)", time.formatted(), hop(after: stage)?.formatted() ?? ""]
    }
    return ComparisonRow.table(rows) + "\n"
      + AlignedColumns.text([["", "time", "hop"]] + stages, rightAligned: [1, 2])
      + "\nthe loop of all microbatches\n" + ComparisonRow.table(loopRows)
  }

  private func hop(after stage: Int) -> Quantity? {
    stage < run.hopTimes.count ? run.hopTimes[stage] : nil
  }

  var json: String {
    get throws {
      struct Stage: Encodable {
        let milliseconds: Double
        let hopMilliseconds: Double?
      }
      struct Form: Encodable {
        let model: String
        let chip: String
        let layout: String
        let devices: Int
        let microbatches: Int
        let microbatch: Int
        let context: Int
        let overlap: String
        let terms: [ComparisonRow]
        let stages: [Stage]
        let loop: [ComparisonRow]
        let fits: Bool
      }
      return try JSONText.of(
        Form(
          model: subject.name,
          chip: subject.chip.name,
          layout: "\(plan.layout)",
          devices: plan.layout.devices,
          microbatches: microbatches,
          microbatch: plan.feeds.count,
          context: board.context,
          overlap: run.overlap.rawValue,
          terms: rows,
          stages: run.stageTimes.enumerated().map { stage, time in
            Stage(
              milliseconds: time.value(in: .milliseconds),
              hopMilliseconds: hop(after: stage)?.value(in: .milliseconds)
            )
          },
          loop: loopRows,
          fits: board.fits
        )
      )
    }
  }

  var timeline: Timeline? { beginning?.timeline }

  var trace: TraceEvents {
    var trace = beginning?.trace ?? TraceEvents()
    run.record(in: &trace, as: "one microbatch")
    return trace
  }

  /// The loop holds all microbatches, whatever the plan of one of them needs.
  var complaint: String? {
    guard let plan = try? subject.plan() else { return nil }
    return EstimateSheet(subject, plan).complaint
  }
}
