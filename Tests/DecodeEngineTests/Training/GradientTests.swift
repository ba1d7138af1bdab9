import DecodeEngine
import Quantities
import ServingMath
import Testing

@Suite struct GradientTests {
  /// Shapes with grouped, multi-head and multi-query attention, on one stream and on two.
  static let shapes = [false, true].flatMap { isReversible in
    [1, 2, 4].map { SmallModels.shape(keyValueHeads: $0, isReversible: isReversible) }
  }

  @Test(arguments: shapes)
  func lossIsThatOfTheDoubleTwin(shape: TrainingShape) throws {
    let model = try SmallModels.model(shape)
    let tokens = SmallModels.tokens()
    var twin = DoubleTwin(model)
    let (ours, theirs) = (try model.step(tokens: tokens).loss.plain, twin.loss(tokens))
    #expect(abs(ours - theirs) < 1e-6 * theirs, "\(ours) against \(theirs)")
  }

  @Test(arguments: shapes)
  func logitsAreThoseOfTheDoubleTwin(shape: TrainingShape) throws {
    let model = try SmallModels.model(shape)
    var twin = DoubleTwin(model)
    let logits = try model.logits(tokens: [3, 1, 4, 1, 5])
    let expected = twin.logits([3, 1, 4, 1, 5])
    #expect(logits.count == expected.count)
    for (row, expectedRow) in zip(logits, expected) {
      #expect(row.count == expectedRow.count)
      for (a, b) in zip(row, expectedRow) { #expect(abs(Double(a) - b) < 1e-5) }
    }
  }

  /// Along random directions of ±1, for every tensor: the engine's gradient against the twin's central
  /// difference, as a share of the gradient's length.
  @Test(arguments: shapes)
  func gradientsAreFiniteDifferences(shape: TrainingShape) throws {
    let model = try SmallModels.model(shape)
    let tokens = SmallModels.tokens()
    let gradients = try model.step(tokens: tokens).gradients
    #expect(gradients.names == model.parameters.names)
    var random = SplitMix64(seed: 7)
    let step = 1e-5
    var worst = (share: 0.0, name: "")
    for tensor in gradients.tensors {
      let length = tensor.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(length > 1e-3, "\(tensor.name) has no gradient")
      let weights = try #require(model.parameters[tensor.name]).map(Double.init)
      for _ in 0..<3 {
        let direction = weights.map { _ in random.next() & 1 == 0 ? 1.0 : -1 }
        let losses = [step, -step].map { step in
          var twin = DoubleTwin(model)
          twin.weights[tensor.name] = zip(weights, direction).map { $0 + step * $1 }
          return twin.loss(tokens)
        }
        let difference = (losses[0] - losses[1]) / (2 * step)
        let along = zip(tensor.values, direction).reduce(0.0) { $0 + Double($1.0) * $1.1 }
        worst = max(worst, (abs(along - difference) / length, tensor.name), by: \.0)
      }
    }
    #expect(worst.share < 1e-5, "\(worst.name) is off by \(worst.share)")
  }

  /// A token that no row reads has no gradient in the embedding; one that is read has.
  @Test func onlyTokensThatAreReadMoveTheEmbedding() throws {
    let shape = SmallModels.shape()
    let result = try SmallModels.model(shape).step(tokens: [[3, 5, 3, 8]])
    let gradient = try #require(result.gradients["model.embed_tokens.weight"])
    for token in 0..<shape.vocabularySize {
      let row = gradient[token * shape.hiddenSize..<(token + 1) * shape.hiddenSize]
      #expect(row.contains { $0 != 0 } == [3, 5].contains(token), "token \(token)")
    }
  }

  /// The mask: what comes later changes no earlier logit, to the last bit.
  @Test func laterTokensDoNotReachEarlierLogits() throws {
    let model = try SmallModels.model(SmallModels.shape())
    let short = try model.logits(tokens: [1, 2, 3])
    let long = try model.logits(tokens: [1, 2, 3, 16, 9])
    #expect(Array(long.prefix(3)) == short)
  }

  /// Sequences of a batch do not see each other: the batch's loss is the mean of theirs.
  @Test func sequencesOfABatchAreApart() throws {
    let model = try SmallModels.model(SmallModels.shape())
    let tokens = SmallModels.tokens([5, 5, 5])
    let together = try model.step(tokens: tokens).loss.plain
    let apart = try tokens.map { try model.step(tokens: [$0]).loss.plain }.reduce(0, +) / 3
    #expect(abs(together - apart) < 1e-12)
  }
}

private func max<Value>(_ a: Value, _ b: Value, by key: (Value) -> Double) -> Value {
  key(a) >= key(b) ? a : b
}
