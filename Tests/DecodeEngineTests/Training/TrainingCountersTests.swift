import DecodeEngine
import Quantities
import ServingMath
import Testing

@Suite struct TrainingCountersTests {
  private static let lengths = [6, 2, 9]
  private static let tokens = SmallModels.tokens(lengths)
  private static let rows = 5 + 1 + 8

  /// Weights that stand in matrices, by the blackboard: no embedding, no norms.
  private static func matrixWeights(_ shape: TrainingShape) -> Int {
    let parameters = shape.transformer.parameters
    return parameters.active(.outputHeadOnly) - parameters.norms
  }

  /// Attention of every position at the context that it has, by the blackboard.
  private static func attention(_ shape: TrainingShape) -> Quantity {
    lengths.reduce(Quantity(0, .flop)) { sum, length in
      (1..<length).reduce(sum) {
        $0 + shape.transformer.attentionWork(context: $1) * Quantity(1, .tokens)
      }
    }
  }

  @Test(arguments: [1, 2, 4])
  func parametersAreTheBlackboards(keyValueHeads: Int) throws {
    let shape = SmallModels.shape(keyValueHeads: keyValueHeads)
    let model = try TrainingModel(config: shape, seed: 1)
    #expect(model.parameters.count == shape.transformer.parameters.total)
    let matrices = model.parameters.tensors.filter(\.isMatrix).reduce(0) { $0 + $1.values.count }
    #expect(matrices == Self.matrixWeights(shape))
    #expect(model.parameters.bytes == shape.transformer.weightBytes())
  }

  @Test(arguments: GradientTests.shapes)
  func forwardIsTwoAndBackwardFourPerWeight(shape: TrainingShape) throws {
    let result = try SmallModels.model(shape).step(tokens: Self.tokens)
    #expect(result.tokens == Quantity(Self.rows, .tokens))
    let weights = Double(Self.matrixWeights(shape) * Self.rows)
    #expect(result.counters.forward.weights == Quantity(2 * weights, .flop))
    #expect(result.counters.backward.weights == Quantity(4 * weights, .flop))
    #expect(result.counters.recomputed.total == Quantity(0, .flop))
  }

  @Test(arguments: GradientTests.shapes)
  func attentionIsTheBlackboardsAtEachContext(shape: TrainingShape) throws {
    let counters = try SmallModels.model(shape).step(tokens: Self.tokens).counters
    #expect(counters.forward.attention == Self.attention(shape))
    #expect(counters.backward.attention == 2 * Self.attention(shape))
  }

  /// The twin counts one at a time, in its innermost loops.
  @Test(arguments: GradientTests.shapes)
  func forwardIsWhatPlainLoopsCount(shape: TrainingShape) throws {
    let model = try SmallModels.model(shape)
    let counters = try model.step(tokens: Self.tokens).counters
    var twin = DoubleTwin(model)
    _ = twin.loss(Self.tokens)
    #expect(counters.forward.weightMultiplyAdds == twin.weightMultiplyAdds)
    #expect(counters.forward.attentionMultiplyAdds == twin.attentionMultiplyAdds)
  }

  /// All layers a second time, and never the head, under both policies: 8·N instead of 6·N.
  @Test(arguments: [
    RecomputationPolicy.checkpointed(every: 1), .checkpointed(every: 3), .reversible,
  ])
  func recomputationIsTheLayersOnceMore(policy: RecomputationPolicy) throws {
    let shape = SmallModels.shape(layers: 4, isReversible: true)
    let counters = try SmallModels.model(shape).step(tokens: Self.tokens, policy: policy).counters
    let head = shape.vocabularySize * shape.hiddenSize
    let work = TrainingWork(
      parameters: Quantity(Self.matrixWeights(shape) - head),
      headParameters: Quantity(head),
      layers: 0,
      attentionWidth: 0,
      sequence: Quantity(0, .tokens)
    )
    let rows = Quantity(Self.rows, .tokens)
    #expect(counters.recomputed.weights == rows * work.recomputed(.full))
    #expect(counters.recomputed.weights == rows * work.recomputed(.reversible))
    #expect(counters.recomputed.attention == Self.attention(shape))
    #expect(
      counters.executed - 3 * Self.attention(shape) - counters.recomputed.attention
        == rows * work.hardwareFlop(.reversible)
    )
  }

  /// `TrainingWork` takes half the sequence for the causal mean; it is (t + 1) / 2.
  @Test(arguments: [1, 7, 40])
  func causalMeanIsHalfTheSequenceAndHalfAToken(length: Int) throws {
    let shape = SmallModels.shape()
    let tokens = SmallModels.tokens([length + 1])
    let counters = try SmallModels.model(shape).step(tokens: tokens).counters
    let work = TrainingWork(
      parameters: Quantity(0),
      layers: shape.layers,
      attentionWidth: shape.heads * shape.headDimension,
      sequence: Quantity(length, .tokens),
      mask: .causal
    )
    let ratio = counters.forward.attention / (Quantity(length, .tokens) * work.attention)
    #expect(abs(ratio.plain - Double(length + 1) / Double(length)) < 1e-12)
  }
}
