import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct TrainingWorkTests {
  private static func tera(_ value: Double) -> Quantity { Quantity(value, .teraflopPerSecond) }

  /// PaLM 540B: 118 layers, 48 heads of 256, sequences of 2,048.
  private static let paLM = TrainingWork(
    parameters: Quantity(540.35e9),
    layers: 118,
    attentionWidth: 48 * 256,
    sequence: Quantity(2048, .tokens)
  )

  private static let paLMRun = ModelFlopUtilisation(
    throughput: Quantity(238.3e3, .tokensPerSecond),
    chips: 6144,
    peak: tera(275)
  )

  @Test func boardCountsSixPerParameterAndToken() {
    let gpt3 = TrainingWork(parameters: Quantity(174_604_259_328))
    let compute = gpt3.modelFlop * Quantity(300e9, .tokens)
    #expect(close(compute, Quantity(3.143e23, .flop)))
  }

  @Test func paLMUtilisationsFollowFromItsThroughput() {
    let withAttention = Self.paLMRun.utilisation(Self.paLM.modelFlop)
    let without = Self.paLMRun.training(parameters: Quantity(540.35e9))
    #expect(abs(withAttention.value(in: .percent) - 46.2) < 0.05)
    #expect(abs(without.value(in: .percent) - 45.7) < 0.05)
  }

  @Test func paLMRepeatedThreeQuartersOfItsForwardPass() {
    let share = Self.paLM.recomputedShare(
      hardwareUtilisation: Quantity(57.8, .percent),
      modelUtilisation: Quantity(46.2, .percent)
    )
    #expect(abs(share.plain - 0.75) < 0.01)
    let executed = Self.paLM.modelFlop + share * Self.paLM.forward
    #expect(abs(Self.paLMRun.utilisation(executed).value(in: .percent) - 57.8) < 0.1)
  }

  @Test(arguments: [
    (405e9, 15.6e12, 30.84e6, 342.0, 989.0, 34.6), (70.6e9, 15e12, 7.0e6, 252, 989, 25.5),
    (8.03e9, 15e12, 1.46e6, 137.5, 989, 13.9), (37.55e9, 14.8e12, 2.664e6, 348, 989, 35.2),
    (540.35e9, 780e9, 8.40e6, 83.6, 275, 30.4),
  ])
  func modelCardsHoursGiveTheirUtilisation(
    parameters: Double,
    tokens: Double,
    hours: Double,
    rate: Double,
    peak: Double,
    percent: Double
  ) {
    let run = ModelFlopUtilisation(
      tokens: Quantity(tokens, .tokens),
      chipTime: Quantity(hours, .hours),
      peak: Self.tera(peak)
    )
    let work = TrainingWork(parameters: Quantity(parameters)).modelFlop
    #expect(close(run.rate(work), Self.tera(rate), within: 0.002))
    let utilisation = run.training(parameters: Quantity(parameters)).value(in: .percent)
    #expect(abs(utilisation - percent) < 0.1)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func partsSumToTheWholeAndBackwardIsTwiceForward(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let work = TrainingWork(
        parameters: numbers.plain(1e6...1e13),
        headParameters: numbers.plain(1...1e10),
        layers: Int.random(in: 1...128, using: &numbers),
        attentionWidth: Int.random(in: 1...20_000, using: &numbers),
        sequence: Quantity(numbers.magnitude(1...1e6), .tokens),
        mask: Bool.random(using: &numbers) ? .full : .causal
      )
      let parts = work.forward + work.inputGradient + work.weightGradient
      #expect(close(parts, work.modelFlop, within: 1e-12))
      #expect(close(parts, 3 * work.forward, within: 1e-12))
      let executed = ActivationPolicy.allCases.map { work.hardwareFlop($0) }
      #expect(executed[0] == work.modelFlop)
      #expect(executed[1] >= executed[0] && executed[2] >= executed[1])
      #expect(close(executed[2] - work.modelFlop, work.forward - work.logits, within: 1e-9))
    }
  }

  @Test func maskHalvesAttentionAlone() {
    let causal = TrainingWork(
      parameters: Quantity(540.35e9),
      layers: 118,
      attentionWidth: 48 * 256,
      sequence: Quantity(2048, .tokens),
      mask: .causal
    )
    #expect(close(2 * causal.attention, Self.paLM.attention, within: 1e-12))
    #expect(causal.weightGradient == Self.paLM.weightGradient)
  }
}
