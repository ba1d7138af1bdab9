import ClusterSimulator
import Quantities
import Testing

/// The prefix cache inside a run, where blocks are known only once they are computed.
@Suite struct ServingCacheTests {
  private let step = StepCost.fixed(Quantity(1, .seconds))

  private func request(_ arrival: Double, _ prompt: Int, _ blocks: [Int], output: Int = 1)
    -> ServingRequest
  {
    ServingRequest(
      arrival: Quantity(arrival, .seconds),
      promptTokens: prompt,
      outputTokens: output,
      blocks: blocks
    )
  }

  private func instance(
    blocks: Int = 1000,
    cache: PrefixCache = PrefixCache(),
    policy: ServingPolicy = ServingPolicy()
  ) -> ServingSimulation {
    ServingSimulation(
      cost: step,
      memory: KeyValueMemory(tokens: blocks * 32, blockTokens: 16),
      policy: policy,
      prefixCache: cache
    )
  }

  @Test func laterPromptsFindWhatEarlierOnesComputed() throws {
    let trace = RequestTrace(
      [
        request(0, 64, [1, 2]), request(10, 90, [1, 2, 3]), request(20, 64, [1, 2]),
        request(30, 64, [1, 9]),
      ],
      blockTokens: 32
    )
    let run = try instance().run(trace)
    // The last token of a prompt is always run.
    #expect(run.map(\.foundTokens) == [0, 64, 63, 32])
    #expect(run.report.prefillTokens == 64 + 26 + 1 + 32)
    let hits = try #require(run.report.cacheHits)
    #expect(hits.tokens == 159 && hits.blocks == 5 && hits.promptBlocks == 9)
    #expect(hits.tiers.map(\.name) == ["HBM"])
  }

  @Test func promptsThatComeTogetherCannotFindEachOther() throws {
    let together = RequestTrace(
      [request(0, 64, [1, 2], output: 4), request(0, 64, [1, 2], output: 4)],
      blockTokens: 32
    )
    let run = try instance().run(together)
    #expect(run.map(\.foundTokens) == [0, 0] && run.report.prefillTokens == 128)
    // Once both are read one copy is given back: two named blocks, and one of each answer's own.
    #expect(run.report.peakHeldTokens == Quantity(128, .tokens))
    let last = try #require(run.curve.points.last).heldTokens
    #expect(abs(last - Quantity(96, .tokens)) < Quantity(1e-6, .tokens))
  }

  @Test func runningSequencesShareOneCopy() throws {
    let trace = RequestTrace(
      (0..<10).map { request(Double(2 * $0), 64, [1, 2], output: 100) },
      blockTokens: 32
    )
    let report = try instance().run(trace).report
    // Two named blocks, and for each of ten answers at most 7 blocks of 16.
    #expect(report.peakHeldTokens <= Quantity(64 + 10 * 112, .tokens))
    #expect(report.peakHeldTokens >= Quantity(64 + 10 * 96, .tokens))
    #expect(report.prefillTokens == 64 + 9)
  }

  @Test func blocksAreLoadedFromTheTierBelow() throws {
    // High-bandwidth memory keeps nothing idle; the tier below takes 2 s for each block.
    let tier = CacheTier(
      "DDR",
      blocks: 10,
      blockBytes: Quantity(2, .gigabytes),
      bandwidth: Quantity(1, .gigabytesPerSecond)
    )
    #expect(tier.timePerBlock == Quantity(2, .seconds))
    let cache = PrefixCache(idleBlocks: 0, lowerTiers: [tier])
    let trace = RequestTrace(
      [
        request(0, 64, [1, 2]), request(10, 96, [1, 2, 3]), request(10, 64, [1, 2]),
        request(10, 96, [7, 8, 9]),
      ],
      blockTokens: 32
    )
    let run = try instance(cache: cache).run(trace)
    let ends = run.map { $0.end?.value(in: .seconds) }
    // Loading takes 4 s and reading 1 s. The third finds held what the second loads; the fourth finds nothing
    // and is read meanwhile.
    #expect(ends[1] == 15 && ends[3] == 11)
    #expect(run.map(\.foundTokens) == [0, 64, 63, 0])
    let hits = try #require(run.report.cacheHits)
    #expect(hits.tiers.map(\.name) == ["HBM", "DDR"])
    #expect(hits.tiers.map(\.tokens) == [63, 64])
  }

  @Test func loadingQueuesOnTheTiersChannel() throws {
    let tier = CacheTier(
      "flash",
      blocks: nil,
      blockBytes: Quantity(1, .gigabytes),
      bandwidth: Quantity(1, .gigabytesPerSecond)
    )
    let cache = PrefixCache(idleBlocks: 0, lowerTiers: [tier])
    let trace = RequestTrace(
      [
        request(0, 64, [1, 2]), request(0, 96, [3, 4, 5]), request(10, 65, [1, 2, 6]),
        request(10, 97, [3, 4, 5, 7]),
      ],
      blockTokens: 32
    )
    let run = try instance(cache: cache).run(trace)
    // Two seconds for the one, then three for the other.
    #expect(run.map { $0.end?.value(in: .seconds) } == [1, 1, 13, 16])
  }

