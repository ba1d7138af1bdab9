import Quantities
import ServingMath
import Testing

@Suite struct SpeedTierTests {
  @Test(arguments: [
    (SpeedTier.opus46Fast, 15.0, 1.8, 2.8), (.codexFast54, 3, 1, 2),
    (.codexFast55, 3.75, 0.8333, 1.8333),
    (.opus5Fast, 5, 3, 4),
  ])
  func deductionMatchesTheTable(tier: SpeedTier, batches: Double, cache: Double, ceiling: Double) {
    #expect(close(tier.batchRatio, Quantity(batches)))
    #expect(close(tier.keyValueOverWeights, Quantity(cache)))
    #expect(close(tier.speedCeiling, Quantity(ceiling)))
  }

  @Test(arguments: SpeedTier.all)
  func modelReproducesPriceAndSpeed(tier: SpeedTier) {
    let standard = Quantity(1) + tier.keyValueOverWeights
    let fast = Quantity(1) + tier.keyValueOverWeights / tier.batchRatio
    #expect(close(standard / fast, tier.speedRatio.value, within: 1e-12))
    #expect(close(fast * tier.batchRatio / standard, tier.priceRatio.value, within: 1e-12))
  }

  @Test(arguments: SpeedTier.all)
  func noOfferBeatsItsCeiling(tier: SpeedTier) {
    #expect(tier.speedRatio.value < tier.speedCeiling)
  }
}

@Suite struct SparseAttentionTests {
  @Test func twoLevelSchemeReadsTwiceTheRoot() {
    let context = Quantity(200_000, .tokens)
    let least = SparseAttention.leastTwoLevelReads(context: context)
    #expect(least.value(in: .tokens).rounded() == 894)
    #expect((context / least).plain.rounded() == 224)
  }

  @Test func noOtherBlockSizeReadsLess() {
    let context = Quantity(200_000, .tokens)
    let least = SparseAttention.leastTwoLevelReads(context: context)
    for block in [1.0, 64, 400, 447, 448, 1000, 200_000] {
      #expect(
        SparseAttention.twoLevelReads(context: context, block: Quantity(block, .tokens))
          >= (1 - 1e-12) * least
      )
    }
  }

  @Test func statedFiguresAreThoseOfTheShape() {
    let indexer = Model.deepSeekV32.attention.indexer
    #expect(indexer.map { Quantity($0.chosen, .tokens) } == SparseAttention.deepSeekChosen.value)
    #expect(
      indexer.map { Quantity($0.cachedBytesPerToken, .bytesPerToken) }
        == SparseAttention.deepSeekIndexKey.value
    )
  }

  @Test func indexerKeepsDeepSeekLinearInTheContext() {
    let reads = [100e3, 200e3, 400e3].map {
      SparseAttention.deepSeekReads(context: Quantity($0, .tokens))
    }
    let first = reads[1] - reads[0]
    #expect(close(first, Quantity(100_000 * 61 * 132, .bytes), within: 1e-9))
    #expect(close(reads[2] - reads[1], 2 * first, within: 1e-9))
  }
}

@Suite struct TrafficTests {
  @Test func monthlyTokensPerSecond() {
    let millions = Traffic.googlePerSecond.map {
      ($0.value.value(in: .tokensPerSecond) / 1e6).rounded()
    }
    #expect(millions == [185, 378, 502, 1235])
  }

  @Test func sequencesInFlight() {
    let flight = DeepSeekProduction.sequencesInFlight
    #expect(
      flight.lowerBound.formatted(.decimals(0)) == "12,109"
        && flight.upperBound.formatted(.decimals(0)) == "13,320"
    )
  }
}
