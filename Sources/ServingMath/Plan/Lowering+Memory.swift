extension Lowering {
  /// What the device holds at the fullest moment of the step.
  func memory(_ shards: inout ShardCache) -> DevicePlan.MemoryAmounts {
    var memory = DevicePlan.MemoryAmounts()
    let widths = plan.widths
    let stages = layout.stages(of: plan.config)
    for layer in stages[place.stage].indices {
      let shard = shards[layer]
      memory.weights += shard.bytesHeld(widths)
      memory.cache += cacheBytes(shard)
    }
    memory.weights += endBytes
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
    for feed in feeds {
      let before = layout.positionsKept(of: feed.first, context: place.context)
      let after = layout.positionsKept(of: feed.first + feed.tokens, context: place.context)
      let gone: Int
      switch attention.span {
      case .full: gone = 0
      case .window(let tokens), .chunk(let tokens): gone = max(0, before - tokens) / block
      }
      blocks += (after + block - 1) / block - gone
    }
    return state + Double(blocks * block)
      * (layer.attention.cacheBytesPerToken(plan.widths) + index)
  }
}
