import Quantities
import ServingMath
import Testing

@Suite struct PriceListTests {
  /// The printed ratios of output to input and of uncached to cached input.
  @Test(arguments: [
    (PriceList.gpt4o, 4.0, 2.0), (.gpt41, 4, 4), (.gpt5, 8, 10), (.gpt52, 8, 10), (.gpt54, 6, 10),
    (.gpt55, 6, 10), (.gpt56, 6, 10), (.gemini25Pro, 8, 10), (.gemini3Pro, 6, 10),
    (.gemini31Pro, 6, 10), (.claudeOpus41, 5, 10), (.claudeOpus46, 5, 10), (.claudeHaiku45, 5, 10),
    (.claudeFable5, 5, 10), (.grok43, 2, 6.25), (.grok45, 3, 6.67), (.kimiK2, 4.17, 4),
  ])
  func ratiosAreThePrintedOnes(list: PriceList, output: Double, cached: Double) throws {
    #expect(close(list.outputOverInput, Quantity(output), within: 0.001))
    #expect(close(try #require(list.uncachedOverCached), Quantity(cached), within: 0.001))
  }

  /// Beyond the threshold: +100 % on input and +50 % on output, except at xAI.
  @Test(arguments: [
    (PriceList.gemini25Pro, 200.0, 0.5), (.gemini3Pro, 200, 0.5), (.gemini31Pro, 200, 0.5),
    (.gpt54, 272, 0.5), (.gpt55, 272, 0.5), (.gpt56, 272, 0.5), (.claudeSonnet45, 200, 0.5),
    (.grok4, 128, 1), (.grok43, 200, 1), (.grok45, 200, 1),
  ])
  func longContextsCostThePrintedSurcharge(
    list: PriceList,
    kilotokens: Double,
    output: Double
  ) throws {
    let threshold = try #require(list.longContext).threshold.value
    #expect(threshold == Quantity(kilotokens, .kilotokens))
    #expect(close(try #require(list.longInputSurcharge), Quantity(1), within: 1e-9))
    #expect(close(try #require(list.longOutputSurcharge), Quantity(output), within: 1e-9))
  }

  @Test(arguments: [
    (PriceList.claudeOpus46, 6.0), (.claudeOpus48, 2), (.gpt54, 2), (.gpt55, 2.5),
  ])
  func fasterTiersCostThePrintedMultiple(list: PriceList, multiple: Double) throws {
    #expect(close(try #require(list.fastOverStandard), Quantity(multiple), within: 1e-9))
  }

  @Test func turboCostsThePrintedMultipleOfPlainKimi() {
    let ratio = PriceList.kimiK2Turbo.output.value / PriceList.kimiK2.output.value
    #expect(close(ratio, Quantity(3.2), within: 1e-9))
  }

  @Test func sourcesThatDisagreeAreBothKept() throws {
    let lists = PriceList.all.filter { $0.model == "DeepSeek-V4 Flash" }
    #expect(lists.count == 2)
    let prices = try lists.map { try #require($0.cachedInput) }
    #expect(prices[0].source.key != prices[1].source.key)
    #expect(close(prices[0].value / prices[1].value, Quantity(10), within: 1e-9))
  }

  @Test func everyRowIsToldApart() {
    let names = PriceList.all.map(\.description)
    #expect(Set(names).count == names.count)
    #expect(names.count == 38)
  }

  @Test(arguments: PriceList.anthropic)
  func cacheWritesAreTheVendorsMultiples(list: PriceList) {
    #expect(list.cacheWrites.count == 2)
    let multiples = [PromptCachePricing.claude5Minutes, .claude1Hour]
    for (write, pricing) in zip(list.cacheWrites, multiples) {
      #expect(write.lifetime == pricing.lifetime?.value)
      let expected = list.input.value * pricing.writeMultiplier.value
      #expect(close(write.price.value, expected, within: 1e-12))
    }
  }

  @Test func opusWritesCostWhatTheLectureReadsOut() throws {
    // C182: base $5, five-minute write $6.25.
    let list = PriceList.claudeOpus46
    #expect(list.input.value == Quantity(5, .dollarsPerMegatoken))
    let write = try #require(list.cacheWrites.first)
    #expect(write.price.value == Quantity(6.25, .dollarsPerMegatoken))
  }

  @Test func wholeRequestIsBilledAtTheTierOfItsPrompt() {
    let answer = Quantity(1000, .tokens)
    let list = PriceList.gemini31Pro
    let short = list.cost(prompt: Quantity(200_000, .tokens), answer: answer)
    #expect(close(short, Quantity(0.2 * 2 + 0.001 * 12, .dollars), within: 1e-12))
    let long = list.cost(prompt: Quantity(250_000, .tokens), answer: answer)
    #expect(close(long, Quantity(0.25 * 4 + 0.001 * 18, .dollars), within: 1e-12))
    let cached = list.cost(
      prompt: Quantity(250_000, .tokens),
      cached: Quantity(200_000, .tokens),
      answer: answer
    )
    #expect(close(cached, Quantity(0.05 * 4 + 0.2 * 0.4 + 0.018, .dollars), within: 1e-12))
  }

  @Test func tokensWithoutACachePriceCostWhatOthersDo() {
    let prompt = Quantity(1, .megatokens)
    let answer = Quantity(0, .tokens)
    let list = PriceList.miniMaxM2
    #expect(list.uncachedOverCached == nil)
    #expect(
      list.cost(prompt: prompt, cached: prompt, answer: answer)
        == list.cost(prompt: prompt, answer: answer)
    )
  }
}
