import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The orders, read off runs: short ones written out, all others by what must hold in any.
@Suite struct ScheduleOrderTests {
  private func labels(_ schedule: PipelineSchedule, _ stages: Int, _ microbatches: Int) throws
    -> [String]
  {
    try ScheduleRun(schedule, stages: stages, microbatches: microbatches).stages.map {
      $0.spans.map(\.label).joined(separator: " ")
    }
  }

  @Test func oneForwardOneBackwardAlternatesAfterItsWarmup() throws {
    #expect(
      try labels(.oneForwardOneBackward, 3, 4) == [
        "F0 F1 F2 B0 F3 B1 B2 B3",
        "F0 F1 B0 F2 B1 F3 B2 B3",
        "F0 B0 F1 B1 F2 B2 F3 B3",
      ]
    )
  }

  @Test func interleavingDealsAsManyMicrobatchesAsStagesToEachChunk() throws {
    #expect(
      try labels(.interleaved(chunks: 2), 2, 4) == [
        "F0 F1 F0.1 F1.1 F2 B0.1 F3 B1.1 F2.1 B0 F3.1 B1 B2.1 B3.1 B2 B3",
        "F0 F1 F0.1 B0.1 F1.1 B1.1 F2 B0 F3 B1 F2.1 B2.1 F3.1 B3.1 B2 B3",
      ]
    )
  }

  @Test func lateStagesOfZeroBubbleOweTheirWeightGradients() throws {
    #expect(
      try labels(.zeroBubbleH1, 3, 4) == [
        "F0 F1 F2 B0 W0 F3 B1 W1 B2 W2 B3 W3",
        "F0 F1 B0 F2 B1 W0 F3 B2 W1 B3 W2 W3",
        "F0 B0 F1 B1 F2 B2 W0 F3 B3 W1 W2 W3",
      ]
    )
    #expect(
      try labels(.zeroBubbleH2, 2, 4) == [
        "F0 F1 F2 B0 W0 F3 B1 W1 B2 W2 B3 W3",
        "F0 B0 F1 B1 F2 B2 W0 F3 B3 W1 W2 W3",
      ]
    )
  }

  @Test func zeroBubbleH2IsAParallelogram() throws {
    let run = try ScheduleRun(.zeroBubbleH2, stages: 6, microbatches: 15)
    for (number, stage) in run.stages.enumerated() {
      #expect(stage.spans.first?.start == Quantity(number))
      #expect(stage.spans.last?.end == Quantity(number + 45))
      #expect(zip(stage.spans, stage.spans.dropFirst()).allSatisfy { $0.end == $1.start })
    }
    #expect(run.cycleTime == Quantity(45))
    #expect(run.makespan == Quantity(50))
  }

  @Test func dualPipeTakesMicrobatchesFromBothEnds() throws {
    #expect(
      try labels(.dualPipe, 2, 4) == [
        "F0 F2.1 F1 B2.1 F3.1 B0 B3.1 B1 W1",
        "F2.1 F0 F3.1 B0 F1 B2.1 B1 B3.1 W3.1",
      ]
    )
    let run = try ScheduleRun(.dualPipe, stages: 8, microbatches: 20)
    let pairs = run.stages.map { $0.spans.filter { $0.beside != nil } }
    #expect(pairs.allSatisfy { !$0.isEmpty })
    for pair in pairs.joined() {
      let isOneOfEachDirection = pair.pass.chunk != pair.beside?.chunk
      #expect(isOneOfEachDirection && pair.beside?.kind == .backward && pair.pass.kind == .forward)
    }
  }

  @Test(arguments: allSchedules, [UInt64(31)])
  func everyStageDoesEveryPassOnce(schedule: PipelineSchedule, seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<40 {
      let stages = draw.stages(schedule)
      let microbatches = draw.microbatches(schedule, stages: stages)
      let run = try ScheduleRun(
        schedule,
        stages: stages,
        microbatches: microbatches,
        passes: draw.passes()
      )
      #expect(run.microbatches == microbatches)
      let chunks = if case .interleaved(let chunks) = schedule { chunks } else { 1 }
      for stage in run.stages {
        let passes = stage.spans.flatMap { [$0.pass] + ($0.beside.map { [$0] } ?? []) }
        #expect(Set(passes).count == passes.count)
        func count(_ kinds: PipelinePass.Kind...) -> Int {
          passes.count { kinds.contains($0.kind) }
        }
        #expect(count(.forward) == microbatches * chunks)
        if schedule == .forwardOnly {
          #expect(count(.forward) == passes.count)
        } else {
          #expect(count(.backward, .inputGradient) == microbatches * chunks)
          #expect(count(.backward, .weightGradient) == microbatches * chunks)
        }
      }
    }
  }

  @Test(arguments: [UInt64(32)])
  func allStagesOfZeroBubbleKeepEquallyMuch(seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<40 {
      let stages = draw.count(1...8)
      let microbatches = draw.count(2 * stages...5 * stages)
      for (schedule, kept) in [
        (PipelineSchedule.zeroBubbleH1, stages), (.zeroBubbleH2, 2 * stages - 1),
      ] {
        let run = try ScheduleRun(
          schedule,
          stages: stages,
          microbatches: microbatches,
          passes: draw.passes()
        )
        #expect(run.stages.allSatisfy { $0.mostInFlight == Quantity(kept) })
      }
      let plain = try ScheduleRun(
        .oneForwardOneBackward,
        stages: stages,
        microbatches: microbatches
      )
      #expect(
        plain.stages.map(\.mostInFlight) == (0..<stages).map { Quantity(stages - $0) }
      )
    }
  }
}
