import ServingMath

/// Which part of each matrix a device has.
struct ShardParts: Hashable {
  /// Of what tensor parallelism cuts.
  let tensor: Part
  /// Of the width of a routed expert.
  let expert: Part

  /// One of some parts.
  struct Part: Hashable {
    let index: Int
    let count: Int
  }

  /// The parts of a device's place in a layout.
  init(_ layout: Layout, _ rank: Int) {
    tensor = Part(index: layout.place(of: rank).tensor, count: layout.tensor)
    expert = Part(index: rank % layout.expertTensor, count: layout.expertTensor)
  }

  /// The device's items among so many.
  ///
  /// Key/value heads of which there are fewer than devices are held by several.
  func range(of items: TensorCut.Items, among count: Int) -> Range<Int> {
    let part = part(of: items)
    let range = Layout.share(of: count, part: part.index, of: part.count)
    guard items == .keyValueHeads else { return range }
    return range.lowerBound..<max(range.lowerBound + 1, range.upperBound)
  }

  /// Whether the device has what is added to a sum over items.
  func hasAddend(of items: TensorCut.Items) -> Bool { part(of: items).index == 0 }

  private func part(of items: TensorCut.Items) -> Part { items == .expertWidth ? expert : tensor }
}

extension Architecture {
  /// What the matrices of a device mean: the same model with its part of heads, widths and vocabulary.
  func cut(_ parts: ShardParts) -> Architecture {
    func count(_ items: TensorCut.Items, _ all: Int) -> Int {
      parts.range(of: items, among: all).count
    }
    let layers = shape.layers.map { layer in
      TransformerConfig.Layer(
        layer.attention.cut(count),
        layer.feedForward.cut(count),
        normParameters: layer.normParameters
      )
    }
    return Architecture(
      shape: TransformerConfig(
        hiddenSize: shape.hiddenSize,
        vocabularySize: count(.vocabulary, shape.vocabularySize),
        tiesEmbeddings: shape.tiesEmbeddings,
        learntPositions: shape.learntPositions,
        layers: layers,
        finalNormParameters: shape.finalNormParameters,
        storedPrecision: shape.storedPrecision
      ),
      layers: self.layers,
      contextLength: contextLength,
      normEpsilon: normEpsilon,
      normOffset: normOffset,
      embeddingScale: embeddingScale,
      logitSoftcap: logitSoftcap,
      naming: naming,
      beginningToken: beginningToken,
      endTokens: endTokens
    )
  }
}

extension Attention {
  fileprivate func cut(_ count: (TensorCut.Items, Int) -> Int) -> Attention {
    let part: Heads =
      switch heads {
      case .grouped(let queryHeads, let keyValueHeads, let width):
        .grouped(
          queryHeads: count(.queryHeads, queryHeads),
          keyValueHeads: count(.keyValueHeads, keyValueHeads),
          headDimension: width
        )
      case .latent(let heads, let rank, let latent, let rotary, let plain, let value):
        .latent(
          heads: count(.queryHeads, heads),
          queryRank: rank,
          latentDimension: latent,
          rotaryDimension: rotary,
          plainDimension: plain,
          valueDimension: value
        )
      case .linear(let heads, let width):
        .linear(heads: count(.queryHeads, heads), headDimension: width)
      }
    return Attention(
      part,
      span: span,
      indexer: indexer,
      sharesCache: sharesCache,
      extras: extras
    )
  }
}

extension FeedForward {
  fileprivate func cut(_ count: (TensorCut.Items, Int) -> Int) -> FeedForward {
    switch self {
    case .dense(let width, let isGated, let hasBias):
      .dense(width: count(.width, width), isGated: isGated, hasBias: hasBias)
    case .experts(let experts):
      .experts(
        Experts(
          count: experts.count,
          chosen: experts.chosen,
          shared: experts.shared,
          feedForwardSize: count(.expertWidth, experts.feedForwardSize),
          sharedFeedForwardSize: count(.width, experts.sharedFeedForwardSize),
          routerHasBias: experts.routerHasBias,
          expertsHaveBias: experts.expertsHaveBias
        )
      )
    }
  }
}
