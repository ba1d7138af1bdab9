public import Quantities

/// The shape of a transformer: what its layers are made of, and nothing that training decided.
///
/// From the shape follow, exactly, the number of weights by part (`parameters`), what a token leaves in
/// the cache (`TransformerConfig+Cache.swift`) and the arithmetic of a pass. A shape comes from the
/// catalogue (`Model.named`), or from a published `config.json` (`TransformerConfig(huggingFace:)`).
public struct TransformerConfig: Hashable, Sendable {
  /// One layer: attention, feed-forward and the norms around them.
  public struct Layer: Hashable, Sendable {
    /// What mixes tokens.
    public let attention: Attention
    /// What transforms each token by itself.
    public let feedForward: FeedForward
    /// Weights of the layer's norms outside attention.
    public let normParameters: Int

    /// A layer with these parts.
    public init(_ attention: Attention, _ feedForward: FeedForward, normParameters: Int) {
      self.attention = attention
      self.feedForward = feedForward
      self.normParameters = normParameters
    }
  }

  /// Width of the residual stream.
  public let hiddenSize: Int
  /// Tokens the model knows: rows of the embedding and of the output head.
  public let vocabularySize: Int
  /// Whether the output head is the embedding itself.
  public let tiesEmbeddings: Bool
  /// Rows of a learnt table of positions; none where positions are rotary.
  public let learntPositions: Int
  /// The layers, first to last.
  ///
  /// A multi-token-prediction head, where one is shipped, is not among them.
  public let layers: [Layer]
  /// Weights of the norm after the last layer.
  public let finalNormParameters: Int
  /// How a checkpoint stores its weights, as far as its configuration says.
  public let storedPrecision: StoredPrecision

  /// A shape from its parts; by default with two embeddings, rotary positions and 16-bit weights.
  public init(
    hiddenSize: Int,
    vocabularySize: Int,
    tiesEmbeddings: Bool = false,
    learntPositions: Int = 0,
    layers: [Layer],
    finalNormParameters: Int? = nil,
    storedPrecision: StoredPrecision = .init(.bf16)
  ) {
    self.hiddenSize = hiddenSize
    self.vocabularySize = vocabularySize
    self.tiesEmbeddings = tiesEmbeddings
    self.learntPositions = learntPositions
    self.layers = layers
    self.finalNormParameters = finalNormParameters ?? hiddenSize
    self.storedPrecision = storedPrecision
  }
}

/// How the weights of a checkpoint are stored: routed experts are often narrower than the rest.
public struct StoredPrecision: Hashable, Sendable {
  /// Of the routed experts.
  public let routedExperts: Precision
  /// Of everything else.
  public let rest: Precision

  /// One precision for all weights.
  public init(_ precision: Precision) {
    self.init(routedExperts: precision, rest: precision)
  }

  /// A precision of its own for the routed experts.
  public init(routedExperts: Precision, rest: Precision) {
    self.routedExperts = routedExperts
    self.rest = rest
  }
}

// MARK: - Experts and depth

extension TransformerConfig {
  /// The mixture of experts of the first layer that has one.
  public var experts: Experts? { layers.lazy.compactMap(\.feedForward.experts).first }

  /// Layers that have experts.
  public var expertLayers: Int { layers.count { $0.feedForward.experts != nil } }

  /// Memory of all weights, without scale factors; by default as the checkpoint stores them.
  ///
  ///     routed experts · their bytes per element + everything else · its bytes per element
  public func weightBytes(_ stored: StoredPrecision? = nil) -> Quantity {
    let stored = stored ?? storedPrecision
    let parameters = parameters
    return Double(parameters.routedExperts) * stored.routedExperts.bytesPerElement
      + Double(parameters.total - parameters.routedExperts) * stored.rest.bytesPerElement
  }

  /// Attention arithmetic for one new token at a context, in FLOP per new token.
  ///
  ///     2 · Σ over layers (multiply-adds per cached token · tokens read + on the state + of the indexer)
  public func attentionWork(context: Int) -> Quantity {
    let multiplyAdds = layers.reduce(0.0) { $0 + $1.attention.multiplyAdds(context: context) }
    return Quantity(multiplyAdds, .multiplyAdds / .tokens)
  }
}
