import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct PromptCachePricingTests {
  /// Companion table, X12: 0.28 and 1.11 reuses, so the first hit and the second.
  @Test(arguments: [
    (PromptCachePricing.claude5Minutes, 0.28, 1), (.claude1Hour, 1.11, 2), (.openAI, 0, 1),
    (.deepSeekLaunch, 0, 1), (.kimi, 0, 1),
  ])
  func paysAfterThePrintedReuses(pricing: PromptCachePricing, reuses: Double, first: Int) {
    #expect(abs(pricing.breakEvenReuses - Quantity(reuses)) < Quantity(0.005))
    #expect(pricing.firstPayingReuse == first)
  }

  @Test(arguments: PromptCachePricing.all)
  func breakEvenIsExact(pricing: PromptCachePricing) {
    let input = Quantity(5, .dollarsPerMegatoken)
    let even = pricing.breakEvenReuses
    let cached = pricing.cost(reuses: even, input: input)
    #expect(close(cached, pricing.costWithout(reuses: even, input: input), within: 1e-12))
  }

  @Test(arguments: PromptCachePricing.all)
  func firstPayingReuseIsTheFirstThatPays(pricing: PromptCachePricing) {
    let input = Quantity(3, .dollarsPerMegatoken)
    func saves(_ reuses: Int) -> Bool {
      let reuses = Quantity(Double(reuses))
      return pricing.cost(reuses: reuses, input: input)
        < pricing.costWithout(reuses: reuses, input: input)
    }
    #expect(saves(pricing.firstPayingReuse))
    #expect(!saves(pricing.firstPayingReuse - 1))
  }

  @Test(arguments: 1...UInt64(20))
  func breakEvenIsExactForAnyMultipliers(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let source = PromptCachePricing.claude1Hour.writeMultiplier
    let pricing = PromptCachePricing(
      "drawn",
      writeMultiplier: source.map { _ in Quantity(.random(in: 1...3, using: &random)) },
      readMultiplier: source.map { _ in Quantity(.random(in: 0...0.9, using: &random)) }
    )
    let input = Quantity(.random(in: 0.1...20, using: &random), .dollarsPerMegatoken)
    let even = pricing.breakEvenReuses
    let more = even + Quantity(0.01)
    let cached = pricing.cost(reuses: even, input: input)
    #expect(close(cached, pricing.costWithout(reuses: even, input: input), within: 1e-12))
    #expect(
      pricing.cost(reuses: more, input: input) < pricing.costWithout(reuses: more, input: input)
    )
  }

  @Test func oneHitOfOpusCostsWhatTheListSays() {
    // $6.25 to write and $0.50 to read, against twice $5.
    let input = Quantity(5, .dollarsPerMegatoken)
    let pricing = PromptCachePricing.claude5Minutes
    let cached = pricing.cost(reuses: Quantity(1), input: input)
    #expect(close(cached, Quantity(6.75, .dollarsPerMegatoken), within: 1e-12))
    let plain = pricing.costWithout(reuses: Quantity(1), input: input)
    #expect(close(plain, Quantity(10, .dollarsPerMegatoken), within: 1e-12))
  }

  @Test func storageEatsUpOneReuseInTwentyFourMinutes() throws {
    // ($2.00 − $0.20) saved over $4.50 an hour.
    let input = PriceList.gemini31Pro.input.value
    let time = try #require(
      PromptCachePricing.gemini.breakEvenTime(reuses: Quantity(1), input: input)
    )
    #expect(close(time, Quantity(24, .minutes), within: 1e-9))
    let kept = PromptCachePricing.gemini.cost(reuses: Quantity(1), input: input, keptFor: time)
    let plain = PromptCachePricing.gemini.costWithout(reuses: Quantity(1), input: input)
    #expect(close(kept, plain, within: 1e-12))
  }

  @Test func storageIsOnlyAskedAboutWhereItIsCharged() {
    let input = Quantity(5, .dollarsPerMegatoken)
    let none = PromptCachePricing.claude1Hour.breakEvenTime(reuses: Quantity(3), input: input)
    #expect(none == nil)
    let unused = PromptCachePricing.gemini.breakEvenTime(reuses: Quantity(0), input: input)
    #expect(unused == Quantity(0, .seconds))
  }
}
