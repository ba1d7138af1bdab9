public import Quantities

/// A GPT of the shape that the Megatron papers count: feed-forward four times as wide as the model.
///
/// Queries, keys, values and their output take 4·h² weights of a layer, the feed-forward 8·h².
///
/// > Source: arXiv 2104.04473, equations 2 and 3; the letters are the paper's.
public struct MegatronModel: Hashable, Sendable {
  /// Transformer layers, l.
  public let layers: Int
  /// Width of the residual stream, h.
  public let hiddenSize: Int
  /// Attention heads, a.
  public let heads: Int
  /// Tokens the model knows, V; padded to 51,200 in both papers.
  public let vocabularySize: Int
  /// Positions of a training sequence, s.
  public let sequenceLength: Int

  /// A model of a shape.
  ///
  /// Stops if a count is not positive.
  public init(
    layers: Int,
    hiddenSize: Int,
    heads: Int,
    vocabularySize: Int = 51_200,
    sequenceLength: Int = 2048
  ) {
    guard [layers, hiddenSize, heads, vocabularySize, sequenceLength].allSatisfy({ $0 > 0 }) else {
      stop("a Megatron model needs positive layers, width, heads, vocabulary and sequence length")
    }
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.heads = heads
    self.vocabularySize = vocabularySize
    self.sequenceLength = sequenceLength
  }

  /// Tokens of one training sequence.
  public var sequence: Quantity { Quantity(Double(sequenceLength), .tokens) }

  /// Weights of the layers without norms, biases and embeddings: `12·l·h²`.
  public var blockParameters: Int { 12 * layers * hiddenSize * hiddenSize }

  /// All parameters.
  ///
  ///     12·l·h² · (1 + 13 / (12·h) + (V + s) / (12·l·h))
  ///
  /// The 13·h of a layer are norms and biases; V + s rows embed tokens and positions.
  public var parameters: Int {
    blockParameters + 13 * layers * hiddenSize + (vocabularySize + sequenceLength) * hiddenSize
  }

  /// The work of one token, with the logits apart and attention over the whole sequence.
  public var work: TrainingWork {
    TrainingWork(
      parameters: Quantity(Double(blockParameters)),
      headParameters: Quantity(Double(vocabularySize * hiddenSize)),
      layers: layers,
      attentionWidth: hiddenSize,
      sequence: sequence
    )
  }

  /// The arithmetic of one iteration as executed.
  ///
  ///     96·B·s·l·h² · (1 + s / (6·h) + V / (16·l·h))     with full recomputation
  ///     72·B·s·l·h² · (1 + s / (6·h) + V / (12·l·h))     with none
  ///
  /// - Parameters:
  ///   - batch: Sequences of the whole iteration, B.
  ///   - policy: Full by default, as the first paper trained.
  /// - Returns: In FLOP, over all chips.
  public func flopPerIteration(batch: Int, _ policy: ActivationPolicy = .full) -> Quantity {
    Double(batch) * sequence * work.hardwareFlop(policy)
  }
}
