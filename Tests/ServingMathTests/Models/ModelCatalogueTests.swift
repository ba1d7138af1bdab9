import Quantities
import ServingMath
import Testing

/// Every model against the counts that its published configuration gives.
@Suite struct ModelCatalogueTests {
  @Test(arguments: [
    (Model.llama8B, 8_030_261_248), (.llama70B, 70_553_706_496), (.llama405B, 405_853_388_800),
    (.gemma27B, 27_009_346_304), (.gpt3, 174_604_259_328), (.paLM540B, 540_356_474_880),
    (.paLM540BPadded, 558_173_878_272), (.paLM62B, 62_495_662_080),
    (.paLM8B, 8_632_012_800),
    (.mixtral8x7B, 46_702_792_704), (.qwen30B, 30_532_122_624), (.qwen235B, 235_093_634_560),
    (.gptOSS20B, 20_914_757_184), (.gptOSS120B, 116_829_156_672), (.maverick, 400_711_848_960),
    (.miniMaxM1, 456_089_655_296), (.miniMaxM2, 228_689_764_864), (.glm45, 352_797_829_024),
    (.glm45Air, 106_852_251_264), (.deepSeekV3, 671_026_419_200), (.deepSeekV32, 671_877_944_064),
    (.kimiK2, 1_026_408_232_448), (.glm5, 743_911_218_432),
  ])
  func totalsAreExact(model: Model, total: Int) {
    #expect(model.parameters == total, "\(model.name)")
  }

  /// In billions, with the digits of the table and by the convention that it names.
  @Test(arguments: [
    (Model.mixtral8x7B, ActiveConvention.bothEmbeddings, 12.880, 3),
    (.qwen30B, .bothEmbeddings, 3.353, 3), (.qwen235B, .bothEmbeddings, 22.191, 3),
    (.gptOSS20B, .outputHeadOnly, 3.608, 3), (.gptOSS120B, .outputHeadOnly, 5.133, 3),
    (.maverick, .bothEmbeddings, 17.185, 3), (.miniMaxM1, .bothEmbeddings, 48.40, 2),
    (.miniMaxM1, .noEmbeddings, 45.94, 2), (.miniMaxM2, .bothEmbeddings, 11.03, 2),
    (.miniMaxM2, .noEmbeddings, 9.80, 2), (.glm45, .bothEmbeddings, 33.63, 2),
    (.glm45, .noEmbeddings, 32.1, 1), (.glm45Air, .bothEmbeddings, 13.42, 2),
    (.deepSeekV3, .bothEmbeddings, 37.55, 2), (.deepSeekV3, .outputHeadOnly, 36.63, 2),
    (.deepSeekV32, .bothEmbeddings, 38.40, 2), (.kimiK2, .bothEmbeddings, 32.86, 2),
    (.glm5, .bothEmbeddings, 41.78, 2), (.glm5, .noEmbeddings, 39.9, 1),
  ])
  func activeCountsFollowTheirConvention(
    model: Model,
    convention: ActiveConvention,
    billions: Double,
    decimals: Int
  ) {
    let active = Double(model.config.parameters.active(convention)) / 1e9
    let half = [0.05, 0.005, 0.0005][decimals - 1]
    #expect(abs(active - billions) <= half * 1.000_001, "\(model.name): \(active)")
  }

  @Test(arguments: [
    (Model.llama8B, 131_072.0, 131_072.0), (.llama70B, 327_680, 327_680),
    (.llama405B, 516_096, 516_096), (.gemma27B, 507_904, 81_920), (.gpt3, 4_718_592, 4_718_592),
    (.paLM540B, 120_832, 120_832), (.paLM62B, 65_536, 65_536), (.mixtral8x7B, 131_072, 131_072),
    (.qwen30B, 98_304, 98_304), (.qwen235B, 192_512, 192_512), (.gptOSS20B, 49_152, 24_576),
    (.gptOSS120B, 73_728, 36_864), (.maverick, 196_608, 49_152), (.miniMaxM1, 40_960, 40_960),
    (.miniMaxM2, 253_952, 253_952), (.glm45, 376_832, 376_832), (.glm45Air, 188_416, 188_416),
    (.deepSeekV3, 70_272, 70_272), (.deepSeekV32, 70_272, 70_272), (.kimiK2, 70_272, 70_272),
    (.glm5, 89_856, 89_856),
  ])
  func cachePerTokenIsExact(model: Model, full: Double, tail: Double) {
    let config = model.config
    #expect(config.keyValueBytesPerToken(.bf16) == Quantity(full, .bytesPerToken))
    #expect(config.keyValueTailBytesPerToken(.bf16) == Quantity(tail, .bytesPerToken))
    #expect(config.keyValueBytesPerToken(.fp8) == Quantity(full / 2, .bytesPerToken))
  }

