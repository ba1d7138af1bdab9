import DecodeEngine
import Testing

@Suite struct SameBitsTests {
  /// FNV-1a over the bits of every element.
  private static func digest(_ set: ParameterSet) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for tensor in set.tensors {
      for element in tensor.values {
        digest = (digest ^ UInt64(element.bitPattern)) &* 0x100_0000_01B3
      }
    }
    return digest
  }

  /// Recorded once; another processor, or another order of additions, would have to give the same.
  ///
  /// Weights, gradients, an update and gradients after it: every operation has its say.
  @Test func bitsAreThoseOfTheRecord() throws {
    var model = try SmallModels.model(SmallModels.shape(isReversible: true), seed: 3)
    #expect(Self.digest(model.parameters) == 11_610_728_523_672_413_302)
    let tokens = SmallModels.tokens([30, 4, 2])
    let first = try model.step(tokens: tokens, policy: .reversible)
    #expect(Self.digest(first.gradients) == 6_414_987_457_651_702_087)
    var optimiser = try AdamW(for: model, weightDecay: 0.01)
    try optimiser.update(&model, first.gradients)
    let second = try model.step(tokens: tokens)
    #expect(Self.digest(second.gradients) == 13_324_452_341_344_259_871)
  }
}
