import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct ScalingLawTests {
  /// Chinchilla's table 3: parameters, training FLOP, tokens.
  private static let table: [(parameters: Double, flop: Double, tokens: Double)] = [
    (400e6, 1.92e19, 8.0e9), (1e9, 1.21e20, 20.2e9), (10e9, 1.23e22, 205.1e9),
    (67e9, 5.76e23, 1.5e12), (175e9, 3.85e24, 3.7e12), (280e9, 9.90e24, 5.9e12),
    (520e9, 3.43e25, 11.0e12), (1e12, 1.27e26, 21.2e12), (10e12, 1.30e28, 216.2e12),
  ]

  @Test func tableThreeSpendsSixPerParameterAndTokenAtTwentyTokens() {
    for row in Self.table {
      let ours = ScalingLaw.Allocation(
        parameters: Quantity(row.parameters),
        tokens: Quantity(row.tokens, .tokens)
      )
      #expect((0.995...1.05).contains(ours.compute.value(in: .flop) / row.flop))
      #expect((20...22.4).contains(ours.tokensPerParameter.value(in: .tokens)))
    }
  }

  @Test func ruleOfTwentyFindsTableThreeWithinFivePercent() {
    for row in Self.table {
      let ours = RuleOfTwenty.optimum(compute: Quantity(row.flop, .flop))
      #expect(close(ours.parameters, Quantity(row.parameters), within: 0.05))
    }
  }

  @Test func refitTrainsChinchillaAsChinchillaWas() {
    let ours = ScalingLaw.besiroglu.optimum(compute: Quantity(5.76e23, .flop))
    #expect(close(ours.parameters, Quantity(70e9), within: 0.05))
    #expect(close(ours.tokens, Quantity(1.4e12, .tokens), within: 0.06))
  }

  @Test func printedFitAsksForFarMoreTokensThanThePapersRule() {
    let ours = ScalingLaw.hoffmann.optimum(compute: Quantity(5.76e23, .flop))
    #expect(ours.tokensPerParameter > Quantity(80, .tokens))
  }

  @Test(arguments: ScalingLaw.all)
  func optimumBeatsItsNeighboursOfTheSameCompute(law: ScalingLaw) {
    var numbers = SeededGenerator(seed: 6)
    for _ in 0..<100 {
      let compute = Quantity(numbers.magnitude(1e18...1e28), .flop)
      let best = law.optimum(compute: compute)
      #expect(close(best.compute, compute, within: 1e-9))
      let least = law.loss(parameters: best.parameters, tokens: best.tokens)
      for shift in [0.5, 0.9, 1.1, 2] {
        let other = law.loss(parameters: shift * best.parameters, tokens: best.tokens / shift)
        #expect(other > least)
      }
    }
  }

  @Test(arguments: ScalingLaw.all)
  func tokensAndParametersInvertTheLoss(law: ScalingLaw) throws {
    var numbers = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      let parameters = numbers.plain(1e8...1e12)
      let tokens = Quantity(numbers.magnitude(1e9...1e13), .tokens)
      let loss = law.loss(parameters: parameters, tokens: tokens)
      let text = try #require(law.tokens(toReach: loss, parameters: parameters))
      let size = try #require(law.parameters(toReach: loss, tokens: tokens))
      #expect(close(text, tokens, within: 1e-6))
      #expect(close(size, parameters, within: 1e-6))
    }
    #expect(law.tokens(toReach: law.irreducibleLoss.value, parameters: Quantity(1e12)) == nil)
  }
}
