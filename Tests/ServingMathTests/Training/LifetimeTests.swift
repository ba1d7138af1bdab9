import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct LifetimeTests {
  private static let hundredBillion = Quantity(100e9)
  private static let served = Quantity(200e12, .tokens)

  @Test(arguments: [
    ("Hoffmann", 1.0, 88.0, 44.0, 1.32), ("Hoffmann", 3, 177, 88, 0.88),
    ("Besiroglu", 1, 34, 17, 0.52), ("Besiroglu", 3, 71, 35, 0.35),
  ])
  func optimumAtFixedLossIsWithinThreeOfEqualCosts(
    fit: String,
    penalty: Double,
    trillions: Double,
    overtraining: Double,
    ratio: Double
  ) throws {
    let law = try #require(ScalingLaw.all.first { $0.name == fit })
    let question = LifetimeOptimum(
      law,
      servedTokens: Self.served,
      servingPenalty: Quantity(penalty)
    )
    let best = question.optimum(parameters: Self.hundredBillion)
    #expect(abs(best.tokens.value(in: .tokens) / 1e12 - trillions) < 0.5)
    let times = RuleOfTwenty.overtraining(parameters: best.parameters, tokens: best.tokens)
    #expect(abs(times.plain - overtraining) < 0.6)
    #expect(abs(question.trainingToServing(best).plain - ratio) < 0.006)
  }

  @Test(arguments: ScalingLaw.all)
  func optimumOfALossBeatsItsNeighboursAndMeetsTheOptimumOfItsSize(law: ScalingLaw) throws {
    var numbers = SeededGenerator(seed: 8)
    for _ in 0..<40 {
      let question = LifetimeOptimum(
        law,
        servedTokens: Quantity(numbers.magnitude(1e10...1e16), .tokens),
        servingPenalty: numbers.plain(1...5)
      )
      let start = question.optimum(parameters: numbers.plain(1e8...1e12))
      let loss = law.loss(parameters: start.parameters, tokens: start.tokens)
      let best = question.optimum(loss: loss)
      #expect(close(best.parameters, start.parameters, within: 1e-4))
      #expect(close(best.tokens, start.tokens, within: 1e-4))
      for shift in [0.7, 0.95, 1.05, 1.5] {
        let size = shift * start.parameters
        guard let text = law.tokens(toReach: loss, parameters: size) else { continue }
        let other = ScalingLaw.Allocation(parameters: size, tokens: text)
        #expect(question.cost(other) > question.cost(start))
      }
    }
  }

  @Test(arguments: ScalingLaw.all)
  func withoutServingTheOptimumIsTheComputeOptimum(law: ScalingLaw) {
    let question = LifetimeOptimum(law, servedTokens: Quantity(0, .tokens))
    let ours = question.optimum(parameters: Quantity(70e9))
    let plain = law.optimum(compute: ours.compute)
    #expect(close(ours.parameters, plain.parameters, within: 1e-9))
  }

  @Test(arguments: ScalingLaw.all)
  func equalCostsAreNeverCheaperAndSeldomMuchDearer(law: ScalingLaw) throws {
    for penalty in [1.0, 3] {
      let question = LifetimeOptimum(
        law,
        servedTokens: Self.served,
        servingPenalty: Quantity(penalty)
      )
      let best = question.optimum(parameters: Self.hundredBillion)
      let loss = law.loss(parameters: best.parameters, tokens: best.tokens)
      let equal = try #require(question.equalised(loss: loss))
      #expect(close(question.trainingToServing(equal), Quantity(1), within: 1e-12))
      let ratio = (question.cost(equal) / question.cost(best)).plain
      #expect(ratio > 1 && ratio < 1.2)
    }
  }

  @Test(arguments: [
    (2.0, 1.0 / 3, 1.0, 1.0), (3.0, 1.0 / 3, 1.5, 1.0), (6.0, 1.0 / 3, 3.0, 1.0),
    (3.0, 0.3, 1.67, 1.11),
  ])
  func equalisedCoefficientsAreTheBoards(
    work: Double,
    utilisation: Double,
    reinforcement: Double,
    serving: Double
  ) {
    let terms = LifetimeCompute.Terms(
      reinforcementWork: Quantity(work),
      relativeUtilisation: Quantity(utilisation)
    )
    #expect(abs(terms.reinforcementWeight.plain - reinforcement) < 0.005)
    #expect(abs(terms.servingWeight.plain - serving) < 0.005)
    let life = LifetimeCompute.equalised(
      parameters: Self.hundredBillion,
      servedTokens: Self.served,
      terms: terms
    )
    #expect(close(life.preTraining, life.reinforcement, within: 1e-12))
    #expect(close(life.preTraining, life.serving, within: 1e-12))
    #expect(close(life.total, 3 * life.serving, within: 1e-12))
  }

  @Test func boardTrainsAsManyTokensAsItServesAndAHundredTimesChinchilla() {
    let life = LifetimeCompute.equalised(
      parameters: Self.hundredBillion,
      servedTokens: Self.served
    )
    #expect(close(life.preTrainingTokens, Self.served, within: 1e-12))
    #expect(close(life.reinforcementTokens / Self.served, Quantity(2.0 / 3), within: 1e-12))
    #expect(close(life.overtraining, Quantity(100), within: 1e-12))
    #expect(close(life.preTraining, Quantity(6 * 1e11 * 2e14, .flop), within: 1e-12))
  }

  @Test(arguments: [(5e8, 2.592e15), (5e7, 2.592e14)])
  func twoMonthsOfTokensAreServed(rate: Double, tokens: Double) {
    let ours = LifetimeCompute.servedTokens(
      rate: Quantity(rate, .tokensPerSecond),
      over: Quantity(2, .months)
    )
    #expect(close(ours, Quantity(tokens, .tokens), within: 1e-12))
  }

  @Test func rlMayCostFromAThirdToAllOfAPreTrainingToken() {
    for (work, flop) in [(2.0, 2e11), (6, 6e11)] {
      let life = LifetimeCompute(
        parameters: Self.hundredBillion,
        preTrainingTokens: Quantity(1, .tokens),
        reinforcementTokens: Quantity(1, .tokens),
        servedTokens: Quantity(1, .tokens),
        terms: LifetimeCompute.Terms(
          reinforcementWork: Quantity(work),
          relativeUtilisation: Quantity(1)
        )
      )
      #expect(close(life.reinforcement, Quantity(flop, .flop), within: 1e-12))
      #expect(close(life.serving, Quantity(2e11, .flop), within: 1e-12))
    }
  }
}
