import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct LifetimeServedTests {
  @Test(arguments: ScalingLaw.all)
  func servedTokensTurnTheOptimumRound(law: ScalingLaw) throws {
    var numbers = SeededGenerator(seed: 31)
    for _ in 0..<60 {
      let served = Quantity(numbers.magnitude(1e11...1e16), .tokens)
      let penalty = numbers.plain(1...5)
      let question = LifetimeOptimum(law, servedTokens: served, servingPenalty: penalty)
      let best = question.optimum(parameters: numbers.plain(1e9...1e12))
      let found = try #require(
        LifetimeOptimum.servedTokens(justifying: best, under: law, servingPenalty: penalty)
      )
      #expect(close(found, served, within: 1e-6))
    }
  }

  @Test(arguments: ScalingLaw.all)
  func textBelowTheTrainingOptimumIsJustifiedByNoTraffic(law: ScalingLaw) {
    let best = law.optimum(compute: Quantity(1e24, .flop))
    let starved = ScalingLaw.Allocation(parameters: best.parameters, tokens: 0.9 * best.tokens)
    #expect(LifetimeOptimum.servedTokens(justifying: starved, under: law) == nil)
  }

  @Test func trainingShareIsOneWithoutServingAndAHalfAtEqualCosts() throws {
    let law = ScalingLaw.besiroglu
    let model = ScalingLaw.Allocation(
      parameters: Quantity(100e9),
      tokens: Quantity(10e12, .tokens)
    )
    let unserved = LifetimeOptimum(law, servedTokens: Quantity(0, .tokens))
    #expect(unserved.trainingShare(model) == Quantity(1))
    let served = LifetimeOptimum(
      law,
      servedTokens: Quantity(10e12, .tokens),
      servingPenalty: Quantity(3)
    )
    #expect(close(served.trainingShare(model), Quantity(0.5), within: 1e-12))
  }

  /// At the optimum the share is the ratio of what a percent of text and a percent of size take off the
  /// loss: the reason for shares of one order, and their limit.
  @Test(arguments: ScalingLaw.all)
  func shareAtTheOptimumIsTheExchangeRateOfTextForSize(law: ScalingLaw) throws {
    for served in [1e12, 2e14, 1e16] {
      let question = LifetimeOptimum(law, servedTokens: Quantity(served, .tokens))
      let best = question.optimum(parameters: Quantity(100e9))
      let loss = law.loss(parameters: best.parameters, tokens: best.tokens)
      let up = try #require(law.parameters(toReach: loss, tokens: 1.0001 * best.tokens))
      let rate = (Quantity(1) - up / best.parameters) / 0.0001
      #expect(close(question.trainingShare(best), rate, within: 1e-3))
    }
  }
}

@Suite struct ChinchillaTests {
  @Test func chinchillaHasTwentyTokensAParameter() {
    #expect(close(Chinchilla.allocation.tokensPerParameter, Quantity(20, .tokens), within: 1e-12))
  }

  @Test(arguments: [0.5, 20, 400])
  func sameComputeKeepsTheArithmeticAndMeetsTheRatio(ratio: Double) {
    let start = Chinchilla.allocation
    let other = start.sameCompute(tokensPerParameter: Quantity(ratio, .tokens))
    #expect(close(other.compute, start.compute, within: 1e-12))
    #expect(close(other.tokensPerParameter, Quantity(ratio, .tokens), within: 1e-12))
  }
}
