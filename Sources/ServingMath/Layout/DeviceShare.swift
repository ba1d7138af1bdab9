/// What one device of a stage holds and does for one token, counted from the shape.
///
/// Cut by tensor parallelism: projections by heads, feed-forward by width. Held whole on every device:
/// norms, routers, and the parts of latent attention that all heads share. Routed experts are dealt out.
struct DeviceShare: Hashable, Sendable {
  /// Weights of everything but routed experts that a pass reads; the input embedding is looked up, not read.
  var residentParameters = 0
  /// The share of the input embedding, which takes memory only.
  var embeddingParameters = 0
  /// Weights of the routed experts' slots on this device.
  var expertParameters = 0
  /// Weights of routed experts that one token of the stage meets, over all devices.
  var chosenParameters = 0
  /// Layers with experts.
  var expertLayers = 0
  /// Layers.
  var layers = 0

  /// The share of the stage's layers, with embedding or output head where the stage is first or last.
  init(_ config: TransformerConfig, _ layout: Layout, stage: Int) {
    let slice = layout.stages(of: config)[stage]
    layers = slice.count
    let table = config.vocabularySize * config.hiddenSize / layout.tensor
    let isLast = stage == layout.pipeline - 1
    if stage == 0 {
      let isShared = config.tiesEmbeddings && isLast
      embeddingParameters = (isShared ? 0 : table) + config.learntPositions * config.hiddenSize
    }
    if isLast { residentParameters += table + config.finalNormParameters }
    for layer in slice { add(layer, config.hiddenSize, layout) }
  }

  private mutating func add(
    _ layer: TransformerConfig.Layer,
    _ hiddenSize: Int,
    _ layout: Layout
  ) {
    residentParameters += Self.resident(layer, hiddenSize, layout)
    guard let experts = layer.feedForward.experts else { return }
    let expert = experts.expertParameters(hiddenSize: hiddenSize)
    let slots = (experts.count + layout.redundantExperts) / layout.expert
    expertLayers += 1
    expertParameters += slots * expert / layout.expertTensor
    chosenParameters += experts.chosen * expert
  }

  /// Bytes that a device sends at the end of a training iteration: gradients to their sums, new weights back.
  ///
  ///     Σ (g − 1) / g · weights · (bytes of a gradient + bytes of a weight)
  ///
  /// over weights of which g devices hold the same: all but routed experts on dp · cp of them, those on as many
  /// as there are copies of all slots. Without context parallelism it is what a plan's update sends.
  func updateBytes(_ layout: Layout, _ widths: PlanWidths) -> Double {
    let copies = layout.devicesPerStage / (layout.expert * layout.expertTensor)
    func sent(_ weights: Int, _ group: Int, _ width: Double) -> Double {
      Double(weights) * Double(group - 1) / Double(group) * (widths.activation + width)
    }
    return sent(
      residentParameters + embeddingParameters,
      layout.data * layout.context,
      widths.rest.bytesPerElement
    ) + sent(expertParameters, copies, widths.experts.bytesPerElement)
  }

  /// What a device holds of one layer, routed experts apart.
  static func resident(
    _ layer: TransformerConfig.Layer,
    _ hiddenSize: Int,
    _ layout: Layout
  ) -> Int {
    let attention = layer.attention.parameters(hiddenSize: hiddenSize, cutInto: layout.tensor)
    let feedForward =
      switch layer.feedForward {
      case .dense(let width, let isGated, let hasBias):
        FeedForward.weights(
          hiddenSize: hiddenSize,
          width: width / layout.tensor,
          isGated: isGated,
          hasBias: hasBias
        )
      case .experts(let experts):
        experts.routerParameters(hiddenSize: hiddenSize)
          + experts.sharedParameters(hiddenSize: hiddenSize) / layout.tensor
      }
    return layer.normParameters + attention + feedForward
  }
}

extension Attention {
  /// Weights that one of so many devices holds when heads are cut among them.
  ///
  /// Key/value heads are held more than once where there are fewer of them than devices; the down
  /// projections of latent attention, their norms and the indexer are on every device.
  func parameters(hiddenSize: Int, cutInto parts: Int) -> Int {
    var count = indexer.map { $0.parameters(hiddenSize: hiddenSize, queryRank: indexQueries) } ?? 0
    switch heads {
    case .grouped(let queryHeads, let keyValueHeads, let headDimension):
      let mine = Attention(
        .grouped(
          queryHeads: queryHeads / parts,
          keyValueHeads: max(1, keyValueHeads / parts),
          headDimension: headDimension
        ),
        sharesCache: sharesCache,
        extras: extras
      )
      count += mine.parameters(hiddenSize: hiddenSize)
    case .latent(let heads, let queryRank, let latent, let rotary, let plain, let value):
      let mine = Attention(
        .latent(
          heads: heads / parts,
          queryRank: queryRank,
          latentDimension: latent,
          rotaryDimension: rotary,
          plainDimension: plain,
          valueDimension: value
        )
      )
      count += mine.parameters(hiddenSize: hiddenSize)
    case .linear(let heads, let headDimension):
      let mine = Attention(.linear(heads: heads / parts, headDimension: headDimension))
      count += mine.parameters(hiddenSize: hiddenSize)
    }
    return count
  }

  private var indexQueries: Int {
    guard case .latent(_, let rank, _, _, _, _) = heads else { return 0 }
    return rank
  }
}
