import DecodeEngine
import Quantities
import Testing

@Suite struct TrainingErrorTests {
  private static func shape(
    hiddenSize: Int = 8,
    layers: Int = 1,
    heads: Int = 2,
    keyValueHeads: Int = 2,
    headDimension: Int = 4,
    feedForwardSize: Int = 8,
    vocabularySize: Int = 8,
    rotaryBase: Int = 10_000,
    normEpsilon: Float = 1e-5
  ) -> TrainingShape {
    TrainingShape(
      hiddenSize: hiddenSize,
      layers: layers,
      heads: heads,
      keyValueHeads: keyValueHeads,
      headDimension: headDimension,
      feedForwardSize: feedForwardSize,
      vocabularySize: vocabularySize,
      rotaryBase: rotaryBase,
      normEpsilon: normEpsilon
    )
  }

  @Test(arguments: [
    (shape(hiddenSize: 0), "hiddenSize is 0"), (shape(layers: -3), "layers is -3"),
    (shape(heads: 0), "heads is 0"), (shape(keyValueHeads: 0), "keyValueHeads is 0"),
    (shape(headDimension: -2), "headDimension is -2"),
    (shape(feedForwardSize: 0), "feedForwardSize is 0"),
    (shape(vocabularySize: 0), "vocabularySize is 0"),
    (shape(heads: 3), "2 key/value heads do not divide 3"),
    (shape(headDimension: 5), "headDimension 5 is odd"),
    (shape(layers: .max), "make it smaller"),
    (shape(hiddenSize: .max, vocabularySize: .max), "make it smaller"),
    (shape(rotaryBase: 0), "rotaryBase is 0.0"),
    (shape(normEpsilon: 0), "normEpsilon is 0.0"),
  ])
  func refusesShapes(shape: TrainingShape, text: String) throws {
    let error = #expect(throws: TrainingError.self) { try TrainingModel(config: shape, seed: 1) }
    let description = try #require(error).description
    #expect(description.contains(text), "\(description)")
  }

  @Test func refusesBatches() throws {
    let model = try TrainingModel(config: Self.shape(), seed: 1)
    #expect(throws: TrainingError.emptyBatch) { try model.step(tokens: []) }
    #expect(throws: TrainingError.emptyBatch) { try model.logits(tokens: []) }
    #expect(throws: TrainingError.sequenceTooShort(sequence: 1, tokens: 1)) {
      try model.step(tokens: [[1, 2], [3]])
    }
    for token: Int32 in [8, -1, .max, .min] {
      let error = TrainingError.tokenOutOfRange(
        token: token,
        sequence: 1,
        position: 2,
        vocabularySize: 8
      )
      #expect(throws: error) { try model.step(tokens: [[1, 2], [0, 7, token]]) }
    }
  }

  @Test func refusesABatchThatWouldNotFit() throws {
    let model = try TrainingModel(config: Self.shape(), seed: 1)
    let error = #expect(throws: TrainingError.self) {
      try model.step(tokens: [[Int32](repeating: 1, count: 40_000)])
    }
    #expect(try #require(error).description.contains("attention weights"))
  }

  /// Each buffer would fit; thirty thousand layers of them would not.
  @Test func refusesWhatCannotWaitTogether() throws {
    let deep = try TrainingModel(config: Self.shape(layers: 30_000), seed: 1)
    let tokens = [[Int32]](repeating: [Int32](repeating: 1, count: 101), count: 5)
    let error = #expect(throws: TrainingError.self) { try deep.step(tokens: tokens) }
    #expect(try #require(error).description.contains("the activations would take"))
  }

  /// Numbers that are none go through to the loss and stop nothing.
  @Test(arguments: [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude])
  func wildWeightsGiveAWildLoss(value: Float) throws {
    let shape = SmallModels.shape(isReversible: true)
    for name in ["model.layers.1.self_attn.k_proj.weight", "lm_head.weight", "model.norm.weight"] {
      var model = try TrainingModel(config: shape, seed: 1)
      let count = try #require(model.parameters[name]).count
      try model.setParameter(name, to: [Float](repeating: value, count: count))
      for policy in [RecomputationPolicy.stored, .checkpointed(every: 1), .reversible] {
        let loss = try model.step(tokens: SmallModels.tokens(), policy: policy).loss.plain
        if value.isNaN { #expect(loss.isNaN) }
      }
    }
  }

  @Test func refusesPolicies() throws {
    let model = try TrainingModel(config: Self.shape(), seed: 1)
    for layers in [0, -1] {
      #expect(throws: TrainingError.segmentNotPositive(layers)) {
        try model.step(tokens: [[1, 2]], policy: .checkpointed(every: layers))
      }
    }
    #expect(throws: TrainingError.notReversible) {
      try model.step(tokens: [[1, 2]], policy: .reversible)
    }
    #expect(throws: TrainingError.notReversible) { try model.streams(tokens: [[1, 2]]) }
    #expect(throws: TrainingError.notReversible) {
      try model.invert(ResidualStreams(older: [], newer: [], sequenceLengths: []))
    }
  }

  @Test func refusesStreamsOfAnotherSize() throws {
    let shape = SmallModels.shape(isReversible: true)
    let model = try TrainingModel(config: shape, seed: 1)
    let row = [Float](repeating: 0, count: 11)
    #expect(throws: TrainingError.elementsDoNotFit(name: "newer", expected: 11, given: 0)) {
      try model.invert(ResidualStreams(older: row, newer: [], sequenceLengths: [1]))
    }
    #expect(throws: TrainingError.sizeNotPositive(name: "sequenceLengths", size: -1)) {
      try model.invert(ResidualStreams(older: row, newer: row, sequenceLengths: [2, -1]))
    }
    #expect(throws: TrainingError.emptyBatch) {
      try model.invert(ResidualStreams(older: [], newer: [], sequenceLengths: []))
    }
  }

  @Test func namesTheNearestParameter() throws {
    var model = try TrainingModel(config: Self.shape(), seed: 1)
    let error = #expect(throws: TrainingError.self) {
      try model.setParameter("lm_heed.weight", to: [])
    }
    #expect(try #require(error).description.contains("did you mean 'lm_head.weight'"))
    #expect(
      throws: TrainingError.elementsDoNotFit(name: "model.norm.weight", expected: 8, given: 1)
    ) {
      try model.setParameter("model.norm.weight", to: [1])
    }
  }

  @Test func refusesOptimisers() throws {
    var model = try TrainingModel(config: Self.shape(), seed: 1)
    for rate in [-1, Float.nan, .infinity] {
      #expect(throws: TrainingError.self) { try AdamW(for: model, learningRate: rate) }
    }
    #expect(throws: TrainingError.self) { try AdamW(for: model, meanDecay: 1) }
    let other = try TrainingModel(config: SmallModels.shape(), seed: 1)
    var optimiser = try AdamW(for: other)
    let gradients = try model.step(tokens: [[1, 2]]).gradients
    #expect(throws: TrainingError.self) { try optimiser.update(&model, gradients) }
    #expect(throws: TrainingError.sizeNotPositive(name: "symbols", size: 0)) {
      try CopyingTask(symbols: 0, length: 1, seed: 1)
    }
    #expect(throws: TrainingError.self) { try CopyingTask(symbols: .max, length: 1, seed: 1) }
  }
}
