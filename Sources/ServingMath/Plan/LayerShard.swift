/// The part of a layer that one device holds, and what its rows do in attention.
struct LayerShard {
  let shape: TransformerConfig.Layer
  let attention: AttentionShard
  let network: NetworkShard?
  let experts: ExpertsShard?
  let pairs: AttentionPairs
  /// Whether results pass a norm of their own.
  let normsResults: Bool

  init(_ layer: TransformerConfig.Layer, _ lowering: Lowering) {
    let (layout, widths, hidden) = (lowering.layout, lowering.plan.widths, lowering.hidden)
    shape = layer
    attention = AttentionShard(layer.attention, hidden: hidden, tensor: layout.tensor, widths.rest)
    switch layer.feedForward {
    case .dense(let width, let isGated, let hasBias):
      network = NetworkShard(
        width: width / layout.tensor,
        hidden: hidden,
        isGated: isGated,
        hasBias: hasBias,
        widths.rest
      )
      experts = nil
    case .experts(let shape):
      network = nil
      experts = ExpertsShard(shape, layout, hidden: hidden, widths)
    }
    pairs = AttentionPairs(lowering.feeds, layer.attention, layout, context: lowering.place.context)
    normsResults = layer.normParameters >= 4 * hidden
  }

  /// Bytes of weights in memory; shared experts are on the devices that compute them.
  func bytesHeld(_ widths: PlanWidths, hasShared: Bool) -> Double {
    attention.bytesHeld(widths) + (network?.bytesHeld(widths) ?? 0)
      + (experts?.bytesHeld(widths, hasShared: hasShared) ?? 0) + Double(shape.normParameters)
      * widths.vector
  }
}
