import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// What a request generates does not depend on company, arrival, chunks, budgets or preemption.
@Suite struct SchedulerInvarianceTests {
  @Test(arguments: ReferenceFile.names, KernelPath.allCases)
  func everyFamilyGeneratesAsIfAlone(_ name: String, _ kernels: KernelPath) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let prompt = try reference.tokens("tokens")
    let others = try reference.tokens("other_tokens")
    let sampling = try SamplingParameters(temperature: 0.9, topK: 40, seed: 3)
    let requests = [
      TokenRequest(prompt: prompt, maximumTokens: 6),
      TokenRequest(prompt: others, maximumTokens: 9, sampling: sampling),
      TokenRequest(prompt: Array(prompt[..<33]), maximumTokens: 3, sampling: sampling, choices: 2),
    ]
    let expected = try requests.map { try generatedAlone(transformer, $0, kernels: kernels) }
    if kernels == .reference {
      #expect(expected[0][0] == Array(try reference.tokens("greedy_tokens")[..<6]))
    }
    for (index, policy) in [
      SchedulingPolicy(joining: .betweenSteps, sequences: 3, tokensPerStep: 11, chunk: 7),
      SchedulingPolicy(joining: .together, sequences: 4, tokensPerStep: 64, chunk: 64),
    ].enumerated() {
      // Just enough for one text, so that others must give way.
      let engine = Engine(
        transformer,
        Engine.Options(kernels: kernels, cacheTokens: index == 0 ? 64 : 256)
      )
      let found = try play(engine, policy, requests, arrivals: [0, 2, 3])
      #expect(found.texts == expected, "policy \(index)")
      expectNoLeak(engine)
    }
  }

  /// Random requests, arrivals and policies; no guesses.
  @Test func tinyModelsGenerateAsIfAlone() throws {
    let transformer = try TinyModel.transformer(seed: 1)
    var (preemptions, hits) = (0, 0)
    for seed in 0..<60 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let requests = try Self.requests(&random)
      let policy = SchedulingPolicy(
        joining: seed % 4 == 0 ? .together : .betweenSteps,
        sequences: .random(in: 1...6, using: &random),
        tokensPerStep: .random(in: 1...40, using: &random),
        chunk: .random(in: 1...30, using: &random)
      )
      let layout: CacheLayout = seed % 5 == 1 ? .contiguous : .paged
      let engine = Engine(
        transformer,
        Engine.Options(cacheTokens: 112, cacheLayout: layout)
      )
      let arrivals = requests.map { _ in Int.random(in: 0...12, using: &random) }.sorted()
      let found = try play(engine, policy, requests, arrivals: arrivals)
      let expected = try requests.map {
        try generatedAlone(transformer, $0, cacheTokens: 112)
      }
      #expect(found.texts == expected, "seed \(seed)")
      preemptions += found.preemptions
      hits += found.hits
      expectNoLeak(engine)
    }
    #expect(preemptions > 20 && hits > 100, "preemptions \(preemptions), hits \(hits)")
  }

  /// The same with guesses: a sampled text then differs from one without, but not with its company.
  @Test(arguments: [true, false])
  func guessesDoNotDependOnCompany(_ usesModel: Bool) throws {
    let transformer = try TinyModel.transformer(seed: 1)
    let small = try TinyModel.transformer(seed: 2)
    // Side by side the small model has less room than the large one, so that it must take turns.
    func drafter(_ tokens: Int) throws -> any Drafter {
      guard usesModel else { return PromptLookup() }
      let engine = Engine(small, Engine.Options(cacheTokens: tokens))
      return try DraftModel(engine, for: transformer)
    }
    var preemptions = 0
    for seed in 0..<25 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let requests = try Self.requests(&random)
      let policy = SchedulingPolicy(
        sequences: .random(in: 2...6, using: &random),
        tokensPerStep: .random(in: 8...40, using: &random),
        guesses: 3
      )
      let engine = Engine(transformer, Engine.Options(cacheTokens: 192))
      let together = try play(
        engine,
        policy,
        requests,
        arrivals: requests.map { _ in 0 },
        drafter: try drafter(128)
      )
      expectNoLeak(engine)
      preemptions += together.preemptions
      let alone = try requests.map { request in
        let engine = Engine(transformer, Engine.Options(cacheTokens: 192))
        return try play(
          engine,
          policy,
          [request],
          arrivals: [0],
          drafter: try drafter(1024)
        ).texts[0]
      }
      #expect(together.texts == alone, "seed \(seed)")
    }
    #expect(preemptions > 0)
  }

  private static func requests(_ random: inout SplitMix64) throws -> [TokenRequest] {
    // Prompts that often begin alike.
    let stem = (0..<80).map { _ in Int32.random(in: 0..<12, using: &random) }
    return try (0..<Int.random(in: 1...7, using: &random)).map { index in
      var prompt = Array(stem[..<Int.random(in: 1...60, using: &random)])
      if Bool.random(using: &random) { prompt[prompt.count / 2] = Int32(index) }
      let sampling = try SamplingParameters(
        temperature: index % 3 == 0 ? 0 : 1,
        repetitionPenalty: 1.1,
        seed: random.next()
      )
      return TokenRequest(
        prompt: prompt,
        maximumTokens: .random(in: 1...60, using: &random),
        sampling: sampling,
        stopTokens: index % 2 == 0 ? [3] : [],
        choices: .random(in: 1...3, using: &random)
      )
    }
  }

  /// Submits requests before the steps of their arrival and steps to the end.
  private func play(
    _ engine: Engine,
    _ policy: SchedulingPolicy,
    _ requests: [TokenRequest],
    arrivals: [Int],
    drafter: (any Drafter)? = nil
  ) throws -> (texts: [[[Int32]]], preemptions: Int, hits: Int) {
    let scheduler = Scheduler(engine, policy, drafter: drafter)
    var outcome = Outcome()
    var ids: [RequestID] = []
    var step = 0
    while ids.count < requests.count || !scheduler.isIdle {
      while ids.count < requests.count, arrivals[ids.count] <= step {
        ids.append(try scheduler.submit(requests[ids.count]))
      }
      outcome.add(try scheduler.step())
      #expect(scheduler.runningCount <= policy.sequences)
      step += 1
      try #require(step < 10_000, "no progress")
    }
    let texts = zip(ids, requests).map { outcome.texts($0, choices: $1.choices) }
    for (id, request) in zip(ids, requests) {
      #expect(outcome.ends[id]?.count == request.choices)
    }
    let hits = outcome.statistics.values.reduce(0) { $0 + ($1[0]?.prefixHits ?? 0) }
    return (texts, scheduler.preemptions, hits)
  }
}
