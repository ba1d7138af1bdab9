extension Lowering {
  /// What the device holds at the fullest moment of the step.
  func memory(_ shards: inout ShardCache) -> DevicePlan.MemoryAmounts {
    var memory = DevicePlan.MemoryAmounts()
    let widths = plan.widths
    let stages = layout.stages(of: plan.config)
    for layer in stages[place.stage].indices {
      let shard = shards[layer]
      memory.weights += shard.bytesHeld(widths, hasShared: place.context == 0)
      memory.cache += cacheBytes(shard)
    }
    memory.weights += endBytes
    memory.activations =
      plan.pass == .update
      ? updateBytes(&shards) : activations(&shards).numbers * widths.activation
    return memory
  }

  private var endBytes: Double {
    let table = MatrixPart(outputs: vocabulary, inputs: hidden, weights: plan.widths.rest)
    let isFirst = place.stage == 0
    let isLast = place.stage == layout.pipeline - 1 && place.context == 0
    let learnt = isFirst ? plan.config.learntPositions * hidden : 0
    var bytes = Double(learnt) * plan.widths.rest.bytesPerElement
    if isFirst { bytes += table.bytesHeld(plan.widths) }
    if isLast {
      bytes += Double(plan.config.finalNormParameters) * plan.widths.vector
      if !(isFirst && plan.config.tiesEmbeddings) { bytes += table.bytesHeld(plan.widths) }
    }
    return bytes
  }

  /// Whole blocks of every sequence: those that a window has left are free again after the step.
  private func cacheBytes(_ layer: LayerShard) -> Double {
    let attention = layer.shape.attention
    let block = Layout.cacheBlock
    let state = Double(layer.attention.state * layer.pairs.sequences) * plan.widths.cache
    guard !attention.sharesCache else { return state }
    let index = Double(attention.indexer?.cachedBytesPerToken ?? 0)
    var blocks = 0
    func kept(_ positions: Int) -> Int {
      layout.positionsKept(of: positions, context: place.context)
    }
    for feed in feeds {
      var gone = 0
      if case .window(let tokens) = attention.span { gone = max(0, feed.first - tokens) / block }
      if case .chunk(let tokens) = attention.span { gone = max(0, feed.first - tokens) / block }
      let after = kept(feed.first + feed.tokens)
      blocks += (after + block - 1) / block - kept(gone * block) / block
    }
    return state + Double(blocks * block)
      * (layer.attention.cacheBytesPerToken(plan.widths) + index)
  }
}
