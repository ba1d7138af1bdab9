import DecodeEngine
import ServingMath
import TestSupport
import Testing

@Suite struct TrainingReferenceTests {
  /// The forward pass that is differentiated is the one that Hugging Face's library makes.
  @Test func forwardAnswersAsTheReferenceDoes() throws {
    let reference = try ReferenceFile("llama")
    let checkpoint = try SafetensorsCheckpoint(folder: reference.folder)
    let shape = TrainingShape(
      hiddenSize: 64,
      layers: 3,
      heads: 8,
      keyValueHeads: 4,
      headDimension: 8,
      feedForwardSize: 176,
      vocabularySize: 256
    )
    var model = try TrainingModel(config: shape, seed: 1)
    for name in checkpoint.names {
      try model.setParameter(name, to: checkpoint.elements(of: name))
    }
    let logits = try model.logits(tokens: reference.tokens("tokens"))
    #expect(relativeError(logits, try reference.rows("prefill_logits")) <= 1e-4)
  }
}
