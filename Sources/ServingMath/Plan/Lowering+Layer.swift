import Quantities

extension Lowering {
  /// What is done in a layer; `behind` is what the device did before.
  func fill(
    _ action: inout PlannedAction,
    _ layer: LayerShard,
    _ load: ExpertLoad?,
    behind previous: PlannedAction.Step?
  ) {
    switch action.step {
    case .attention: action.operations = attention(layer)
    case .mergeContext:
      action.operations = [merging(layer.attention)]
      let numbers = rows * layer.attention.heads * (layer.attention.valueWidth + 2)
      let group = layout.contextGroup(of: place)
      action.communication = allGather(group, parts: group.map { _ in numbers })
    case .attentionOutput:
      action.operations = layer.attention.output.map {
        make.product(.attentionProjections, $0, rows: Double(rows))
      }
    case .addAttention, .addNetwork: action.operations = residual(layer)
    case .network:
      action.operations = [norm]
      if let network = layer.network {
        action.operations += network.operations(.denseFeedForward, rows: Double(rows), make)
      }
    case .sum:
      let group =
        previous == .mix ? layout.replicas(of: place) : layout.tensorGroup(of: place)
      action.communication = allReduce(Array(group))
    default:
      guard let experts = layer.experts, let load else {
        stop("a plan has \(action.step) in a layer without experts")
      }
      fill(&action, experts, load)
    }
  }

  private var norm: PlannedOperation {
    make.norm(rows: Double(rows), columns: hidden, vector: hidden)
  }

  private func residual(_ layer: LayerShard) -> [PlannedOperation] {
    (layer.normsResults ? [norm] : []) + [make.add(rows: Double(rows), columns: hidden)]
  }

  // MARK: - Attention

  private func attention(_ layer: LayerShard) -> [PlannedOperation] {
    let (shard, count) = (layer.attention, Double(rows))
    var operations = [norm]
    operations += shard.projections.map { make.product(.attentionProjections, $0, rows: count) }
    operations += shard.norms.map { make.norm(rows: count, columns: $0.columns, vector: $0.vector) }
    operations += shard.rotated.map {
      make.rowwise(.elementwise, rows: count, columns: $0, flop: 3, reads: 1)
    }
    operations += storing(layer)
    operations.append(attending(layer))
    return operations
  }

  /// Rows whose positions the device keeps are put together first, where it does not keep all.
  private func storing(_ layer: LayerShard) -> [PlannedOperation] {
    let shard = layer.attention
    guard layout.context > 1, shard.storedHeads > 0, !layer.shape.attention.sharesCache else {
      return []
    }
    let kept = Double(layer.pairs.written)
    let widths = [shard.keyWidth] + (shard.valuesAreKeys ? [] : [shard.valueWidth])
    return widths.map { make.gather(rows: kept, columns: shard.storedHeads * $0) }
  }

  private func attending(_ layer: LayerShard) -> PlannedOperation {
    let (shard, pairs, shape) = (layer.attention, layer.pairs, layer.shape.attention)
    let indexer = shape.indexer
    let perToken = shard.cacheBytesPerToken(plan.widths)
    let state = Double(pairs.sequences * shard.state) * plan.widths.cache
    let indexBytes = Double(indexer?.cachedBytesPerToken ?? 0)
    let perPair = 2 * shard.heads * (shard.keyWidth + shard.valueWidth)
    let indexWork = 2 * Double(pairs.indexed.pairs * (indexer?.multiplyAddsPerCachedToken ?? 0))
    let numbers = Double(rows * shard.heads) * plan.widths.activation
    let partial = layout.context > 1 ? 2 : 0
    let amounts = Amounts(
      flop: Double(pairs.attended) * Double(perPair) + indexWork
        + 4 * Double(pairs.tokens * shard.state),
      weights: Double(shard.sinks) * plan.widths.vector,
      cacheRead: Double(pairs.read) * perToken + Double(pairs.indexed.read) * indexBytes + state,
      cacheWritten: (shape.sharesCache ? 0 : Double(pairs.written) * perToken)
        + (indexer == nil ? 0 : Double(pairs.written) * indexBytes) + state,
      activationsRead: numbers * Double(shard.keyWidth),
      activationsWritten: numbers * Double(shard.valueWidth + partial)
    )
    return PlannedOperation(
      kind: .attention,
      shape: .attention(
        pairs: pairs.attended,
        heads: shard.heads,
        keyWidth: shard.keyWidth,
        valueWidth: shard.valueWidth
      ),
      amounts: amounts
    )
  }

  private func merging(_ shard: AttentionShard) -> PlannedOperation {
    let parts = Double(layout.context)
    return make.rowwise(
      .elementwise,
      rows: Double(rows * shard.heads),
      columns: shard.valueWidth,
      flop: 2 * parts,
      reads: parts * Double(shard.valueWidth + 2) / Double(max(1, shard.valueWidth))
    )
  }

  // MARK: - Rings

  /// A ring all-reduce of all rows of the residual stream.
  func allReduce(_ group: [Int]) -> Communication {
    let numbers = rows * hidden
    func chunk(_ index: Int) -> Int {
      Layout.share(of: numbers, part: index % group.count, of: group.count).count
    }
    let me = group.firstIndex(of: rank) ?? 0
    let sent = 2 * numbers - chunk(me + 1) - chunk(me + 2)
    return ring(.allReduce, group, messages: 2 * (group.count - 1), numbers: sent)
  }

  /// A ring reduce-scatter of so many numbers: every chunk but the one that is left with this device is sent on.
  func reduceScatter(_ group: [Int], numbers: Int) -> Communication {
    let me = group.firstIndex(of: rank) ?? 0
    let sent = numbers - Layout.chunk(of: numbers, leftWith: me, of: group.count).count
    return ring(.reduceScatter, group, messages: group.count - 1, numbers: sent)
  }

  /// A ring all-gather of parts of so many numbers; by default as wide as activations.
  func allGather(_ group: [Int], parts: [Int], width: Double? = nil) -> Communication {
    let me = group.firstIndex(of: rank) ?? 0
    let sent = parts.reduce(0, +) - parts[(me + 1) % group.count]
    return ring(.allGather, group, messages: group.count - 1, numbers: sent, width: width)
  }

  private func ring(
    _ kind: Communication.Kind,
    _ group: [Int],
    messages: Int,
    numbers: Int,
    width: Double? = nil
  ) -> Communication {
    let me = group.firstIndex(of: rank) ?? 0
    let sending = Communication.Sending(
      to: group[(me + 1) % group.count],
      messages: messages,
      bytes: Double(numbers) * (width ?? plan.widths.activation)
    )
    return Communication(kind, group: group, sendings: [sending])
  }
}
