import ServingMath

/// One layer: attention and a network, each behind a norm and added to the residual stream.
struct TransformerLayer {
  /// What mixes tokens.
  enum Mixing {
    case grouped(GroupedAttention)
    case latent(LatentAttention)

    var cacheShape: KeyValueStore.Shape {
      switch self {
      case .grouped(let attention): attention.cacheShape
      case .latent(let attention): attention.cacheShape
      }
    }
  }

  /// What transforms each token by itself.
  enum Network {
    case dense(GatedNetwork)
    case experts(RoutedExperts)
  }

  let index: Int
  let mixing: Mixing
  let network: Network
  let attentionNorm: [Float]
  let networkNorm: [Float]
  /// Norms of the two results, where a family has them.
  let resultNorms: (attention: [Float], network: [Float])?
  let epsilon: Float

  /// Passes the residual stream through the layer, in place.
  func callAsFunction(_ stream: Matrix, _ step: Step, cache: KeyValueStore, group: Int) {
    let kernels = step.kernels
    let normed = step.matrix(.normed, columns: stream.columns).all
    kernels.normalise(stream.all, weights: attentionNorm, epsilon: epsilon, into: normed)
    let attended =
      switch mixing {
      case .grouped(let attention): attention(normed, step, cache: cache, group: group)
      case .latent(let attention): attention(normed, step, cache: cache, group: group)
      }
    add(attended, resultNorms?.attention, to: stream, kernels)
    kernels.normalise(stream.all, weights: networkNorm, epsilon: epsilon, into: normed)
    let transformed =
      switch network {
      case .dense(let network): network(normed, step)
      case .experts(let experts): experts(normed, step, layer: index)
      }
    add(transformed, resultNorms?.network, to: stream, kernels)
  }

  private func add(_ result: Matrix, _ norm: [Float]?, to stream: Matrix, _ kernels: Kernels) {
    if let norm { kernels.normalise(result.all, weights: norm, epsilon: epsilon, into: result.all) }
    kernels.add(result.all, onto: stream.all)
  }
}

extension TransformerLayer {
  /// Takes the weights of one layer.
  init(_ binder: WeightBinder, _ architecture: Architecture, index: Int) throws(ModelError) {
    let shape = architecture.shape.layers[index]
    let layer = architecture.layers[index]
    let hidden = architecture.shape.hiddenSize
    let part = binder.part("layers.\(index)")
    self.index = index
    epsilon = architecture.normEpsilon
    try Self.check(shape.attention, index)
    let attention = part.part("self_attn")
    mixing =
      switch shape.attention.heads {
      case .latent: .latent(try LatentAttention(attention, shape.attention, layer, architecture))
      default: .grouped(try GroupedAttention(attention, shape.attention, layer, architecture))
      }
    switch shape.feedForward {
    case .dense(let width, let isGated, let hasBias):
      guard isGated else { throw .unsupported(layer: index, part: "a network without a gate") }
      network = .dense(
        try GatedNetwork(
          part.part("mlp"),
          width: width,
          hidden: hidden,
          activation: layer.activation,
          hasBias: hasBias
        )
      )
    case .experts(let experts):
      network = .experts(try RoutedExperts(part, experts, layer, architecture))
    }
    attentionNorm = try part.norm("input_layernorm", width: hidden)
    if layer.normsResults {
      networkNorm = try part.norm("pre_feedforward_layernorm", width: hidden)
      resultNorms = (
        try part.norm("post_attention_layernorm", width: hidden),
        try part.norm("post_feedforward_layernorm", width: hidden)
      )
    } else {
      networkNorm = try part.norm("post_attention_layernorm", width: hidden)
      resultNorms = nil
    }
  }

  private static func check(_ attention: Attention, _ index: Int) throws(ModelError) {
    if case .linear = attention.heads {
      throw .unsupported(layer: index, part: "linear attention")
    }
    if case .chunk = attention.span {
      throw .unsupported(layer: index, part: "chunked attention")
    }
    if attention.indexer != nil {
      throw .unsupported(layer: index, part: "an indexer that chooses tokens")
    }
    if attention.sharesCache {
      throw .unsupported(layer: index, part: "an earlier layer's keys and values")
    }
    if attention.extras.contains(.layerNorms) {
      throw .unsupported(layer: index, part: "norms over all heads")
    }
  }
}
