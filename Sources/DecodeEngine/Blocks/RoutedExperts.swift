import ServingMath

/// A router and its experts: each row visits a few, some visit all rows.
struct RoutedExperts {
  let router: PackedMatrix
  /// Added to scores while choosing (sigmoid) or to logits (softmax), as the family has it.
  let bias: [Float]?
  let routing: Routing
  /// The experts that are held here, by slot; of a whole layer all of them in order.
  let experts: [GatedNetwork]
  let shared: GatedNetwork?

  /// What the chosen and the shared experts make of each row.
  ///
  /// - Returns: rows × hidden size, to be added to the residual stream.
  func callAsFunction(_ inputs: Matrix.Slice, _ step: Step, layer: Int) -> Matrix {
    let visits = SlotVisits(route(inputs, step, layer: layer), slots: experts.count)
    let sum = sharedResults(inputs, step)
    let results = results(of: visits, inputs, step)
    step.kernels.combine(results.all, visits: visits.ofRow, onto: sum.all)
    return sum
  }

  /// Scores all experts and chooses some for each row.
  func route(
    _ inputs: Matrix.Slice,
    _ step: Step,
    layer: Int
  ) -> [[(expert: Int, weight: Float)]] {
    let scores = step.matrix(.scores, columns: router.rows)
    let isAdded = if case .softmax = routing { true } else { false }
    let product = Product(router, bias: isAdded ? bias : nil, inputs, into: scores.all)
    step.kernels.multiply([product], as: .router)
    let routes = step.kernels.route(scores.all, by: routing, bias: isAdded ? nil : bias)
    step.trace?.routes[layer] = routes
    return routes
  }

  /// What the shared experts make of each row, or zeros: rows × hidden size.
  func sharedResults(_ inputs: Matrix.Slice, _ step: Step) -> Matrix {
    if let shared { return shared(inputs, step, as: .sharedExperts) }
    let sum = step.matrix(.blockResult, columns: inputs.width)
    step.kernels.clear(sum.all)
    return sum
  }

  /// What the experts make of the rows that visit them: visits × hidden size, ordered by slot.
  func results(of visits: SlotVisits, _ inputs: Matrix.Slice, _ step: Step) -> Matrix {
    let kernels = step.kernels
    let hidden = inputs.width
    let width = experts[0].width
    let count = visits.sources.count
    let gathered = step.matrix(.routed, columns: hidden, rows: count).all
    let gates = step.matrix(.gates, columns: width, rows: count).all
    let ups = step.matrix(.ups, columns: width, rows: count).all
    let results = step.matrix(.routedResults, columns: hidden, rows: count)
    kernels.gather(inputs, rows: visits.sources, into: gathered)
    let entries = visits.ranges.flatMap { slot, rows in
      experts[slot].entries(gathered[rows: rows], gates[rows: rows], ups[rows: rows])
    }
    kernels.multiply(entries, as: .routedExperts)
    kernels.gate(gates, ups, experts[0].activation, into: gates)
    let exits = visits.ranges.map { slot, rows in
      experts[slot].exit(gates[rows: rows], results[rows: rows])
    }
    kernels.multiply(exits, as: .routedExperts)
    return results
  }
}

extension RoutedExperts {
  /// Takes the weights of a layer with experts, as far as a device holds them.
  init(
    _ binder: WeightBinder,
    _ shape: Experts,
    _ layer: Architecture.Layer,
    _ architecture: Architecture,
    _ extent: ModelPart.Extent
  ) throws(ModelError) {
    let hidden = architecture.shape.hiddenSize
    let width = shape.feedForwardSize
    let naming = architecture.naming.experts
    let part = binder.part(naming == .mixtral ? "block_sparse_moe" : "mlp")
    let gate = naming == .fusedInTurn ? "router" : "gate"
    router = try part.matrix(gate + ".weight", rows: shape.count, columns: hidden, exact: true)
    let biasName = naming == .fusedInTurn ? "router.bias" : "gate.e_score_correction_bias"
    bias = shape.routerHasBias ? try part.vector(biasName, count: shape.count) : nil
    routing = layer.routing ?? .softmax(chosen: shape.chosen, amongChosen: true)
    var experts: [GatedNetwork] = []
    for expert in extent.experts(shape) {
      experts.append(
        try Self.expert(expert, of: shape.count, part, naming, width, hidden, layer.activation)
      )
    }
    self.experts = experts
    shared =
      shape.shared == 0 || !extent.hasSharedExperts
      ? nil
      : try GatedNetwork(
        part.part("shared_experts"),
        width: shape.shared * shape.sharedFeedForwardSize,
        hidden: hidden,
        activation: layer.activation
      )
  }

  private static func expert(
    _ expert: Int,
    of count: Int,
    _ part: WeightBinder,
    _ naming: WeightNaming.Experts,
    _ width: Int,
    _ hidden: Int,
    _ activation: Activation
  ) throws(ModelError) -> GatedNetwork {
    switch naming {
    case .fused:
      try GatedNetwork(
        stacked: part.part("experts"),
        expert: expert,
        of: count,
        width: width,
        hidden: hidden,
        activation: activation
      )
    case .separate:
      try GatedNetwork(
        part.part("experts.\(expert)"),
        width: width,
        hidden: hidden,
        activation: activation
      )
    case .mixtral:
      try GatedNetwork(
        part.part("experts.\(expert)"),
        width: width,
        hidden: hidden,
        activation: activation,
        names: ("w1", "w3", "w2")
      )
    case .fusedInTurn:
      try GatedNetwork(
        fused: part.part("experts"),
        expert: expert,
        of: count,
        width: width,
        hidden: hidden,
        activation: activation
      )
    }
  }
}
