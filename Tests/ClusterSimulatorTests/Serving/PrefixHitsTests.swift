import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct MooncakeHitRateTests {
  /// The published ideal rates are shares of the prompts' tokens, the last block of a prompt counted with as
  /// many as it has; of blocks, or of full blocks, they would be others.
  @Test func conversationIs37Point4PerCent() throws {
    let hits = try TraceFiles.mooncakeConversation().idealCacheHits
    #expect(hits.tokens == 54_098_411 && hits.promptTokens == 144_793_823)
    #expect(hits.blocks == 105_710 && hits.promptBlocks == 288_500)
    #expect(hits.rate.formatted(in: .percent) == "37.4%")
    #expect(hits.blockRate.formatted(in: .percent) == "36.6%")
  }

  @Test func syntheticIs65Point1PerCent() throws {
    let hits = try TraceFiles.mooncakeSynthetic().idealCacheHits
    #expect(hits.tokens == 39_852_661 && hits.promptTokens == 61_194_628)
    #expect(hits.blocks == 77_953 && hits.promptBlocks == 121_877)
    #expect(hits.rate.formatted(in: .percent) == "65.1%")
    #expect(hits.blockRate.formatted(in: .percent) == "64.0%")
  }

  @Test func largerCachesFindMoreUpToTheIdeal() throws {
    for trace in [try TraceFiles.mooncakeConversation(), try TraceFiles.mooncakeSynthetic()] {
      let ideal = trace.idealCacheHits
      var last = -1
      for capacity in [0, 1, 10, 100, 1000, 5000, 20_000, 50_000, 100_000, 200_000] {
        let hits = trace.cacheHits(tiers: [capacity])
        #expect(hits.tokens >= last && hits.tokens <= ideal.tokens)
        last = hits.tokens
      }
      // 182,790 and 43,924 blocks are all that there are.
      #expect(last == ideal.tokens)
    }
  }

  @Test func tiersAreOneCacheCutIntoParts() throws {
    let trace = try TraceFiles.mooncakeConversation()
    let parts = trace.cacheHits(tiers: [1000, 9000, 40_000])
    let sums = [1000, 10_000, 50_000].map { trace.cacheHits(tiers: [$0]).tokens }
    let found = parts.tiers.map(\.tokens)
    #expect([found[0], found[0] + found[1], found[0] + found[1] + found[2]] == sums)
    #expect(found.allSatisfy { $0 > 0 } && parts.tokens == sums[2])
  }
}

@Suite struct PrefixCacheLawTests {
  /// The plain version: one array of names, the latest used first, cut into tiers by position.
  private func plainHits(_ trace: RequestTrace, _ capacities: [Int]) -> [Int] {
    var order: [Int] = []
    var tokens = Array(repeating: 0, count: capacities.count)
    for request in trace {
      for (number, name) in request.blocks.enumerated() {
        guard let position = order.firstIndex(of: name) else { break }
        var tier = 0
        var end = capacities[0]
        while position >= end {
          tier += 1
          end += capacities[tier]
        }
        tokens[tier] += min(8, request.promptTokens - number * 8)
      }
      for name in request.blocks.reversed() {
        order.removeAll { $0 == name }
        order.insert(name, at: 0)
      }
      order = Array(order.prefix(capacities.reduce(0, +)))
    }
    return tokens
  }

  @Test(
    arguments: [[5], [1], [40], [3, 7], [10, 0, 30], [2, 20, 100], [0, 5]],
    [1, 2, 3] as [UInt64]
  )
  func findsWhatThePlainListFinds(capacities: [Int], seed: UInt64) {
    let trace = RequestTrace.branching(seed: seed)
    let hits = trace.cacheHits(tiers: capacities.map { $0 })
    #expect(hits.tiers.map(\.tokens) == plainHits(trace, capacities))
  }

  @Test func tracesWithoutNamesFindNothing() throws {
    let hits = try TraceFiles.azureConversation().idealCacheHits
    #expect(hits.tokens == 0 && hits.promptBlocks == 0)
    #expect(hits.rate == Quantity(0) && hits.blockRate == Quantity(0))
  }
}
