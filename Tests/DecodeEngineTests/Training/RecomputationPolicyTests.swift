import DecodeEngine
import Testing

@Suite struct RecomputationPolicyTests {
  @Test(arguments: [false, true], [1, 2, 3, 4, 7, 100])
  func checkpointsGiveTheSameBits(isReversible: Bool, segment: Int) throws {
    let model = try SmallModels.model(SmallModels.shape(layers: 7, isReversible: isReversible))
    let tokens = SmallModels.tokens()
    let stored = try model.step(tokens: tokens)
    let checkpointed = try model.step(tokens: tokens, policy: .checkpointed(every: segment))
    #expect(checkpointed.loss == stored.loss)
    #expect(checkpointed.gradients == stored.gradients)
  }

  /// The inverse rounds, so the gradients are close and not equal: both sides are claimed.
  @Test(arguments: [1, 4, 16])
  func reversibleGradientsAreClose(layers: Int) throws {
    let model = try SmallModels.model(SmallModels.shape(layers: layers, isReversible: true))
    let tokens = SmallModels.tokens()
    let stored = try model.step(tokens: tokens)
    let reversible = try model.step(tokens: tokens, policy: .reversible)
    #expect(reversible.loss == stored.loss)
    for (ours, theirs) in zip(reversible.gradients.tensors, stored.gradients.tensors) {
      let largest = theirs.values.map(abs).max() ?? 0
      let difference = zip(ours.values, theirs.values).map { abs($0 - $1) }.max() ?? 0
      #expect(difference <= 1e-4 * largest, "\(ours.name): \(difference) of \(largest)")
    }
    if layers > 1 { #expect(reversible.gradients != stored.gradients) }
  }

  @Test func twoStreamsAreAnotherModelWithTheSameWeights() throws {
    let residual = try SmallModels.model(SmallModels.shape())
    let reversible = try SmallModels.model(SmallModels.shape(isReversible: true))
    #expect(residual.parameters == reversible.parameters)
    let tokens = SmallModels.tokens()
    #expect(try residual.step(tokens: tokens).loss != reversible.step(tokens: tokens).loss)
  }
}
