public import ServingMath

extension Architecture {
  /// An architecture of a shape alone, for weights by seed: what the shape leaves open is as the family does
  /// it that has such parts.
  ///
  /// Experts with biases are gpt-oss's, latent attention is DeepSeek's with sigmoid routing, four norms a
  /// layer are Gemma's; all others compute as Llama does, and route by softmax over the chosen.
  ///
  /// - Parameters:
  ///   - shape: Sizes of all matrices.
  ///   - contextLength: Positions to prepare for.
  public init(shape: TransformerConfig, contextLength: Int = 4096) {
    let isLatent = shape.layers.contains {
      if case .latent = $0.attention.heads { true } else { false }
    }
    let hasSandwich = shape.layers.contains { $0.normParameters == 4 * shape.hiddenSize }
    let isFused = shape.experts?.expertsHaveBias ?? false
    var naming = WeightNaming()
    naming.hasSandwichNorms = hasSandwich
    naming.rotaryPairsAreAdjacent = isLatent
    naming.experts = isFused ? .fusedInTurn : .separate
    self.init(
      shape: shape,
      layers: shape.layers.map { layer in
        Layer(
          rotary: RotaryRule(width: layer.attention.rotaryWidth, theta: 500_000, scaling: .none),
          attentionScale: 1 / Float(layer.attention.queryWidth).squareRoot(),
          attentionSoftcap: nil,
          normsResults: hasSandwich,
          activation: isFused
            ? .clampedSwiGLU(alpha: 1.702, limit: 7) : hasSandwich ? .geluTanh : .silu,
          routing: layer.feedForward.experts.map { experts in
            isFused || !experts.routerHasBias
              ? .softmax(chosen: experts.chosen, amongChosen: true)
              : .sigmoid(
                chosen: experts.chosen,
                groups: 1,
                groupsChosen: 1,
                normalises: true,
                scale: 1
              )
          }
        )
      },
      contextLength: contextLength,
      normEpsilon: 1e-5,
      normOffset: hasSandwich ? 1 : 0,
      embeddingScale: hasSandwich ? Float(shape.hiddenSize).squareRoot() : 1,
      logitSoftcap: nil,
      naming: naming,
      beginningToken: nil,
      endTokens: []
    )
  }
}

extension Attention {
  /// Columns of a head that turn with position.
  fileprivate var rotaryWidth: Int {
    switch heads {
    case .grouped(_, _, let width), .linear(_, let width): width
    case .latent(_, _, _, let rotary, _, _): rotary
    }
  }

  /// Columns of a query before anything is absorbed into it.
  fileprivate var queryWidth: Int {
    switch heads {
    case .grouped(_, _, let width), .linear(_, let width): width
    case .latent(_, _, _, let rotary, let plain, _): rotary + plain
    }
  }
}
