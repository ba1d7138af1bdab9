import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct PipelineTests {
  private static let schedules: [PipelineSchedule] = [
    .gPipe, .oneForwardOneBackward, .interleaved(chunks: 2), .zeroBubbleH1, .zeroBubbleH2,
    .dualPipe, .forwardOnly,
  ]

  @Test(arguments: [(4, 1, 0.75), (4, 4, 0.4286), (4, 16, 0.1579)])
  func boardsBubblesAreThoseDrawn(stages: Int, microbatches: Int, share: Double) {
    for schedule in [PipelineSchedule.gPipe, .oneForwardOneBackward, .forwardOnly] {
      let iteration = PipelineIteration(schedule, stages: stages, microbatches: microbatches)
      #expect(abs(iteration.bubbleShare.plain - share) < 1e-4)
      let overhead = Double(stages - 1) / Double(microbatches)
      #expect(close(iteration.bubbleOverhead, Quantity(overhead), within: 1e-12))
    }
  }

  @Test func equalPassesGiveThePublishedFactors() {
    func bubble(_ schedule: PipelineSchedule) -> Double {
      PipelineIteration(schedule, stages: 8, microbatches: 24).bubbleTime.plain
    }
    let flush = bubble(.oneForwardOneBackward)
    #expect(flush == 21)
    #expect(bubble(.interleaved(chunks: 3)) == flush / 3)
    #expect(bubble(.zeroBubbleH1) == flush / 3)
    #expect(bubble(.zeroBubbleH2) == 0)
    #expect(bubble(.dualPipe) == 6)
  }

  @Test func llamasInterleavedBubbleIsStagesLessOneOverChunksAndMicrobatches() {
    let iteration = PipelineIteration(.interleaved(chunks: 8), stages: 16, microbatches: 16)
    #expect(close(iteration.bubbleOverhead, Quantity(15.0 / (8 * 16)), within: 1e-12))
  }

  @Test func deepSeeksColumnsFollowFromItsTable() {
    // F = 2, input gradient 3, weight gradient 1; B of the report is 4, F&B is 5.
    let passes = PassTimes(
      forward: Quantity(2),
      inputGradient: Quantity(3),
      weightGradient: Quantity(1),
      together: Quantity(5)
    )
    func iteration(_ schedule: PipelineSchedule) -> PipelineIteration {
      PipelineIteration(schedule, stages: 8, microbatches: 20, passes: passes)
    }
    #expect(iteration(.oneForwardOneBackward).bubbleTime == Quantity(7 * (2 + 4)))
    #expect(iteration(.zeroBubbleH1).bubbleTime == Quantity(7 * (2 + 4 - 2)))
    #expect(iteration(.dualPipe).bubbleTime == Quantity(3 * (5 + 4 - 3)))
    let memory = [PipelineSchedule.oneForwardOneBackward, .zeroBubbleH1, .dualPipe].map {
      iteration($0).microbatchesInFlight.plain
    }
    #expect(memory == [8, 8, 9])
    #expect(PipelineSchedule.dualPipe.weightCopies == 2)
  }

  @Test(arguments: schedules)
  func bubbleShrinksWithMicrobatchesAndSharesAreConsistent(schedule: PipelineSchedule) {
    var numbers = SeededGenerator(seed: 11)
    for _ in 0..<100 {
      let stages = 2 * Int.random(in: 2...32, using: &numbers)
      let passes = PassTimes(
        forward: numbers.plain(0.5...2),
        inputGradient: numbers.plain(0.5...2),
        weightGradient: numbers.plain(0.2...0.9)
      )
      var last = Quantity(1)
      for factor in [2, 4, 8, 16] {
        let iteration = PipelineIteration(
          schedule,
          stages: stages,
          microbatches: factor * stages,
          passes: passes
        )
        let share = iteration.bubbleShare
        #expect(share < last || (share == last && share == Quantity(0)))
        #expect(close(iteration.workTime + iteration.bubbleTime, iteration.time, within: 1e-12))
        let overhead = share / (Quantity(1) - share)
        #expect(abs((overhead - iteration.bubbleOverhead).plain) < 1e-12)
        #expect(iteration.microbatchesInFlight.plain <= Double(factor * stages))
        last = share
      }
    }
  }

  @Test func oneStageNeverWaits() {
    for schedule in Self.schedules where schedule != .dualPipe {
      #expect(PipelineIteration(schedule, stages: 1, microbatches: 4).bubbleTime == Quantity(0))
    }
  }

  @Test(arguments: [UInt64(12), 13])
  func eventByEventPipelineTakesTheFormulasTimeAndMemory(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let stages = Int.random(in: 1...12, using: &numbers)
      let microbatches = Int.random(in: 1...24, using: &numbers)
      let forward = Double(Int.random(in: 1...9, using: &numbers))
      let backward = Double(Int.random(in: 1...9, using: &numbers))
      let passes = PassTimes(
        forward: Quantity(forward),
        inputGradient: Quantity(backward / 2),
        weightGradient: Quantity(backward / 2)
      )
      for schedule in [PipelineSchedule.gPipe, .oneForwardOneBackward] {
        let orders = (0..<stages).map { stage in
          PlayedPipeline.order(
            warmup: schedule == .gPipe ? microbatches : stages - stage,
            microbatches: microbatches
          )
        }
        let played = PlayedPipeline(orders: orders, forward: forward, backward: backward)
        let formula = PipelineIteration(
          schedule,
          stages: stages,
          microbatches: microbatches,
          passes: passes
        )
        #expect(played.time == formula.time.plain)
        #expect(Double(played.mostInFlight) == formula.microbatchesInFlight.plain)
      }
    }
  }

  @Test func fullLoopNeverIdlesAndItsBatchIsStagesTimesMicrobatch() {
    let loop = DecodePipeline(stages: 4, microbatch: 2400, stageTime: Quantity(15, .milliseconds))
    #expect(loop.globalBatch == 9600)
    #expect(loop.idleShare == Quantity(0))
    #expect(close(loop.timePerToken, Quantity(60, .milliseconds), within: 1e-12))
    #expect(loop.weightShare == Quantity(0.25))
  }

  @Test func oneBatchAtATimeIdlesThreeRacksOfFour() {
    let loop = DecodePipeline(
      stages: 4,
      microbatches: 1,
      microbatch: 2400,
      stageTime: Quantity(15, .milliseconds)
    )
    #expect(loop.idleShare == Quantity(0.75))
    let full = DecodePipeline(stages: 4, microbatch: 2400, stageTime: loop.stageTime)
    #expect(close(loop.throughput / full.throughput, Quantity(0.25), within: 1e-12))
    #expect(loop.timePerToken == full.timePerToken)
  }
}
