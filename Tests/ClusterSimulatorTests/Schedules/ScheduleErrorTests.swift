import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// What is refused, and with which words.
@Suite struct ScheduleErrorTests {
  private let equal = [PassTimes](repeating: .equal, count: 2)

  @Test func ordersOfOnesOwnRunLikeTheLibrarys() throws {
    let own = try ScheduleRun(
      orders: [
        [.forward(0), .forward(1), .backward(0), .backward(1)],
        [.forward(0), .backward(0), .forward(1), .backward(1)],
      ],
      passes: equal
    )
    let library = try ScheduleRun(.oneForwardOneBackward, stages: 2, microbatches: 2)
    #expect(own.makespan == library.makespan && own.idleShare == library.idleShare)
    #expect(own.mostInFlight == library.mostInFlight && own.microbatches == 2)
  }

  @Test func ordersThatWaitForEachOtherAreADeadlock() throws {
    let error = #expect(throws: PipelineScheduleError.self) {
      try ScheduleRun(
        orders: [
          [.forward(0), .backward(0), .forward(1), .backward(1)],
          [.forward(1), .forward(0), .backward(0), .backward(1)],
        ],
        passes: equal
      )
    }
    guard case .deadlock(let stuck) = error else {
      Issue.record("no deadlock but \(String(describing: error))")
      return
    }
    #expect(stuck.map(\.stage) == [0, 1])
    #expect(stuck.map(\.pass) == [.backward(0), .forward(1)])
    #expect(
      error?.description
        == "the orders can never run: stage 0 waits with B0, stage 1 waits with F1; "
        + "move what they wait for forward"
    )
  }

  @Test func weightGradientBeforeItsInputGradientIsADeadlockOfOneStage() {
    #expect(
      throws: PipelineScheduleError.self,
      performing: {
        try ScheduleRun(
          orders: [[.forward(0), .weightGradient(0), .inputGradient(0)]],
          passes: [.equal]
        )
      }
    )
  }

  @Test func passesThatDoNotFitTogetherAreNamed() {
    #expect(throws: PipelineScheduleError.missing(.forward(1), stage: 0, neededBy: .forward(1))) {
      try ScheduleRun(orders: [[.forward(0)], [.forward(0), .forward(1)]], passes: equal)
    }
    #expect(
      throws: PipelineScheduleError.missing(.inputGradient(0), stage: 1, neededBy: .backward(0))
    ) {
      try ScheduleRun(orders: [[.forward(0), .backward(0)], [.forward(0)]], passes: equal)
    }
    #expect(throws: PipelineScheduleError.repeated(.forward(0), stage: 1)) {
      try ScheduleRun(orders: [[.forward(0)], [.forward(0), .forward(0)]], passes: equal)
    }
    #expect(throws: PipelineScheduleError.repeated(.weightGradient(0), stage: 0)) {
      try ScheduleRun(
        orders: [[.forward(0), .backward(0), .weightGradient(0)]],
        passes: [.equal]
      )
    }
    #expect(throws: PipelineScheduleError.badCount(what: "a microbatch", got: -1)) {
      try ScheduleRun(orders: [[.forward(-1)]], passes: [.equal])
    }
    #expect(throws: PipelineScheduleError.wrongNumberOfTimes(got: 2, stages: 1)) {
      try ScheduleRun(orders: [[.forward(0)]], passes: equal)
    }
    #expect(throws: PipelineScheduleError.noStages) {
      try ScheduleRun(orders: [], passes: [])
    }
  }

  @Test func anEmptyOrderTakesNoTime() throws {
    let run = try ScheduleRun(orders: [[], []], passes: equal)
    #expect(run.makespan == Quantity(0) && run.idleShare == Quantity(0) && run.microbatches == 0)
  }

  @Test(
    arguments: [
      (.gPipe, 4, 0, 1), (.interleaved(chunks: 2), 4, 3, 4), (.zeroBubbleH1, 4, 3, 4),
      (.zeroBubbleH2, 4, 6, 7), (.dualPipe, 4, 6, 8),
    ] as [(PipelineSchedule, Int, Int, Int)]
  )
  func tooFewMicrobatchesAreRefused(
    schedule: PipelineSchedule,
    stages: Int,
    got: Int,
    fewest: Int
  ) {
    #expect(
      throws: PipelineScheduleError.tooFewMicrobatches(
        schedule,
        stages: stages,
        got: got,
        fewest: fewest
      )
    ) {
      try ScheduleRun(schedule, stages: stages, microbatches: got)
    }
  }

  @Test func countsThatTheScheduleCannotDealAreRefused() {
    #expect(
      throws: PipelineScheduleError.notAMultiple(
        .interleaved(chunks: 2),
        what: "microbatches",
        got: 6,
        of: 4
      )
    ) {
      try ScheduleRun(.interleaved(chunks: 2), stages: 4, microbatches: 6)
    }
    #expect(throws: PipelineScheduleError.badCount(what: "chunks", got: 0)) {
      try ScheduleRun(.interleaved(chunks: 0), stages: 4, microbatches: 8)
    }
    #expect(
      throws: PipelineScheduleError.notAMultiple(.dualPipe, what: "stages", got: 3, of: 2)
    ) {
      try ScheduleRun(.dualPipe, stages: 3, microbatches: 8)
    }
    for stages in [0, -1] {
      #expect(throws: PipelineScheduleError.noStages) {
        try ScheduleRun(.gPipe, stages: stages, microbatches: 8)
      }
      #expect(throws: PipelineScheduleError.noStages) {
        try ScheduleRun.decode(
          stages: stages,
          microbatches: 1,
          rounds: 1,
          stageTime: Quantity(1)
        )
      }
    }
    #expect(throws: PipelineScheduleError.badCount(what: "rounds", got: -1)) {
      try ScheduleRun.decode(stages: 1, microbatches: 1, rounds: -1, stageTime: Quantity(1))
    }
  }

  @Test func timesMustBeTimesOfOneKind() {
    let second = Quantity(1, .seconds)
    #expect(throws: PipelineScheduleError.unlikeTimes(second, Quantity(2))) {
      try ScheduleRun.decode(
        stageTimes: [second, Quantity(2)],
        microbatches: 1,
        rounds: 1
      )
    }
    #expect(throws: PipelineScheduleError.unlikeTimes(Quantity(1), second)) {
      try ScheduleRun(
        .gPipe,
        stages: 2,
        microbatches: 2,
        hop: StageHop(latency: second, transfer: second)
      )
    }
    for time in [-1, .infinity, .nan] {
      #expect(throws: PipelineScheduleError.self) {
        try ScheduleRun.decode(stages: 1, microbatches: 1, rounds: 1, stageTime: Quantity(time))
      }
    }
  }
}
