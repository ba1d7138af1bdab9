import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The wrapped decode loop against `DecodePipeline` and against what must hold of any loop.
@Suite struct DecodeLoopTests {
  private let stageTime = Quantity(15, .milliseconds)

  @Test func loopAgreesWithTheClosedFormOverAGrid() throws {
    for time in [stageTime, Quantity(1.0 / 3, .milliseconds), Quantity(1e-7, .seconds)] {
      for stages in 1...9 {
        for microbatches in 1...2 * stages + 3 {
          let run = try ScheduleRun.decode(
            stages: stages,
            microbatches: microbatches,
            rounds: 7,
            stageTime: time
          )
          let closed = DecodePipeline(
            stages: stages,
            microbatches: microbatches,
            microbatch: 1,
            stageTime: time
          )
          #expect(run.steadyRounds == 5)
          #expect(abs(run.idleShare - closed.idleShare).plain <= 1e-12)
          #expect(
            run.stages.allSatisfy { abs($0.idleShare - closed.idleShare).plain <= 1e-12 }
          )
          #expect(near(run.cycleTime, closed.timePerToken))
          #expect(near(run.throughput * Quantity(1, .tokens), closed.throughput))
        }
      }
    }
  }

  @Test(arguments: 1...9)
  func asManyMicrobatchesAsStagesLeaveNoGap(stages: Int) throws {
    let run = try ScheduleRun.decode(
      stages: stages,
      microbatches: stages,
      rounds: 20,
      stageTime: Quantity(0.1, .seconds)
    )
    #expect(run.idleShare == Quantity(0))
    for stage in run.stages {
      #expect(zip(stage.spans, stage.spans.dropFirst()).allSatisfy { $0.end == $1.start })
    }
    #expect(run.waitingTime == Quantity(0, .seconds))
    #expect(run.stages.allSatisfy { $0.longestQueue == 0 })
  }

  @Test func fewerLeaveGapsAtTheWrapAndNobodyWaits() throws {
    for stages in 2...9 {
      for microbatches in 1..<stages {
        let run = try ScheduleRun.decode(
          stages: stages,
          microbatches: microbatches,
          rounds: 6,
          stageTime: stageTime
        )
        let share = 1 - Double(microbatches) / Double(stages)
        #expect(abs(run.idleShare.plain - share) <= 1e-12)
        #expect(run.waitingTime == Quantity(0, .seconds))
        for stage in run.stages {
          for (one, next) in zip(stage.spans, stage.spans.dropFirst()) {
            let isWrap = next.pass.round > one.pass.round
            #expect((next.start - one.end > 0.5 * stageTime) == isWrap)
          }
        }
      }
    }
  }

  @Test func moreQueueBeforeTheFirstStage() throws {
    for stages in 1...7 {
      for extra in 1...6 {
        let run = try ScheduleRun.decode(
          stages: stages,
          microbatches: stages + extra,
          rounds: 8,
          stageTime: stageTime
        )
        #expect(run.idleShare == Quantity(0))
        #expect(near(run.throughput, Quantity(1) / stageTime))
        #expect(near(run.waitingTime, Double(extra) * stageTime))
        #expect(run.stages.map(\.longestQueue) == [extra] + Array(repeating: 0, count: stages - 1))
        #expect(abs(run.stages[0].meanQueue.plain - Double(extra)) <= 1e-12)
        for span in run.stages[0].spans where span.pass.round > 0 {
          #expect(near(span.waiting, Double(extra) * stageTime))
        }
      }
    }
  }

  @Test(arguments: [UInt64(51), 52])
  func slowestStageSetsTheBeatOfUnevenStages(seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    var settled = 0
    for _ in 0..<80 {
      let stages = draw.count(1...7)
      let times = (0..<stages).map { _ in draw.time(5...9) }
      let microbatches = draw.count(1...2 * stages)
      let run = try ScheduleRun.decode(
        stageTimes: times,
        microbatches: microbatches,
        rounds: 2000 / microbatches,
        hop: nil
      )
      let slowest = try #require(times.max())
      let pass = times.dropFirst().reduce(times[0], +)
      guard run.steadyRounds > 0 else {
        // A stage nearly as slow as the slowest hands its queue on so slowly that the loop has not
        // settled.
        #expect(microbatches > stages)
        continue
      }
      settled += 1
      let beat = max(Double(microbatches) * slowest, pass)
      #expect(near(run.cycleTime, beat, within: 1e-9))
      #expect(near(run.throughput, Double(microbatches) / beat, within: 1e-9))
      for (stage, time) in zip(run.stages, times) {
        let busy = Double(microbatches) * time / beat
        #expect(abs(stage.idleShare - (Quantity(1) - busy)).plain <= 1e-9)
      }
      // Little's law: those who wait, those being served, and nobody else.
      let waiting = run.stages.reduce(Quantity(0)) { $0 + $1.meanQueue }
      let served = run.stages.reduce(Quantity(0)) { $0 + (Quantity(1) - $1.idleShare) }
      #expect(near(waiting + served, Quantity(microbatches), within: 1e-9))
    }
    #expect(settled > 60)
  }

  @Test func deepSeeksUnevenStagesRunAtTheBeatOfTheDeepest() throws {
    let depths = [16, 15, 15, 15]
    let run = try ScheduleRun.decode(
      stageTimes: depths.map { Quantity(Double($0), .milliseconds) },
      microbatches: 4,
      rounds: 10
    )
    #expect(near(run.cycleTime, Quantity(64, .milliseconds)))
    #expect(run.stages[0].idleTime <= 1e-12 * run.cycleTime)
    #expect(near(run.stages[1].idleShare, Quantity(1.0 / 16), within: 1e-9))
  }

  @Test(arguments: [UInt64(53)])
  func hopsAreHiddenOnlyByMoreMicrobatchesThanStages(seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<60 {
      let stages = draw.count(2...6)
      let microbatches = draw.count(1...3 * stages)
      let hop = StageHop(latency: draw.time(0...20), transfer: draw.time(0...14))
      let run = try ScheduleRun.decode(
        stages: stages,
        microbatches: microbatches,
        rounds: 30,
        stageTime: stageTime,
        hop: hop
      )
      let round = Double(stages) * (stageTime + hop.time)
      let beat = max(round, Double(microbatches) * stageTime)
      #expect(near(run.cycleTime, beat, within: 1e-9))
      let nearer = try ScheduleRun.decode(
        stages: stages,
        microbatches: microbatches,
        rounds: 30,
        stageTime: stageTime,
        hop: StageHop(latency: 0.5 * hop.latency, transfer: 0.9 * hop.transfer)
      )
      #expect(nearer.makespan <= run.makespan)
      #expect(nearer.handovers.count == run.handovers.count)
      #expect(run.handovers.count == stages * microbatches * 30 - microbatches)
    }
  }

  @Test func aSlowLinkSetsTheBeatInsteadOfTheStage() throws {
    let run = try ScheduleRun.decode(
      stages: 3,
      microbatches: 12,
      rounds: 200,
      stageTime: Quantity(2, .milliseconds),
      hop: StageHop(latency: Quantity(0, .seconds), transfer: Quantity(5, .milliseconds))
    )
    #expect(run.steadyRounds > 0)
    #expect(near(run.cycleTime, Quantity(60, .milliseconds), within: 1e-9))
    #expect(abs(run.idleShare.plain - 0.6) <= 1e-9)
  }

  @Test func anIdleLoopTakesNoTime() throws {
    for (microbatches, rounds) in [(0, 5), (3, 0), (0, 0)] {
      let run = try ScheduleRun.decode(
        stages: 4,
        microbatches: microbatches,
        rounds: rounds,
        stageTime: stageTime
      )
      #expect(run.makespan == Quantity(0, .seconds))
      #expect(run.idleShare == Quantity(0) && run.throughput == Quantity(0) / Quantity(1, .seconds))
      #expect(run.stages.allSatisfy(\.spans.isEmpty) && run.handovers.isEmpty)
    }
  }

  @Test func aLoopTooShortToSettleIsMeasuredWhole() throws {
    let run = try ScheduleRun.decode(
      stages: 4,
      microbatches: 4,
      rounds: 2,
      stageTime: stageTime
    )
    #expect(run.steadyRounds == 0)
    #expect(near(run.makespan, 11 * stageTime))
    #expect(abs(run.idleShare.plain - 3.0 / 11) <= 1e-12)
  }

  @Test func prefillIsALoopOfOneRound() throws {
    let loop = try ScheduleRun.decode(
      stages: 4,
      microbatches: 6,
      rounds: 1,
      stageTime: stageTime
    )
    let prefill = try ScheduleRun(
      .forwardOnly,
      stages: 4,
      microbatches: 6,
      passes: PassTimes(
        forward: stageTime,
        inputGradient: stageTime,
        weightGradient: stageTime
      )
    )
    #expect(loop.makespan == prefill.makespan && loop.idleShare == prefill.idleShare)
    for (one, other) in zip(loop.stages, prefill.stages) {
      #expect(one.spans.map(\.start) == other.spans.map(\.start))
    }
  }
}
