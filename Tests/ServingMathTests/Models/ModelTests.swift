import Quantities
import ServingMath
import Testing

@Suite struct ModelTests {
  @Test(arguments: [
    (Model.llama8B, 31e3), (.llama70B, 54e3), (.llama405B, 98e3), (.deepSeekV3, 4.4e3),
  ])
  func attentionCatchesUpWithTheWeights(model: Model, tokens: Double) {
    let context = model.contextWhereAttentionEqualsWeights
    #expect(close(context, Quantity(tokens, .tokens), within: 0.012), "\(model.name)")
    let weights = model.publishedActive.value * Quantity(1, .multiplyAdds / .tokens)
    #expect(close(model.attentionWork(context: context), weights))
  }

  @Test func groupedAttentionWaitsForMemoryAndLatentAlmostDoesNot() {
    #expect(Model.llama70B.attention.intensity(.bf16) == Quantity(8, .flopPerByte))
    #expect(close(Model.deepSeekV3.attention.intensity(.bf16), Quantity(241.8, .flopPerByte)))
  }
}

@Suite struct ExpertsTests {
  private let real = Experts(count: 256, chosen: 8)

  @Test(arguments: [(1, 0.0312), (32, 0.6379), (64, 0.8689), (100, 0.9582), (256, 0.9997)])
  func shareTouchedMatchesTheTable(batch: Int, share: Double) {
    #expect(abs(real.expectedShareTouched(batch: batch).plain - share) <= 0.500_01e-4)
  }

  @Test func shareTouchedRisesToOne() {
    let shares = stride(from: 0, to: 600, by: 10).map { real.expectedShareTouched(batch: $0) }
    #expect(shares.first == Quantity(0) && shares == shares.sorted())
    #expect(close(real.expectedShareTouched(batch: 600), Quantity(1)))
  }

  @Test func sparsityIsTotalOverChosen() {
    #expect(Lecture.experts.sparsity == Quantity(8) && real.sparsity == Quantity(32))
  }
}