  @Test func whatDoesNotFitMovesDownAndIsGoneAtTheEnd() throws {
    let tier = CacheTier(
      "DDR",
      blocks: 2,
      blockBytes: Quantity(0, .bytes),
      bandwidth: Quantity(1, .bytesPerSecond)
    )
    let cache = PrefixCache(idleBlocks: 1, lowerTiers: [tier])
    let trace = RequestTrace(
      [request(0, 160, [1, 2, 3, 4, 5]), request(10, 161, [1, 2, 3, 4, 5, 6])],
      blockTokens: 32
    )
    let hits = try #require(try instance(cache: cache).run(trace).report.cacheHits)
    // One block stays, two move down, two are gone; the beginning of the prompt stays longest.
    #expect(hits.tiers.map(\.blocks) == [1, 2])
  }

  @Test func spacedOutRequestsFindWhatTheIdealSays() throws {
    let trace = try TraceFiles.mooncakeSynthetic().beginning(1500)
    let spaced = RequestTrace(
      trace.enumerated().map { index, request in
        ServingRequest(
          arrival: Quantity(Double(1000 * index), .seconds),
          promptTokens: request.promptTokens,
          outputTokens: 1,
          blocks: request.blocks
        )
      },
      blockTokens: 512
    )
    let simulation = ServingSimulation(cost: step, prefixCache: PrefixCache())
    let hits = try #require(try simulation.run(spaced).report.cacheHits)
    let ideal = trace.idealCacheHits
    #expect(hits.blocks == ideal.blocks && hits.promptTokens == ideal.promptTokens)
    // A prompt that is found whole has its last token run all the same.
    let whole = ideal.tokens - hits.tokens
    #expect(whole >= 0 && whole < 1500)
  }

  /// One request at a time, a run moves blocks between tiers as the plain walk over the trace does.
  @Test func spacedOutRequestsFindEachTiersShare() throws {
    let trace = try TraceFiles.mooncakeConversation().beginning(2000)
    let spaced = RequestTrace(
      trace.enumerated().map { index, request in
        ServingRequest(
          arrival: Quantity(Double(1000 * index), .seconds),
          promptTokens: request.promptTokens,
          outputTokens: 1,
          blocks: request.blocks
        )
      },
      blockTokens: 512
    )
    let tiers = [1000, 8000].map { blocks in
      CacheTier(
        "tier below",
        blocks: blocks,
        blockBytes: Quantity(1, .megabytes),
        bandwidth: Quantity(1, .gigabytesPerSecond)
      )
    }
    let cache = PrefixCache(idleBlocks: 300, lowerTiers: tiers)
    let run = try ServingSimulation(cost: step, prefixCache: cache).run(spaced)
    let hits = try #require(run.report.cacheHits)
    let plain = trace.cacheHits(tiers: [300, 1000, 8000])
    #expect(hits.tiers.map(\.blocks) == plain.tiers.map(\.blocks))
    #expect(hits.tiers.allSatisfy { $0.blocks > 0 })
  }

  @Test(arguments: [nil, 3000, 800, 300] as [Int?], ServingPolicy.Order.allCases)
  func boundedMemoryFindsLessAndKeepsTheLaws(blocks: Int?, order: ServingPolicy.Order) throws {
    let trace = try TraceFiles.mooncakeConversation().beginning(2500)
    let tier = CacheTier(
      "DDR",
      blocks: 2000,
      blockBytes: Quantity(160, .megabytes),
      bandwidth: Quantity(60, .gigabytesPerSecond)
    )
    let simulation = ServingSimulation(
      cost: .custom { load in
        Quantity(
          Double(20_000 + 30 * load.promptTokens + 20 * load.decodingSequences),
          .microseconds
        )
      },
      memory: blocks.map { KeyValueMemory(tokens: $0 * 512) } ?? .unbounded,
      policy: ServingPolicy(tokensPerStep: 4096, order: order, oversized: .turnAway),
      prefixCache: PrefixCache(lowerTiers: [tier])
    )
    let report = try simulation.run(trace).report
    let hits = try #require(report.cacheHits)
    #expect(report.served + report.turnedAway.count == 2500 && report.served > 2400)
    #expect(hits.tokens > 0 && hits.rate <= trace.idealCacheHits.rate)
    #expect(abs(report.meanInSystem - report.inSystemByLittle) <= 1e-9 * report.meanInSystem)
    let served = Set(report.turnedAway)
    let atTheEnd = trace.indices.filter { !served.contains($0) }.reduce(0) {
      $0 + trace[$1].promptTokens + max(0, trace[$1].outputTokens - 1)
    }
    let made = report.prefillTokens + report.decodeTokens + report.foundTokens
    #expect(made == atTheEnd + report.droppedTokens)
    if let peak = report.peakOccupancy { #expect(peak <= Quantity(1)) }
    if blocks == 300 { #expect(report.preemptions > 0) }
  }

  @Test func cachesThatCannotWorkAreRefused() throws {
    let bare = RequestTrace([
      ServingRequest(arrival: Quantity(0, .seconds), promptTokens: 5, outputTokens: 1)
    ])
    #expect(throws: ServingError.noBlockNames) { try instance().run(bare) }
    let odd = RequestTrace([request(0, 5, [1])], blockTokens: 24)
    #expect(throws: ServingError.blocksDoNotDivide(named: 24, memory: 16)) {
      try instance().run(odd)
    }
  }
}
