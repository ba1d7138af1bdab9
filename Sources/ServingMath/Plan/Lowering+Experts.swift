import Quantities

extension Lowering {
  /// What is done in a layer of experts.
  func fill(_ action: inout PlannedAction, _ shard: ExpertsShard, _ load: ExpertLoad) {
    let count = Double(rows)
    switch action.step {
    case .route:
      let scores = Double(rows * shard.router.outputs) * plan.widths.activation
      let choice = PlannedOperation(
        kind: .router,
        shape: .rows(Quantity(count), columns: shard.router.outputs),
        amounts: Amounts(activationsRead: scores)
      )
      action.operations = [
        make.norm(rows: count, columns: hidden, vector: hidden),
        make.product(.router, shard.router, rows: count), choice,
      ]
    case .dispatch:
      action.operations = [make.gather(rows: load.sent, columns: hidden)]
      action.communication = exchange(load.leaving, width: plan.widths.dispatch)
    case .sharedExperts:
      if let shared = shard.shared, place.context == 0 {
        action.operations = shared.operations(.sharedExperts, rows: count, make)
      } else {
        let zeros = make.rowwise(.elementwise, rows: count, columns: hidden, flop: 0, reads: 0)
        action.operations = [zeros]
      }
    case .experts:
      let network = shard.expert.operations(
        .routedExperts,
        rows: load.arrived,
        count: load.touched,
        make
      )
      let gather = make.gather(rows: load.arrived, columns: hidden)
      action.operations = [gather] + network + (shard.deal.exchanges ? [gather] : [])
    case .combine:
      let added = Double(shard.deal.parts - 1) * load.sent
      if added > 0 { action.operations = [make.add(rows: added, columns: hidden)] }
      action.communication = exchange(load.arriving, width: plan.widths.activation)
    case .mix:
      let returned = shard.deal.exchanges ? load.sent : load.arrived
      action.operations = [mixing(visits: returned)]
    default: stop("a plan does not know \(action.step)")
    }
  }

  /// Adding what experts made onto rows: each visit is read once, each row read and written once.
  private func mixing(visits: Double) -> PlannedOperation {
    let (count, width) = (Double(rows), Double(hidden))
    return PlannedOperation(
      kind: .elementwise,
      shape: .rows(Quantity(visits), columns: hidden),
      amounts: Amounts(
        flop: 2 * visits * width,
        activationsRead: (visits + count) * width * plan.widths.activation,
        activationsWritten: count * width * plan.widths.activation
      )
    )
  }

  /// One message to every other device of the block, with so many rows each.
  private func exchange(_ rows: [Double], width: Double) -> Communication {
    let deal = layout.expertBlock(of: rank)
    let sendings = zip(deal, rows).filter { $0.0 != rank }.map {
      Communication.Sending(to: $0.0, messages: 1, bytes: $0.1 * Double(hidden) * width)
    }
    return Communication(.allToAll, group: Array(deal), sendings: sendings)
  }
}

extension Layout {
  /// Devices that together hold one copy of all routed experts.
  package func expertBlock(of rank: Int) -> Range<Int> {
    let count = expert * expertTensor
    let first = rank / count * count
    return first..<first + count
  }
}
