/// The matrices of activations that a device works in: one for each use and width, which steps and layers share.
struct ActivationRoom {
  /// What a matrix is for; two uses never share memory.
  enum Use: Hashable {
    case stream, normed, blockResult, scores
    case queries, compressedQueries, plainQueries, latent, keys, values, attended, attendedValues
    case keptKeys, keptValues, contextParts
    case gates, ups, routed, routedResults, leaving, arrived, answers, returned, returnedPart
    case lastHidden, logits, allLogits
  }

  private struct Key: Hashable {
    let use: Use
    let columns: Int
  }

  private var rows: [Key: Double] = [:]

  /// Makes sure of so many rows.
  mutating func need(_ use: Use, rows count: Double, columns: Int) {
    let key = Key(use: use, columns: columns)
    rows[key] = max(count, rows[key] ?? 0)
  }

  /// Numbers in all matrices.
  var numbers: Double { rows.reduce(0) { $0 + $1.value * Double($1.key.columns) } }
}

extension Lowering {
  /// The matrices of a whole step.
  func activations(_ shards: inout ShardCache) -> ActivationRoom {
    var room = ActivationRoom()
    room.need(.stream, rows: Double(rows), columns: hidden)
    var seen = Set<TransformerConfig.Layer>()
    for layer in layout.stages(of: plan.config)[place.stage].indices {
      let isNew = seen.insert(plan.config.layers[layer]).inserted
      if let experts = shards[layer].experts, let load = shards.load(of: layer) {
        addExperts(experts, load, to: &room)
      } else if isNew, let network = shards[layer].network {
        addNetwork(network, rows: Double(rows), to: &room)
      }
      if isNew { addAttention(shards[layer], to: &room) }
    }
    if place.stage == layout.pipeline - 1 && place.context == 0 { addHead(to: &room) }
    return room
  }

  private func addHead(to room: inout ActivationRoom) {
    guard rows > 0 else { return }
    let count = Double(wanted)
    room.need(.lastHidden, rows: count, columns: hidden)
    room.need(.logits, rows: count, columns: vocabulary)
    if layout.tensor > 1 && place.tensor == 0 {
      room.need(.allLogits, rows: count, columns: plan.config.vocabularySize)
    }
  }

  private func addAttention(_ layer: LayerShard, to room: inout ActivationRoom) {
    guard rows > 0 else { return }
    let (shard, count) = (layer.attention, Double(rows))
    room.need(.normed, rows: count, columns: hidden)
    room.need(.blockResult, rows: count, columns: hidden)
    room.need(.queries, rows: count, columns: shard.heads * shard.keyWidth)
    room.need(.attended, rows: count, columns: shard.heads * shard.valueWidth)
    switch layer.shape.attention.heads {
    case .grouped:
      guard !layer.shape.attention.sharesCache else { break }
      room.need(.keys, rows: count, columns: shard.storedHeads * shard.keyWidth)
      room.need(.values, rows: count, columns: shard.storedHeads * shard.valueWidth)
    case .latent(_, let rank, _, _, let plain, let value):
      room.need(.latent, rows: count, columns: shard.keyWidth)
      if rank > 0 { room.need(.compressedQueries, rows: count, columns: rank) }
      room.need(.plainQueries, rows: count, columns: shard.heads * plain)
      room.need(.attendedValues, rows: count, columns: shard.heads * value)
    case .linear: break
    }
    guard layout.context > 1 else { return }
    let kept = Double(layer.pairs.written)
    room.need(.keptKeys, rows: kept, columns: shard.storedHeads * shard.keyWidth)
    if !shard.valuesAreKeys {
      room.need(.keptValues, rows: kept, columns: shard.storedHeads * shard.valueWidth)
    }
    let columns = shard.heads * (shard.valueWidth + 2)
    room.need(.contextParts, rows: Double(layout.context) * count, columns: columns)
  }

  private func addNetwork(
    _ network: NetworkShard,
    rows count: Double,
    to room: inout ActivationRoom
  ) {
    guard count > 0 else { return }
    if network.entries.count > 1 { room.need(.gates, rows: count, columns: network.width) }
    room.need(.ups, rows: count, columns: network.width)
    room.need(.blockResult, rows: count, columns: hidden)
  }

  private func addExperts(
    _ shard: ExpertsShard,
    _ load: ExpertLoad,
    to room: inout ActivationRoom
  ) {
    if rows > 0 { room.need(.scores, rows: Double(rows), columns: shard.router.outputs) }
    if let shared = shard.shared, place.context == 0 {
      addNetwork(shared, rows: Double(rows), to: &room)
    }
    for use in [ActivationRoom.Use.routed, .routedResults] {
      room.need(use, rows: load.arrived, columns: hidden)
    }
    for use in [ActivationRoom.Use.gates, .ups] {
      room.need(use, rows: load.arrived, columns: shard.expert.width)
    }
    guard shard.deal.exchanges else { return }
    for use in [ActivationRoom.Use.arrived, .answers] {
      room.need(use, rows: load.arrived, columns: hidden)
    }
    for use in [ActivationRoom.Use.leaving, .returned] {
      room.need(use, rows: load.sent, columns: hidden)
    }
    if shard.deal.parts > 1 { room.need(.returnedPart, rows: load.sent, columns: hidden) }
  }
}
