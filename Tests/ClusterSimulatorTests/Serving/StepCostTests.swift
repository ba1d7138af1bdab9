import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct StepCostTests {
  private static let layouts = ["tp1", "tp8", "dp2,tp2", "pp2,tp4", "ep8", "pp4,ep8", "cp2,tp2"]

  /// Decoding sequences of one length are what a plan estimates, for every model and layout.
  @Test func decodingTakesWhatThePlanEstimates() throws {
    var compared = 0
    for model in Model.all {
      for text in Self.layouts {
        for context in [1, 200, 150_000] {
          let layout = try Layout(parsing: text)
          guard
            let plan = try? ServingPlan(
              model.config,
              on: .h200,
              layout,
              batch: 1,
              context: context
            )
          else { continue }
          let cost = StepCost(plan)
          for batch in [1, 7, 1024, 4096] {
            let load = StepLoad(decodingSequences: batch, decodingContext: batch * context)
            let expected = try plan.with(batch: batch).estimate.stepTime
            let gap = abs(cost.time(of: load) - expected)
            #expect(gap <= 1e-9 * expected, "\(model) \(text) \(context) \(batch)")
            compared += 1
          }
        }
      }
    }
    #expect(compared > 1000)
  }

  @Test func betweenGridPointsThePlanIsFollowedClosely() throws {
    let plan = try ServingPlan(Model.deepSeekV3.config, on: .h200, batch: 1, context: 2000)
    let cost = StepCost(plan)
    for batch in [1025, 1100, 1500, 2047, 5001] {
      let load = StepLoad(decodingSequences: batch, decodingContext: batch * 2000)
      let expected = try plan.with(batch: batch).estimate.stepTime
      #expect(abs(cost.time(of: load) - expected) <= 1e-6 * expected)
    }
  }

  /// A prompt brings the arithmetic of its tokens on the weights and n (n + 1) / 2 pairs, and reads weights and
  /// its own cache once.
  @Test func aPromptTakesItsArithmetic() throws {
    let model = Model.llama70B
    let plan = try ServingPlan(model.config, on: .h200, batch: 1, context: 1)
    let prompt = 4000
    var load = StepLoad()
    load.addPrompt(tokens: prompt, after: 0)
    #expect(load.promptPairs == prompt * (prompt + 1) / 2 && load.promptContext == prompt)
    let weights = try plan.with(batch: prompt).estimate.time(.weightArithmetic)
    // One sequence's attention at a context of one is one pair's.
    let pairs = Double(load.promptPairs) * plan.estimate.time(.attentionArithmetic)
    let time = StepCost(plan).time(of: load)
    #expect(abs(time - (weights + pairs)) <= 1e-9 * time)
    // A short one waits for the weights to be read.
    var short = StepLoad()
    short.addPrompt(tokens: 3, after: 0)
    let read = plan.estimate.time(.weights) + 3 * plan.estimate.time(.cache)
    #expect(abs(StepCost(plan).time(of: short) - read) <= 1e-9 * read)
  }

  @Test func partsOfAPromptAddUpToTheWhole() {
    var whole = StepLoad()
    whole.addPrompt(tokens: 700, after: 0)
    var parts = StepLoad()
    for (cached, tokens) in [(0, 256), (256, 256), (512, 188)] {
      parts.addPrompt(tokens: tokens, after: cached)
    }
    #expect(parts.promptPairs == whole.promptPairs && parts.promptTokens == 700)
    #expect(parts.promptParts == 3 && parts.promptContext == 256 + 512 + 700)
  }

  /// Where attention looks back over a window, each sequence counts at its own context.
  @Test func windowsAreCountedForEachSequence() throws {
    let model = Model.gptOSS20B
    let contexts = [40, 90, 700, 5000]
    func plan(_ context: Int) throws -> ServingPlan {
      try ServingPlan(model.config, on: .h200, batch: 1, context: context)
    }
    // All four prompts are read in the first step, so the second decodes at contexts one longer.
    let trace = RequestTrace(
      contexts.map {
        ServingRequest(arrival: Quantity(0, .seconds), promptTokens: $0, outputTokens: 2)
      }
    )
    let run = try ServingSimulation(
      cost: StepCost(try plan(1)),
      policy: ServingPolicy(tokensPerStep: 1 << 20)
    ).run(trace)
    let second = try #require(run.report.timePerOutputToken).longest
    let caches = try contexts.reduce(Quantity(0, .seconds)) {
      $0 + (try plan($1 + 1).estimate.time(.cache))
    }
    let expected = try plan(1).with(batch: 4).estimate.time(.weights) + caches
    #expect(abs(second - expected) <= 1e-9 * expected)
    // Taken as equal they would read more: the longest two are over the window, the others are not.
    let even = StepCost(try plan(1)).time(
      of: StepLoad(decodingSequences: 4, decodingContext: contexts.reduce(4, +))
    )
    #expect(even > 1.0001 * expected)
  }

  @Test func rooflineIsTheLargerOfItsTwoSides() {
    let cost = StepCost.roofline(
      StepRoofline(
        weights: Quantity(100, .gigabytes),
        cachePerToken: Quantity(1e6, .bytesPerToken),
        workPerToken: Quantity(200, .gigaflop / .tokens),
        workPerPair: Quantity(1, .megaflop),
        bandwidth: Quantity(10, .terabytesPerSecond),
        peak: Quantity(1, .petaflopPerSecond)
      )
    )
    let few = StepLoad(decodingSequences: 10, decodingContext: 10_000)
    #expect(abs(cost.time(of: few) - Quantity(11, .milliseconds)) < Quantity(1, .nanoseconds))
    var many = few
    many.addPrompt(tokens: 990, after: 0)
    let expected = Quantity(1000 * 0.2e-3 + (10_000 + 990 * 991 / 2) * 1e-9, .seconds)
    #expect(abs(cost.time(of: many) - expected) < Quantity(1, .nanoseconds))
  }

  @Test func factorsAndOverheadsAddUp() {
    let cost = StepCost.fixed(Quantity(10, .milliseconds)).slower(by: Quantity(3))
      .adding(overhead: Quantity(2, .milliseconds)).slower(by: Quantity(2))
    let time = cost.time(of: StepLoad(decodingSequences: 1))
    #expect(abs(time - Quantity(64, .milliseconds)) < Quantity(1, .nanoseconds))
  }

  @Test func memoryIsWhatWeightsLeave() throws {
    let plan = try ServingPlan(
      Model.llama70B.config,
      on: .h200,
      Layout(parsing: "tp4"),
      batch: 1,
      context: 1000
    )
    let memory = try KeyValueMemory(plan)
    let perToken = plan.config.keyValueBytes(context: 1, plan.cache)
    let room = 4 * (plan.memory - plan.weightBytesPerDevice)
    let tokens = try #require(memory.tokens)
    #expect(abs(Double(tokens) - (room / perToken).plain) <= 16)
    let single = try ServingPlan(Model.llama70B.config, on: .h100, batch: 1, context: 1000)
    #expect(throws: ServingError.self) { try KeyValueMemory(single) }
  }
}
