import ClusterSimulator
import Quantities
import Testing

@Suite struct ServingPolicyTests {
  private let step = StepCost.fixed(Quantity(1, .seconds))

  private func requests(_ lengths: [(prompt: Int, output: Int)]) -> RequestTrace {
    RequestTrace(
      lengths.map {
        ServingRequest(
          arrival: Quantity(0, .seconds),
          promptTokens: $0.prompt,
          outputTokens: $0.output
        )
      }
    )
  }

  private func ends(_ run: ServingRun) -> [Double?] { run.map { $0.end?.value(in: .seconds) } }

  @Test func promptsAreReadInPartsWithinTheBudget() throws {
    let trace = requests([(10, 2), (3, 1)])
    func run(_ policy: ServingPolicy) throws -> [Double?] {
      ends(try ServingSimulation(cost: step, policy: policy).run(trace))
    }
    // 10 = 4 + 4 + 2, and the second prompt's first 2 fill the third step; its last comes beside a token.
    #expect(try run(ServingPolicy(tokensPerStep: 4)) == [4, 4])
    // At most 3 of one prompt a step: 3 + 1, 3 + 1, 3 + 1 and 1.
    #expect(try run(ServingPolicy(tokensPerStep: 4, chunk: 3)) == [5, 3])
    #expect(try run(ServingPolicy(tokensPerStep: 100)) == [2, 1])
    #expect(try run(ServingPolicy(sequences: 1, tokensPerStep: 100)) == [2, 3])
  }

  @Test func orderDecidesWhoPausesForWhom() throws {
    // The first decodes when the second, of two steps, comes.
    let trace = RequestTrace([
      ServingRequest(arrival: Quantity(0, .seconds), promptTokens: 4, outputTokens: 3),
      ServingRequest(arrival: Quantity(0.5, .seconds), promptTokens: 8, outputTokens: 1),
    ])
    func run(_ order: ServingPolicy.Order) throws -> [Double?] {
      let policy = ServingPolicy(tokensPerStep: 4, order: order)
      return ends(try ServingSimulation(cost: step, policy: policy).run(trace))
    }
    #expect(try run(.prefillFirst) == [5, 3])
    // Beside a decoding sequence three tokens of the prompt fit: 3 + 3 + 2.
    #expect(try run(.decodeFirst) == [3, 4])
  }

  @Test func memoryIsTakenBackFromWhoCameLast() throws {
    let trace = requests([(4, 5), (4, 5)])
    func run(blocks: Int) throws -> ServingRun {
      let memory = KeyValueMemory(tokens: 4 * blocks, blockTokens: 4)
      return try ServingSimulation(cost: step, memory: memory).run(trace)
    }
    // With two blocks there is no room for the second prompt and one further token beside the first.
    #expect(try run(blocks: 2).map(\.preemptions) == [0, 0] && ends(run(blocks: 2)) == [5, 10])
    // With three there is, but not for a further token of both: the second's text, of 5 by then, is read again
    // when the first has ended, and brings its second token.
    #expect(try run(blocks: 3).map(\.preemptions) == [0, 1] && ends(run(blocks: 3)) == [5, 9])
    let roomier = KeyValueMemory(tokens: 16, blockTokens: 4)
    let longer = try ServingSimulation(cost: step, memory: roomier).run(requests([(4, 9), (4, 9)]))
    // Both decode until the first needs a third block after 5 tokens each; the second's text of 9 is read
    // again when the first has ended, and gives its sixth token.
    #expect(longer.map(\.preemptions) == [0, 1])
    #expect(ends(longer) == [9, 13])
    #expect(longer.report.droppedTokens == 8 && longer.report.prefillTokens == 8 + 9)
    let reserved = try ServingSimulation(
      cost: step,
      memory: roomier,
      policy: ServingPolicy(reservation: .wholeLength)
    ).run(requests([(4, 9), (4, 9)]))
    #expect(reserved.map(\.preemptions) == [0, 0] && ends(reserved) == [9, 18])
  }

  @Test func tooLargeARequestRefusesTheRun() throws {
    let memory = KeyValueMemory(tokens: 64, blockTokens: 16)
    let simulation = ServingSimulation(cost: step, memory: memory)
    // 64 tokens of text fit; the last token given takes no memory.
    #expect(try simulation.run(requests([(60, 5)])).report.served == 1)
    let error = #expect(throws: ServingError.self) {
      try simulation.run(requests([(1, 1), (60, 6)]))
    }
    #expect(error == .requestTooLarge(request: 1, tokens: 80, capacity: 64))
    #expect(error.map { "\($0)".hasPrefix("request 1 needs memory for 80 tokens") } == true)
  }

  @Test func tooLargeARequestCanBeTurnedAway() throws {
    let simulation = ServingSimulation(
      cost: step,
      memory: KeyValueMemory(tokens: 64, blockTokens: 16),
      policy: ServingPolicy(oversized: .turnAway)
    )
    let run = try simulation.run(requests([(100, 1), (5, 2), (200, 1), (5, 2), (65, 1)]))
    #expect(run.report.turnedAway == [0, 2, 4] && run.report.served == 2)
    #expect(run.map(\.isServed) == [false, true, false, true, false])
    #expect(run[0].admission == nil && run[0].latency == nil)
    #expect(run.report.promptTokens == 10 && run.report.latency?.count == 2)
    let limit = Quantity(1, .hours)
    #expect(run.shareWithin(timeToFirstToken: limit, timePerOutputToken: limit) == Quantity(0.4))
    let none = try simulation.run(requests([(100, 1)]))
    #expect(none.report.served == 0 && none.report.span == Quantity(0, .seconds))
  }

  @Test func badStepTimesAreRefused() throws {
    for seconds in [-1, .nan, .infinity] {
      let simulation = ServingSimulation(cost: .custom { _ in Quantity(seconds, .seconds) })
      let error = #expect(throws: ServingError.self) { try simulation.run(requests([(3, 1)])) }
      #expect(
        error.map { "\($0)".hasPrefix("a step of 0 decoding sequences and 3 prompt") } == true
      )
    }
  }

  @Test func stepsThatTakeNoTimeEnd() throws {
    let simulation = ServingSimulation(cost: .fixed(Quantity(0, .seconds)))
    let report = try simulation.run(requests([(3, 100), (5, 7)])).report
    #expect(report.served == 2 && report.steps == 100)
    #expect(report.latency?.longest == Quantity(0, .seconds) && report.outputTokens == 107)
  }

  @Test func requestsWithoutAnAnswerHaveTheirPromptsRead() throws {
    let run = try ServingSimulation(cost: step).run(requests([(3, 0), (4, 1)]))
    #expect(ends(run) == [1, 1] && run[0].firstToken == nil && run[1].firstToken != nil)
    #expect(run.report.timeToFirstToken?.count == 1 && run.report.timePerOutputToken == nil)
  }

  @Test func answersLongerThanTheTableOfEndsAreCompleted() throws {
    let run = try ServingSimulation(cost: step).run(requests([(1, 200_000), (1, 70_000), (1, 5)]))
    #expect(ends(run) == [200_000, 70_000, 5] && run.report.decodeTokens == 270_002)
  }
}
