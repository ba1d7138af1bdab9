import Quantities
import ServingMath
import TestSupport
import Testing

/// The serving runs of arXiv 2211.05102 on TPU v4: 275 TFLOP/s and 32 GiB a chip.
@Suite struct PopeTests {
  struct Run: Sendable {
    let parameters: Double
    let chips: Int
    let batch: Int
    let tokensEach: Int
    let seconds: Double
    let percent: Double
  }

  /// Tables 2 and 3: prompts of 2,048 tokens in prefill, 64 generated tokens in decode.
  static let runs = [
    Run(parameters: 540.35e9, chips: 64, batch: 1, tokensEach: 2048, seconds: 0.29, percent: 43),
    Run(parameters: 540.35e9, chips: 64, batch: 64, tokensEach: 64, seconds: 1.82, percent: 14),
    Run(parameters: 540.35e9, chips: 64, batch: 512, tokensEach: 2048, seconds: 85.2, percent: 76),
    Run(parameters: 540.35e9, chips: 64, batch: 512, tokensEach: 64, seconds: 6.0, percent: 33),
    Run(parameters: 62.50e9, chips: 16, batch: 1, tokensEach: 2048, seconds: 0.16, percent: 36),
    Run(parameters: 62.50e9, chips: 16, batch: 32, tokensEach: 64, seconds: 0.73, percent: 8),
    Run(parameters: 62.50e9, chips: 32, batch: 512, tokensEach: 2048, seconds: 20.2, percent: 73),
    Run(parameters: 62.50e9, chips: 8, batch: 512, tokensEach: 64, seconds: 5.1, percent: 37),
  ]

  @Test(arguments: runs)
  func servingUtilisationMeetsThePrintedColumn(run: Run) {
    let measured = ModelFlopUtilisation(
      tokens: Quantity(Double(run.batch * run.tokensEach), .tokens),
      chips: run.chips,
      time: Quantity(run.seconds, .seconds),
      peak: Quantity(275, .teraflopPerSecond)
    )
    let percent = measured.serving(parameters: Quantity(run.parameters)).value(in: .percent)
    #expect(abs(percent - run.percent) < 1)
  }

  struct Limit: Sendable {
    let heads: Int
    let headDimension: Int
    let sharding: CacheCapacity.Sharding
    let batch: Int
    let tokens: Double
  }

  /// Table 1 for PaLM's 118 layers; the multihead variant has its 48 heads with half the dimension.
  static let limits = [
    Limit(heads: 48, headDimension: 128, sharding: .heads, batch: 128, tokens: 1320),
    Limit(heads: 48, headDimension: 128, sharding: .heads, batch: 512, tokens: 330),
    Limit(heads: 1, headDimension: 256, sharding: .heads, batch: 128, tokens: 660),
    Limit(heads: 1, headDimension: 256, sharding: .heads, batch: 512, tokens: 165),
    Limit(heads: 1, headDimension: 256, sharding: .batch, batch: 128, tokens: 43_000),
    Limit(heads: 1, headDimension: 256, sharding: .batch, batch: 512, tokens: 10_700),
  ]

  private static func longest(_ limit: Limit) -> Double {
    CacheCapacity(
      layers: 118,
      keyValueHeads: limit.heads,
      headDimension: limit.headDimension
    ).longestContext(
      batch: limit.batch,
      chips: 64,
      memory: Quantity(32, .gibibytes),
      share: Quantity(30, .percent),
      sharding: limit.sharding
    ).value(in: .tokens)
  }

  /// The four head-sharded rows are one number: the context of the multihead model at the larger batch,
  /// rounded to two digits, times the ratios of heads and batches.
  @Test func headShardedContextsMeetThePrintedDigits() {
    let unit = (Self.longest(Self.limits[1]) / 10).rounded() * 10
    for limit in Self.limits.prefix(4) {
      let ratio = Self.longest(limit) / Self.longest(Self.limits[1])
      #expect(abs(ratio * unit - limit.tokens) < 1e-6)
    }
  }

  @Test func batchShardedContextsMeetThePrintedDigits() {
    #expect((Self.longest(Self.limits[4]) / 1000).rounded() == 43)
    #expect((Self.longest(Self.limits[5]) / 100).rounded() == 107)
  }

  @Test(arguments: [UInt64(14)])
  func shardingByHeadsHelpsOnlyUpToTheHeads(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let heads = Int.random(in: 1...64, using: &numbers)
      let cache = CacheCapacity(layers: 80, keyValueHeads: heads, headDimension: 128)
      let batch = 64 * Int.random(in: 1...8, using: &numbers)
      func bytes(_ chips: Int, _ sharding: CacheCapacity.Sharding) -> Quantity {
        cache.bytesPerChipAndToken(batch: batch, chips: chips, sharding: sharding)
      }
      #expect(bytes(heads, .heads) == bytes(64 + heads, .heads))
      #expect(bytes(1, .heads) == bytes(1, .batch))
      #expect(bytes(64, .batch) <= bytes(64, .heads))
    }
  }
}
