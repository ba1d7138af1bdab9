import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct ReuseTimesTests {
  /// The plain version: walks over the requests once for a lifetime, remembering when each block was used.
  private func plain(_ trace: RequestTrace, _ lifetime: Double) -> (found: Int, room: Double) {
    var uses: [Int: (time: Double, tokens: Int)] = [:]
    var (found, room) = (0, 0.0)
    for request in trace {
      let now = request.arrival.value(in: .seconds)
      for (number, block) in request.blocks.enumerated() {
        let tokens = min(8, request.promptTokens - number * 8)
        if let last = uses[block] {
          room += Double(last.tokens) * min(now - last.time, lifetime)
          if now - last.time <= lifetime { found += tokens }
        }
        uses[block] = (now, tokens)
      }
    }
    room += uses.values.reduce(0) { $0 + Double($1.tokens) * lifetime }
    return (found, room)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func findsWhatWalkingOverTheTraceFinds(seed: UInt64) {
    let trace = RequestTrace.branching(seed: seed)
    let reuse = ReuseTimes(trace)
    for seconds in [0.0, 1, 2.5, 7, 30, 120, 1000] {
      let lifetime = Quantity(seconds, .seconds)
      let expected = plain(trace, seconds)
      #expect(reuse.tokensFound(keeping: lifetime) == expected.found)
      let room = reuse.roomTaken(keeping: lifetime).value(in: .tokens * .seconds)
      #expect(abs(room - expected.room) <= 1e-9 * expected.room)
    }
  }

  /// All that comes back is found, and nothing else: the two figures published for these traces.
  @Test func keepingForEverIsTheIdealCache() throws {
    let always = Quantity(.infinity, .seconds)
    for trace in [try TraceFiles.mooncakeConversation(), try TraceFiles.mooncakeSynthetic()] {
      let reuse = ReuseTimes(trace)
      #expect(reuse.tokensFound(keeping: always) == trace.idealCacheHits.tokens)
      #expect(reuse.rate(keeping: always) == trace.idealCacheHits.rate)
      #expect(reuse.rate(keeping: trace.span) == trace.idealCacheHits.rate)
    }
  }

  @Test func longerLifetimesFindMoreAndTakeMoreRoom() throws {
    let reuse = ReuseTimes(try TraceFiles.mooncakeConversation())
    var last = (found: 0, room: Quantity(0, .tokens * .seconds))
    for seconds in [0, 1, 5, 20, 60, 300, 1200, 3600, 7200] {
      let lifetime = Quantity(seconds, .seconds)
      let now = (reuse.tokensFound(keeping: lifetime), reuse.roomTaken(keeping: lifetime))
      #expect(now.0 >= last.found && now.1 >= last.room)
      last = now
    }
  }

  @Test func lifetimeOfAShareFindsJustThatShare() throws {
    let reuse = ReuseTimes(try TraceFiles.mooncakeConversation())
    let all = reuse.tokensFound(keeping: Quantity(.infinity, .seconds))
    // A tenth comes back at the very moment.
    #expect(reuse.lifetime(finding: Quantity(0.05)) == Quantity(0, .seconds))
    for share in [0.15, 0.25, 0.5, 0.9, 1] {
      let lifetime = try #require(reuse.lifetime(finding: Quantity(share)))
      let shorter = 0.999_999 * lifetime
      #expect(Double(reuse.tokensFound(keeping: lifetime)) >= share * Double(all))
      #expect(Double(reuse.tokensFound(keeping: shorter)) < share * Double(all))
    }
    #expect(ReuseTimes(try TraceFiles.azureConversation()).lifetime(finding: Quantity(1)) == nil)
  }
}

@Suite struct RetentionCostTests {
  private let reuse = ReuseTimes(.branching(seed: 4))
  private let anew = place("anew", retrieval: 5, holding: 0)

  private static func place(_ name: String, retrieval: Double, holding: Double) -> CachePlace {
    CachePlace(
      name,
      retrievalCost: Quantity(retrieval, .dollars / .tokens),
      holdingRate: Quantity(holding, .dollars / .tokens / .seconds)
    )
  }

  @Test func keepingNothingCostsComputingAllButWhatComesAtTheSameTime() {
    let now = Quantity(0, .seconds)
    let share = (Quantity(1) - reuse.rate(keeping: now)).plain
    let cost = reuse.costPerToken(
      keeping: now,
      in: Self.place("free", retrieval: 0, holding: 3),
      missing: anew
    )
    #expect(abs(cost.value(in: .dollars / .tokens) - 5 * share) < 1e-12)
  }

  @Test func whatIsFreeToKeepIsKeptForEver() {
    let free = Self.place("free", retrieval: 1, holding: 0)
    let lifetime = reuse.cheapestLifetime(in: free, missing: anew)
    #expect(lifetime == reuse.lifetime(finding: Quantity(1)))
    let cost = reuse.costPerToken(keeping: lifetime, in: free, missing: anew)
    let rate = reuse.rate(keeping: lifetime).plain
    #expect(abs(cost.value(in: .dollars / .tokens) - (rate + 5 * (1 - rate))) < 1e-12)
  }

  @Test func nothingIsWorthKeepingWhereComputingIsCheaper() {
    let dear = Self.place("dear", retrieval: 6, holding: 0.1)
    #expect(reuse.cheapestLifetime(in: dear, missing: anew) == Quantity(0, .seconds))
  }

  @Test(arguments: [0.001, 0.01, 0.05, 0.2, 1])
  func noOtherLifetimeIsCheaper(holding: Double) {
    let place = Self.place("tier", retrieval: 0.5, holding: holding)
    let best = reuse.cheapestLifetime(in: place, missing: anew)
    let least = reuse.costPerToken(keeping: best, in: place, missing: anew)
    for seconds in stride(from: 0.0, through: 700, by: 0.5) {
      let lifetime = Quantity(seconds, .seconds)
      let cost = reuse.costPerToken(keeping: lifetime, in: place, missing: anew)
      #expect(cost >= (1 - 1e-12) * least)
    }
  }
}
