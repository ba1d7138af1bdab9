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

    /// What all queries share.
    var rule: AttentionRule {
      switch self {
      case .grouped(let attention): attention.rule
      case .latent(let attention): attention.rule
      }
    }

    /// What the heads attend to; see `GroupedAttention`.
    func attend(
      _ inputs: Matrix.Slice,
      _ step: Step,
      cache: KeyValueStore,
      group: Int
    ) -> Matrix.Slice {
      switch self {
      case .grouped(let attention): attention.attend(inputs, step, cache: cache, group: group)
      case .latent(let attention): attention.attend(inputs, step, cache: cache, group: group)
      }
    }

    /// The product out of attention: rows × hidden size.
    func output(_ attended: Matrix.Slice, _ step: Step) -> Matrix {
      switch self {
      case .grouped(let attention): attention.output(attended, step)
      case .latent(let attention): attention.output(attended, step)
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
    let normed = attentionInputs(stream, step)
    // One look at the kind of block, since taking it out costs some reference counts.
    let mixed =
      switch mixing {
      case .grouped(let block):
        block.output(block.attend(normed, step, cache: cache, group: group), step)
      case .latent(let block):
        block.output(block.attend(normed, step, cache: cache, group: group), step)
      }
    addAttention(mixed, to: stream, step)
    let transformed =
      switch network {
      case .dense(let network): network(networkInputs(stream, step), step)
      case .experts(let experts): experts(networkInputs(stream, step), step, layer: index)
      }
    addNetwork(transformed, to: stream, step)
  }
}

// The parts of a layer, between which devices that share it exchange what they have.
extension TransformerLayer {
  /// The norm before attention.
  func attentionInputs(_ stream: Matrix, _ step: Step) -> Matrix.Slice {
    let normed = step.matrix(.normed, columns: stream.columns).all
    step.kernels.normalise(stream.all, weights: attentionNorm, epsilon: epsilon, into: normed)
    return normed
  }

  /// Adds what attention made to the residual stream.
  func addAttention(_ result: Matrix, to stream: Matrix, _ step: Step) {
    add(result, resultNorms?.attention, to: stream, step.kernels)
  }

  /// The norm before the network.
  func networkInputs(_ stream: Matrix, _ step: Step) -> Matrix.Slice {
    let normed = step.matrix(.normed, columns: stream.columns).all
    step.kernels.normalise(stream.all, weights: networkNorm, epsilon: epsilon, into: normed)
    return normed
  }

  /// Adds what the network made to the residual stream.
  func addNetwork(_ result: Matrix, to stream: Matrix, _ step: Step) {
    add(result, resultNorms?.network, to: stream, step.kernels)
  }

  private func add(_ result: Matrix, _ norm: [Float]?, to stream: Matrix, _ kernels: Kernels) {
    if let norm { kernels.normalise(result.all, weights: norm, epsilon: epsilon, into: result.all) }
    kernels.add(result.all, onto: stream.all)
  }
}

extension TransformerLayer {
  /// Takes the weights of one layer, as far as a device holds them.
  init(
    _ binder: WeightBinder,
    _ architecture: Architecture,
    index: Int,
    _ extent: ModelPart.Extent
  ) throws(ModelError) {
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
      network = .experts(try RoutedExperts(part, experts, layer, architecture, extent))
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
