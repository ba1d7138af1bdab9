/// The weights of a model, counted by part; exact.
public struct ParameterCount: Hashable, Sendable {
  /// The embedding that a token is looked up in.
  public var inputEmbedding = 0
  /// The output head; none where it is the embedding itself.
  public var outputHead = 0
  /// A learnt table of positions.
  public var positions = 0
  /// Projections of attention, with their norms, biases and sinks.
  public var attention = 0
  /// Indexers of sparse attention.
  public var indexers = 0
  /// Feed-forward networks of layers without experts.
  public var denseFeedForward = 0
  /// Routers of layers with experts.
  public var routers = 0
  /// Experts that every token visits.
  public var sharedExperts = 0
  /// All routed experts.
  public var routedExperts = 0
  /// The routed experts that one token visits: a part of `routedExperts`.
  public var chosenExperts = 0
  /// Norms outside attention.
  public var norms = 0

  /// What every token meets, embeddings apart.
  public var trunk: Int {
    positions + attention + indexers + denseFeedForward + routers + sharedExperts + norms
  }

  /// All weights, each counted once.
  public var total: Int { trunk + routedExperts + inputEmbedding + outputHead }

  /// Weights that one token meets, as a convention counts them.
  public func active(_ convention: ActiveConvention) -> Int {
    let met = trunk + chosenExperts
    return switch convention {
    case .bothEmbeddings: met + inputEmbedding + outputHead
    case .noEmbeddings: met
    case .outputHeadOnly: met + (outputHead == 0 ? inputEmbedding : outputHead)
    }
  }
}

/// Which embeddings a published number of active parameters includes; makers disagree.
public enum ActiveConvention: String, CaseIterable, Hashable, Sendable {
  /// Input embedding and output head, as Mixtral, Qwen3 and Llama 4 count.
  case bothEmbeddings
  /// Neither, as MiniMax and GLM count.
  case noEmbeddings
  /// The output head alone, as gpt-oss and the weights' read-me of DeepSeek-V3 count.
  ///
  /// The one to use for time: the input embedding is a lookup, not a multiplication.
  case outputHeadOnly
}

extension TransformerConfig {
  /// The weights by part.
  public var parameters: ParameterCount {
    var count = ParameterCount()
    count.inputEmbedding = vocabularySize * hiddenSize
    count.outputHead = tiesEmbeddings ? 0 : vocabularySize * hiddenSize
    count.positions = learntPositions * hiddenSize
    count.norms = finalNormParameters
    for layer in layers { count.add(layer, hiddenSize: hiddenSize) }
    return count
  }
}

extension ParameterCount {
  fileprivate mutating func add(_ layer: TransformerConfig.Layer, hiddenSize: Int) {
    norms += layer.normParameters
    attention += layer.attention.parameters(hiddenSize: hiddenSize)
    if let indexer = layer.attention.indexer {
      indexers += indexer.parameters(
        hiddenSize: hiddenSize,
        queryRank: layer.attention.queryRank ?? hiddenSize
      )
    }
    switch layer.feedForward {
    case .dense(let width, let isGated, let hasBias):
      denseFeedForward += FeedForward.weights(
        hiddenSize: hiddenSize,
        width: width,
        isGated: isGated,
        hasBias: hasBias
      )
    case .experts(let experts):
      let expert = experts.expertParameters(hiddenSize: hiddenSize)
      routers += experts.routerParameters(hiddenSize: hiddenSize)
      sharedExperts += experts.sharedParameters(hiddenSize: hiddenSize)
      routedExperts += experts.count * expert
      chosenExperts += experts.chosen * expert
    }
  }
}

extension Attention {
  /// The rank through which latent queries are made, if there is one.
  fileprivate var queryRank: Int? {
    guard case .latent(_, let rank, _, _, _, _) = heads, rank > 0 else { return nil }
    return rank
  }
}
