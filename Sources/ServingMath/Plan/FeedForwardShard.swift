/// The part of a gated or plain network that one device holds.
struct NetworkShard {
  /// Products into the network: gate and up, or up alone.
  let entries: [MatrixPart]
  /// The product out of it.
  let exit: MatrixPart

  /// Columns between the two.
  var width: Int { exit.inputs }

  init(
    width: Int,
    hidden: Int,
    isGated: Bool = true,
    hasBias: Bool = false,
    _ weights: PlanWidths.Weights
  ) {
    let entry = MatrixPart(outputs: width, inputs: hidden, weights: weights, hasBias: hasBias)
    entries = isGated ? [entry, entry] : [entry]
    exit = MatrixPart(outputs: hidden, inputs: width, weights: weights, hasBias: hasBias)
  }

  /// Weights.
  var numbers: Int { (entries + [exit]).reduce(0) { $0 + $1.numbers } }

  /// Bytes of weights in memory.
  func bytesHeld(_ widths: PlanWidths) -> Double {
    (entries + [exit]).reduce(0) { $0 + $1.bytesHeld(widths) }
  }

  /// What the network does to some rows, with so many networks of this shape read.
  func operations(
    _ kind: OperationKind,
    rows: Double,
    count: Double = 1,
    _ make: OperationMaker
  ) -> [PlannedOperation] {
    let isGated = entries.count > 1
    let activation = make.rowwise(
      .elementwise,
      rows: rows,
      columns: width,
      flop: isGated ? 2 : 1,
      reads: isGated ? 2 : 1
    )
    return entries.map { make.product(kind, $0, rows: rows, count: count) } + [activation]
      + [make.product(kind, exit, rows: rows, count: count)]
  }
}

/// The part of a layer of experts that one device holds.
struct ExpertsShard {
  let deal: ExpertShards
  let router: MatrixPart
  let expert: NetworkShard
  let shared: NetworkShard?

  init(_ experts: Experts, _ layout: Layout, hidden: Int, _ widths: PlanWidths) {
    deal = ExpertShards(experts, layout)
    router = MatrixPart(
      outputs: experts.count,
      inputs: hidden,
      weights: widths.routers,
      hasBias: experts.routerHasBias
    )
    expert = NetworkShard(
      width: experts.feedForwardSize / deal.parts,
      hidden: hidden,
      hasBias: experts.expertsHaveBias,
      widths.experts
    )
    shared =
      experts.shared == 0
      ? nil
      : NetworkShard(
        width: experts.shared * experts.sharedFeedForwardSize / layout.tensor,
        hidden: hidden,
        hasBias: experts.expertsHaveBias,
        widths.rest
      )
  }

  /// Bytes of weights in memory.
  func bytesHeld(_ widths: PlanWidths, hasShared: Bool) -> Double {
    router.bytesHeld(widths) + Double(deal.slotsPerGroup) * expert.bytesHeld(widths)
      + (hasShared ? shared?.bytesHeld(widths) ?? 0 : 0)
  }
}
