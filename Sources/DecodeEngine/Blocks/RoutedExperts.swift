import ServingMath

/// A router and its experts: each row visits a few, some visit all rows.
struct RoutedExperts {
  let router: PackedMatrix
  /// Added to scores while choosing (sigmoid) or to logits (softmax), as the family has it.
  let bias: [Float]?
  let routing: Routing
  let experts: [GatedNetwork]
  let shared: GatedNetwork?

  /// What the chosen and the shared experts make of each row.
  ///
  /// - Returns: rows × hidden size, to be added to the residual stream.
  func callAsFunction(_ inputs: Matrix.Slice, _ step: Step, layer: Int) -> Matrix {
    let routes = route(inputs, step)
    step.trace?.routes[layer] = routes
    let visits = Visits(routes, experts: experts.count)
    let kernels = step.kernels
    let hidden = inputs.width
    let width = experts[0].width
    let count = visits.sources.count
    let gathered = step.matrix(.routed, columns: hidden, rows: count).all
    let gates = step.matrix(.gates, columns: width, rows: count).all
    let ups = step.matrix(.ups, columns: width, rows: count).all
    let results = step.matrix(.routedResults, columns: hidden, rows: count).all
    kernels.gather(inputs, rows: visits.sources, into: gathered)
    let entries = visits.ranges.flatMap { expert, rows in
      experts[expert].entries(gathered[rows: rows], gates[rows: rows], ups[rows: rows])
    }
    kernels.multiply(entries, as: .routedExperts)
    kernels.gate(gates, ups, experts[0].activation, into: gates)
    let exits = visits.ranges.map { expert, rows in
      experts[expert].exit(gates[rows: rows], results[rows: rows])
    }
    kernels.multiply(exits, as: .routedExperts)
    let sum: Matrix
    if let shared {
      sum = shared(inputs, step, as: .sharedExperts)
    } else {
      sum = step.matrix(.blockResult, columns: hidden)
      kernels.clear(sum.all)
    }
    kernels.combine(results, visits: visits.ofRow, onto: sum.all)
    return sum
  }

  private func route(
    _ inputs: Matrix.Slice,
    _ step: Step
  ) -> [[(expert: Int, weight: Float)]] {
    let scores = step.matrix(.scores, columns: router.rows)
    let isAdded = if case .softmax = routing { true } else { false }
    let product = Product(router, bias: isAdded ? bias : nil, inputs, into: scores.all)
    step.kernels.multiply([product], as: .router)
    return step.kernels.route(scores.all, by: routing, bias: isAdded ? nil : bias)
  }
}

/// The rows of a step ordered by the expert that they visit.
private struct Visits {
  /// For each visit, the row that makes it.
  private(set) var sources: [Int32] = []
  /// Of each expert that is visited, its visits.
  private(set) var ranges: [(expert: Int, rows: Range<Int>)] = []
  /// For each row, its visits and their weights, in order of expert.
  private(set) var ofRow: [[(row: Int32, weight: Float)]]

  init(_ routes: [[(expert: Int, weight: Float)]], experts: Int) {
    var visitors = [[(row: Int, weight: Float)]](repeating: [], count: experts)
    for (row, choices) in routes.enumerated() {
      for choice in choices { visitors[choice.expert].append((row, choice.weight)) }
    }
    ofRow = routes.map { _ in [] }
    for (expert, visitors) in visitors.enumerated() where !visitors.isEmpty {
      let first = sources.count
      for (row, weight) in visitors {
        ofRow[row].append((Int32(sources.count), weight))
        sources.append(Int32(row))
      }
      ranges.append((expert, first..<sources.count))
    }
  }
}

extension RoutedExperts {
  /// Takes the weights of a layer with experts.
  init(
    _ binder: WeightBinder,
    _ shape: Experts,
    _ layer: Architecture.Layer,
    _ architecture: Architecture
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
    for expert in 0..<shape.count {
      experts.append(
        try Self.expert(expert, of: shape.count, part, naming, width, hidden, layer.activation)
      )
    }
    self.experts = experts
    shared =
      shape.shared == 0
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