  /// In decimal gigabytes at 131,072 tokens, to the printed digit.
  @Test(arguments: [
    (Model.llama405B, 67.6), (.glm45, 49.4), (.llama70B, 42.9), (.miniMaxM2, 33.3),
    (.qwen235B, 25.2), (.gemma27B, 11.2), (.deepSeekV3, 9.2), (.kimiK2, 9.2), (.maverick, 7.7),
    (.gptOSS120B, 4.8),
  ])
  func cacheOfALongContext(model: Model, gigabytes: Double) {
    let bytes = model.config.keyValueBytes(context: 131_072, .bf16)
    #expect((bytes.value(in: .gigabytes) * 10).rounded() == (gigabytes * 10).rounded())
  }

  /// Sizes that unslothai/unsloth#4757 gives for the caches that calculators get wrong.
  @Test(arguments: [
    (Model.gemma27B, 131_072, 10.41), (.deepSeekV3, 163_840, 10.72), (.kimiK2, 262_144, 17.16),
  ])
  func cachesThatCalculatorsGetWrong(model: Model, context: Int, gibibytes: Double) {
    let bytes = model.config.keyValueBytes(context: context, .bf16)
    #expect(close(bytes, Quantity(gibibytes, .gibibytes), within: 1e-3), "\(model.name)")
  }

  @Test(arguments: Model.all)
  func publishedTotalsAreTheExactOnesRounded(model: Model) {
    let error = (model.publishedTotal.value / Quantity(model.parameters)).plain - 1
    // Published totals of these four count other parts, or are rounded more coarsely.
    let loose = ["Kimi-K2": 0.014, "MiniMax-M2": 0.007, "GLM-4.5": 0.007, "GLM-4.5-Air": 0.009]
    #expect(abs(error) <= loose[model.name] ?? 0.0025, "\(model.name): \(error)")
  }
}

@Suite struct CacheLawTests {
  @Test(arguments: Model.all)
  func cacheGrowsByItsRatesBelowAndAboveTheWindows(model: Model) {
    let config = model.config
    let index = config.indexBytesPerToken
    for (context, rate) in [
      (100, config.keyValueBytesPerToken(.bf16)),
      (500_000, config.keyValueTailBytesPerToken(.bf16)),
    ] {
      let step =
        config.keyValueBytes(context: context + 1, .bf16)
        - config.keyValueBytes(context: context, .bf16)
      #expect(step == (rate + index) * Quantity(1, .tokens), "\(model.name) at \(context)")
    }
  }

  @Test(arguments: Model.all)
  func noTokenReadsMoreThanIsKept(model: Model) {
    for context in [1, 100, 4096, 200_000] {
      let kept = model.config.keyValueBytes(context: context, .fp8)
      #expect(model.config.keyValueBytesRead(context: context, .fp8) <= kept, "\(model.name)")
    }
  }

  @Test(arguments: Model.all)
  func partsSumToTheWhole(model: Model) {
    let count = model.config.parameters
    #expect(
      count.active(.bothEmbeddings) - count.active(.noEmbeddings) == count.total
        - count.trunk - count.routedExperts
    )
    #expect(count.chosenExperts <= count.routedExperts)
    #expect(model.config.weightBytes() <= Quantity(2 * Double(count.total), .bytes))
  }

  @Test func indexerReadsTheIndexAndTheChosenTokens() {
    let read = Model.deepSeekV32.config.keyValueBytesRead(context: 100_000, .bf16)
    #expect(read == Quantity(8052.0 * 100_000 + 2048 * 70_272, .bytes))
  }

  @Test func linearLayersKeepAFixedState() {
    let config = Model.miniMaxM1.config
    #expect(config.stateBytes(.bf16) == Quantity(70.0 * 64 * 128 * 128 * 2, .bytes))
    #expect(config.keyValueBytes(context: 0, .bf16) == config.stateBytes(.bf16))
  }

  @Test func sharedCacheIsKeptOnceAndReadByEachLayer() {
    let heads = Attention.Heads.grouped(queryHeads: 8, keyValueHeads: 2, headDimension: 64)
    let layers = [false, true].map {
      TransformerConfig.Layer(
        Attention(heads, sharesCache: $0),
        .dense(width: 512),
        normParameters: 0
      )
    }
    let config = TransformerConfig(hiddenSize: 512, vocabularySize: 100, layers: layers)
    #expect(config.keyValueBytes(context: 10, .fp8) == Quantity(10 * 256, .bytes))
    #expect(config.keyValueBytesRead(context: 10, .fp8) == Quantity(2 * 10 * 256, .bytes))
  }
}
