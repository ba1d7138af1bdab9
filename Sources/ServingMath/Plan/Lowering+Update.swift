import Quantities

/// The end of a training iteration on one device.
///
/// Devices that hold the same weights (replicas) have gradients of different tokens. Of each kind of weights,
/// replicas add up their gradients by a reduce-scatter, which leaves each with the sums of one chunk; there the
/// optimiser takes its step, and an all-gather gives the new weights to all. Gradients have the width of
/// activations, weights that of their storage.
///
/// Left out: the sum over tensor ranks of what several of them hold whole (norms, routers, key/value heads where
/// there are fewer of them than devices, the narrow products of latent attention), and over redundant copies of
/// an expert.
///
/// > Source: arXiv 1910.02054, section 5, for optimiser state that is cut over replicas.
extension Lowering {
  /// Weights with the devices that hold the same.
  private struct Replicated {
    let numbers: Int
    /// Bytes of one weight as stored.
    let width: Double
    let group: [Int]

    func chunk(of rank: Int) -> Int {
      let member = group.firstIndex(of: rank) ?? 0
      return Layout.chunk(of: numbers, leftWith: member, of: group.count).count
    }
  }

  func update(_ shards: inout ShardCache) -> [PlannedAction] {
    replicated(&shards).flatMap { weights -> [PlannedAction] in
      var sum = PlannedAction(.sumGradients)
      var update = PlannedAction(.update)
      var share = PlannedAction(.shareWeights)
      update.operations = [optimiser(weights.chunk(of: rank), weights.width)]
      guard weights.group.count > 1 else { return [update] }
      sum.communication = reduceScatter(weights.group, numbers: weights.numbers)
      share.communication = allGather(
        weights.group,
        parts: weights.group.map(weights.chunk),
        width: weights.width
      )
      return [sum, update, share]
    }
  }

  /// Gradients of all that the device holds, and the optimiser's state of its chunks.
  func updateBytes(_ shards: inout ShardCache) -> Double {
    replicated(&shards).reduce(0) { sum, weights in
      sum + Double(weights.numbers) * plan.widths.activation
        + Double(weights.chunk(of: rank)) * Self.optimiserBytes
    }
  }

  /// A master copy of the weight and two moments, in single precision.
  private static let optimiserBytes = 12.0

  /// Adam: both moments (3 and 4 FLOP), and the weight's change by their quotient (5).
  ///
  /// > Source: arXiv 1412.6980, algorithm 1, the corrections of the moments counted once for all weights.
  private func optimiser(_ numbers: Int, _ width: Double) -> PlannedOperation {
    let count = Double(numbers)
    return PlannedOperation(
      kind: .elementwise,
      shape: .rows(Quantity(1), columns: numbers),
      amounts: Amounts(
        flop: 12 * count,
        weights: 2 * Self.optimiserBytes * count,
        activationsRead: plan.widths.activation * count,
        activationsWritten: width * count
      )
    )
  }

  private func replicated(_ shards: inout ShardCache) -> [Replicated] {
    var (whole, shared, routed) = (tableNumbers, headNumbers, 0)
    var deal: ExpertShards?
    for layer in layout.stages(of: plan.config)[place.stage].indices {
      let shard = shards[layer]
      whole += shard.attention.numbers + shard.shape.normParameters
      whole += shard.network?.numbers ?? 0
      guard let experts = shard.experts else { continue }
      whole += experts.router.numbers
      if place.context == 0 { shared += experts.shared?.numbers ?? 0 }
      routed += experts.deal.slotsPerGroup * experts.expert.numbers
      deal = experts.deal
    }
    let stage = place.stage * layout.devicesPerStage..<(place.stage + 1) * layout.devicesPerStage
    let (rest, experts) = (
      plan.widths.rest.bytesPerElement, plan.widths.experts.bytesPerElement
    )
    let same = stage.filter { layout.place(of: $0).tensor == place.tensor }
    var all = [Replicated(numbers: whole, width: rest, group: same)]
    if let deal {
      let holders = stage.filter { $0 % deal.devices == rank % deal.devices }
      all.append(Replicated(numbers: routed, width: experts, group: holders))
    }
    // Last, so that what comes before has the same place on the context ranks that have none of it.
    if shared > 0 {
      let first = same.filter { layout.place(of: $0).context == 0 }
      all.append(Replicated(numbers: shared, width: rest, group: first))
    }
    return all.filter { $0.numbers > 0 }
  }

  /// Weights of the input embedding, on the first stage.
  private var tableNumbers: Int {
    place.stage == 0 ? (vocabulary + plan.config.learntPositions) * hidden : 0
  }

  /// Weights of final norm and logits, on the last stage's devices that compute them.
  private var headNumbers: Int {
    guard place.stage == layout.pipeline - 1, place.context == 0 else { return 0 }
    let isTable = place.stage == 0 && plan.config.tiesEmbeddings
    return plan.config.finalNormParameters + (isTable ? 0 : vocabulary * hidden)
  }
}
