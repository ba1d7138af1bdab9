import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// Runs against the closed forms of `PipelineIteration`, with which they share no code but the
/// schedule's name.
@Suite struct ScheduleClosedFormTests {
  /// Compares time, idle share, work and memory; returns whether all are equal.
  private func agrees(
    _ schedule: PipelineSchedule,
    stages: Int,
    microbatches: Int,
    passes: PassTimes
  ) throws -> Bool {
    let run = try ScheduleRun(
      schedule,
      stages: stages,
      microbatches: microbatches,
      passes: passes
    )
    let closed = PipelineIteration(
      schedule,
      stages: stages,
      microbatches: microbatches,
      passes: passes
    )
    return near(run.cycleTime, closed.time)
      && abs(run.idleShare - closed.bubbleShare).plain <= 1e-12
      && run.stages.allSatisfy {
        near($0.workTime, closed.workTime)
          && abs($0.idleShare - closed.bubbleShare).plain <= 1e-12
      }
      && near(run.mostInFlight, closed.microbatchesInFlight)
  }

  @Test(arguments: allSchedules)
  func equalPassesGiveTheFormulasOverAGrid(schedule: PipelineSchedule) throws {
    let third = Quantity(1.0 / 3, .milliseconds)
    for passes in [
      PassTimes.equal,
      PassTimes(forward: third, inputGradient: third, weightGradient: third),
    ] {
      for stages in 1...9 where schedule != .dualPipe || stages.isMultiple(of: 2) {
        let fewest = schedule.fewestMicrobatches(stages: stages)
        let step = schedule == .dualPipe ? 2 : fewest == stages ? stages : 1
        for microbatches in stride(from: fewest, through: fewest + 20, by: step) {
          #expect(
            try agrees(
              schedule,
              stages: stages,
              microbatches: microbatches,
              passes: passes
            ),
            "\(stages) stages, \(microbatches) microbatches, \(passes)"
          )
        }
      }
    }
  }

  @Test(
    arguments: [
      .forwardOnly, .gPipe, .oneForwardOneBackward, .interleaved(chunks: 1),
      .interleaved(chunks: 3), .interleaved(chunks: 8),
    ] as [PipelineSchedule],
    [UInt64(21), 22]
  )
  func anyTimesGiveTheFormulasOfWholeBackwardPasses(
    schedule: PipelineSchedule,
    seed: UInt64
  ) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<150 {
      let stages = draw.stages(schedule)
      let microbatches = draw.microbatches(schedule, stages: stages)
      let passes = draw.passes()
      #expect(
        try agrees(schedule, stages: stages, microbatches: microbatches, passes: passes),
        "\(stages) stages, \(microbatches) microbatches, \(passes)"
      )
    }
  }

  @Test(arguments: [PipelineSchedule.zeroBubbleH1, .zeroBubbleH2], [UInt64(23), 24])
  func zeroBubbleFormulasHoldWheneverWIsNoLongerThanF(
    schedule: PipelineSchedule,
    seed: UInt64
  ) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<150 {
      let stages = draw.stages(schedule)
      let (one, other) = (draw.time(), draw.time())
      let passes = PassTimes(
        forward: max(one, other),
        inputGradient: draw.time(),
        weightGradient: min(one, other)
      )
      let microbatches = draw.microbatches(schedule, stages: stages)
      #expect(
        try agrees(schedule, stages: stages, microbatches: microbatches, passes: passes),
        "\(stages) stages, \(microbatches) microbatches, \(passes)"
      )
    }
  }

  @Test(
    arguments: [PipelineSchedule.zeroBubbleH1, .zeroBubbleH2, .dualPipe],
    [UInt64(25), 26]
  )
  func halvingTheBackwardPassNeverCostsTime(schedule: PipelineSchedule, seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<150 {
      let stages = draw.stages(schedule)
      let microbatches = draw.microbatches(schedule, stages: stages)
      let passes = draw.passes()
      let halved = try ScheduleRun(
        schedule,
        stages: stages,
        microbatches: microbatches,
        passes: passes
      )
      let whole = try ScheduleRun(
        .oneForwardOneBackward,
        stages: stages,
        microbatches: microbatches,
        passes: passes
      )
      #expect(halved.makespan <= (1 + 1e-12) * whole.makespan)
      #expect(halved.cycleTime <= (1 + 1e-12) * halved.makespan)
      #expect(halved.idleShare <= whole.idleShare + Quantity(1e-12))
      let kept = PipelineIteration(schedule, stages: stages, microbatches: microbatches)
      #expect(halved.mostInFlight == kept.microbatchesInFlight)
    }
  }

  @Test func dualPipesInnermostStagesWaitTheFormulasTimeWhenPairsSaveSome() throws {
    for stages in [2, 4, 8, 12] {
      let passes = PassTimes(
        forward: Quantity(2),
        inputGradient: Quantity(2),
        weightGradient: Quantity(2),
        together: Quantity(5)
      )
      let run = try ScheduleRun(
        .dualPipe,
        stages: stages,
        microbatches: 3 * stages,
        passes: passes
      )
      let closed = PipelineIteration(
        .dualPipe,
        stages: stages,
        microbatches: 3 * stages,
        passes: passes
      )
      #expect(run.stages.map(\.idleTime).max() == closed.bubbleTime)
      let alone = try ScheduleRun(.dualPipe, stages: stages, microbatches: 3 * stages)
      #expect(run.makespan < 2 * alone.makespan)
    }
  }

  @Test func drawnTrainingTakesFourteenSlotsOfWhichEachRackWorksEight() throws {
    let half = Quantity(0.5)
    let run = try ScheduleRun(
      .gPipe,
      stages: 4,
      microbatches: 4,
      passes: PassTimes(forward: Quantity(1), inputGradient: half, weightGradient: half)
    )
    #expect(run.makespan == Quantity(14))
    #expect(run.stages.allSatisfy { $0.workTime == Quantity(8) && $0.idleTime == Quantity(6) })
    #expect(abs(run.idleShare.plain - 3.0 / 7) < 1e-12)
    #expect(run.stages[3].spans.map(\.label) == ["F0", "F1", "F2", "F3", "B3", "B2", "B1", "B0"])
  }
}
