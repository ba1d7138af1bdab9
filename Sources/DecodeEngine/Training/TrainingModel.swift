import Quantities

/// A transformer of Llama's kind with a forward and a backward pass, counted and measured.
///
///     let shape = TrainingShape(
///       hiddenSize: 64, layers: 4, heads: 4, keyValueHeads: 2, headDimension: 16,
///       feedForwardSize: 176, vocabularySize: 256)
///     let model = try TrainingModel(config: shape, seed: 1)
///     let step = try model.step(tokens: [[1, 2, 3, 4]], policy: .checkpointed(every: 2))
///     step.loss, step.gradients["lm_head.weight"], step.counters, step.activations.peak
///
/// Everything is fp32, in an order that is fixed: the same model and tokens give the same bits on every
/// machine. Where to read on:
///
/// - `RecomputationPolicy`: what waits for the backward pass; `TrainingPass+Policies.swift` does it;
/// - `ResidualState`: one stream or two, forward, backward and undone;
/// - `…+Gradient.swift`: each operation beside its gradient;
/// - `ActivationArena`: holds the activations and counts their bytes; `MatrixProduct`: the arithmetic;
/// - `TrainingModel+Inversion.swift`: how well a reversible model finds its input again;
/// - `AdamW` and `TrainingRun`: many steps.
public struct TrainingModel: Sendable {
  /// Its sizes.
  public let shape: TrainingShape
  /// Its weights.
  public internal(set) var parameters: ParameterSet

  /// A model with random weights; a seed gives the same on every machine.
  ///
  /// - Throws: What is wrong with the sizes.
  public init(config shape: TrainingShape, seed: UInt64) throws(TrainingError) {
    try shape.check()
    self.shape = shape
    parameters = ParameterSet(initialFor: shape, seed: seed)
  }

  /// The loss of a batch and the gradient of every weight.
  ///
  /// Each sequence predicts its tokens from those before them, so n tokens are n − 1 predictions.
  ///
  /// - Parameters:
  ///   - tokens: Sequences, of any lengths from 2 on.
  ///   - policy: What waits for the backward pass; it decides about bytes and FLOP, not about the result.
  /// - Returns: Loss and gradients, with the arithmetic that was done and the bytes that were held.
  /// - Throws: `emptyBatch`, `sequenceTooShort`, `tokenOutOfRange`, `batchTooLarge`, `segmentNotPositive`,
  ///   `notReversible`.
  public func step(
    tokens: [[Int32]],
    policy: RecomputationPolicy = .stored
  ) throws(TrainingError) -> TrainingStepResult {
    try check(policy)
    let batch = try TrainingBatch(tokens, for: shape)
    try batch.check(policy, for: shape)
    var pass = TrainingPass(
      self,
      sequences: batch.sequences,
      gradients: ParameterSet(zerosFor: shape)
    )
    let embedded = pass.embed(batch.inputs)
    let (output, waiting) = pass.forward(embedded, policy)
    let (loss, dOutput) = pass.head(output, targets: batch.targets)
    pass.memory.release(output)
    let dEmbedded = pass.backward(dOutput, waiting)
    pass.embedBackward(dEmbedded, batch.inputs)
    pass.finish()
    return TrainingStepResult(
      loss: Quantity(loss),
      tokens: Quantity(batch.rows, .tokens),
      gradients: pass.gradients,
      counters: pass.counters,
      activations: pass.memory.bytes
    )
  }

  /// The logits of every position of one sequence, (positions, vocabulary size).
  ///
  /// - Throws: `emptyBatch`, `tokenOutOfRange`, `batchTooLarge`.
  public func logits(tokens: [Int32]) throws(TrainingError) -> [[Float]] {
    if tokens.isEmpty { throw .emptyBatch }
    // A batch reads all tokens but the last, so one more is put at the end.
    let batch = try TrainingBatch([tokens + tokens.suffix(1)], for: shape)
    var pass = TrainingPass(self, sequences: batch.sequences)
    var state = pass.start(pass.embed(batch.inputs))
    for index in 0..<2 * shape.layers { _ = pass.advance(&state, index, keeping: false) }
    let logits = pass.memory[pass.logits(pass.output(of: state)).logits]
    return stride(from: 0, to: logits.count, by: shape.vocabularySize).map {
      Array(logits[$0..<$0 + shape.vocabularySize])
    }
  }

  /// Gives a tensor other weights, for instance those of a checkpoint.
  ///
  /// - Throws: `unknownParameter`, `elementsDoNotFit`.
  public mutating func setParameter(_ name: String, to values: [Float]) throws(TrainingError) {
    try parameters.replace(name, with: values)
  }

  private func check(_ policy: RecomputationPolicy) throws(TrainingError) {
    switch policy {
    case .stored: break
    case .checkpointed(let layers): if layers < 1 { throw .segmentNotPositive(layers) }
    case .reversible: if !shape.isReversible { throw .notReversible }
    }
  }
}
