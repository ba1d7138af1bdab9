import Quantities
import ServingMath
import Testing

@Suite struct TrainingAccountTests {
  @Test(arguments: [
    ("DeepSeek-V3", 17.3), ("Llama-3.1-8B", 13.9), ("Llama-3.1-70B", 25.5),
    ("Llama-3.1-405B", 34.6),
  ])
  func chipHoursOfTheCardsGiveUtilisations(model: String, percent: Double) throws {
    let account = try #require(TrainingAccount.all.first { $0.model.name == model })
    #expect(abs(account.utilisation.value(in: .percent) - percent) < 0.1)
    #expect(
      close(account.timePerToken * account.tokens, account.preTraining.value, within: 1e-12)
    )
  }

  @Test func deepSeeksPhasesAddUpToItsTotal() {
    let sum =
      TrainingAccount.deepSeekV3.preTraining.value + DeepSeekPostTraining.contextExtension.value
      + DeepSeekPostTraining.v3.value
    #expect(close(sum, DeepSeekPostTraining.v3Total.value, within: 1e-12))
  }

  /// At two dollars an hour the runs cost the 294 thousand dollars that were reported.
  @Test func reasoningRunsCostWhatWasReported() {
    let cost = DeepSeekPostTraining.reasoning * DeepSeekProduction.rent.value
    #expect(abs(cost.value(in: .dollars) - 294_000) < 1_000)
  }

  @Test func lectureGuessesMultiplyToItsTotals() {
    let life = LifetimeCompute.servedTokens(
      rate: Lecture.modelRate.value,
      over: Lecture.deployment.value
    )
    #expect(close(life, Lecture.servedTokens.value, within: 0.3))
    let share = Lecture.vendorRate.value / Lecture.modelRate.value
    #expect(Lecture.familyModels.value.contains(share))
    let terms = LifetimeCompute.Terms(
      reinforcementWork: Lecture.reinforcementWork.value,
      relativeUtilisation: Lecture.relativeUtilisation.value
    )
    #expect(close(terms.servingWeight, Quantity(1), within: 1e-12))
  }

  @Test func paLMWritesAtALowerUtilisationThanItLearns() {
    #expect(PaLMUtilisation.hurriedDecode.value < PaLMUtilisation.decode.value)
    #expect(PaLMUtilisation.decode.value < PaLMUtilisation.training.value)
    #expect(PaLMUtilisation.training.value < PaLMUtilisation.prefill.value)
  }
}
