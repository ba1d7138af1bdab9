import Quantities

/// Turns a device's program into operations and exchanges with their amounts.
struct Lowering {
  let plan: Plan
  let rank: Int
  let place: DevicePlace
  let make: OperationMaker
  /// Of the device's data rank.
  let feeds: [StepFeed]
  /// The number of each of its rows in the whole step.
  let stepRows: [Int]

  init(_ plan: Plan, rank: Int) {
    self.plan = plan
    self.rank = rank
    place = plan.layout.place(of: rank)
    make = OperationMaker(widths: plan.widths)
    (feeds, stepRows) = plan.feeds(of: place.data)
  }

  var layout: Layout { plan.layout }
  var hidden: Int { plan.config.hiddenSize }
  var rows: Int { stepRows.count }
  /// Rows that need logits.
  var wanted: Int { feeds.reduce(0) { $0 + $1.logits } }

  /// The part of the vocabulary that the device holds.
  var vocabulary: Int {
    Layout.share(of: plan.config.vocabularySize, part: place.tensor, of: layout.tensor).count
  }

  /// The columns of the residual stream that the device hands on.
  var columns: Int { Layout.share(of: hidden, part: place.tensor, of: layout.tensor).count }

  /// Bytes of the residual stream that go from one stage to the next.
  var handedOn: Double { Double(rows * columns) * plan.widths.activation }

  var devicePlan: DevicePlan {
    let program =
      plan.pass == .update
      ? [] : layout.program(for: place, hasRows: rows > 0, of: plan.config)
    var shards = ShardCache(self)
    return DevicePlan(
      rank: rank,
      place: place,
      actions: turned(actions(program, &shards), &shards),
      memory: memory(&shards)
    )
  }

  private func actions(
    _ program: [(PlannedAction.Step, layer: Int?)],
    _ shards: inout ShardCache
  ) -> [PlannedAction] {
    var previous: PlannedAction.Step?
    return program.map { step, layer in
      var action = PlannedAction(step, layer: layer)
      if let layer {
        fill(&action, shards[layer], shards.load(of: layer), behind: previous)
      } else {
        fill(&action)
      }
      previous = step
      return action
    }
  }

  /// The ends of the model and of a stage.
  private func fill(_ action: inout PlannedAction) {
    let count = Double(rows)
    switch action.step {
    case .embed:
      var amounts = Amounts(activationsWritten: count * Double(hidden) * plan.widths.activation)
      amounts.weights = count * plan.widths.rest.row(hidden)
      action.operations = [
        PlannedOperation(
          kind: .embedding,
          shape: .rows(Quantity(count), columns: hidden),
          amounts: amounts
        )
      ]
    case .receive:
      let sender = layout.rank(of: place, stage: place.stage - 1)
      action.communication = Communication(.handOver, group: [sender, rank], sendings: [])
    case .send:
      let receiver = layout.rank(of: place, stage: place.stage + 1)
      let sending = Communication.Sending(to: receiver, messages: 1, bytes: handedOn)
      action.communication = Communication(.handOver, group: [rank, receiver], sendings: [sending])
    case .gather:
      let parts = (0..<layout.tensor).map { part in
        rows * Layout.share(of: hidden, part: part, of: layout.tensor).count
      }
      action.communication = allGather(Array(layout.tensorGroup(of: place)), parts: parts)
    case .sum:
      action.communication = allReduce(Array(layout.tensorGroup(of: place)))
    case .head:
      action.operations = head
    case .collectLogits:
      let group = Array(layout.tensorGroup(of: place))
      let bytes = Double(wanted * vocabulary) * plan.widths.activation
      let sendings =
        place.tensor == 0
        ? [] : [Communication.Sending(to: group[0], messages: 1, bytes: bytes)]
      action.communication = Communication(.gather, group: group, sendings: sendings)
    default: stop("a plan has \(action.step) outside a layer")
    }
  }

  private var head: [PlannedOperation] {
    let count = Double(wanted)
    let part = MatrixPart(outputs: vocabulary, inputs: hidden, weights: plan.widths.rest)
    let norm = make.norm(rows: count, columns: hidden, vector: plan.config.finalNormParameters)
    var operations = [make.gather(rows: count, columns: hidden), norm]
    if wanted > 0 { operations.append(make.product(.outputHead, part, rows: count)) }
    if plan.capsLogits {
      operations.append(
        make.rowwise(.elementwise, rows: count, columns: vocabulary, flop: 3, reads: 1)
      )
    }
    return operations
  }
}

/// The device's parts of layers and the visits of their experts, made once for each kind of layer.
struct ShardCache {
  private let lowering: Lowering
  private var parts: [TransformerConfig.Layer: LayerShard] = [:]
  /// By layer, or under even routing by kind of layer: then all of a kind are alike.
  private var loads: [AnyHashable: ExpertLoad] = [:]

  init(_ lowering: Lowering) { self.lowering = lowering }

  subscript(layer: Int) -> LayerShard {
    mutating get {
      let shape = lowering.plan.config.layers[layer]
      if let part = parts[shape] { return part }
      let part = LayerShard(shape, lowering)
      parts[shape] = part
      return part
    }
  }

  /// What the experts of a layer get; nothing in a layer without.
  mutating func load(of layer: Int) -> ExpertLoad? {
    let shape = lowering.plan.config.layers[layer]
    guard let experts = shape.feedForward.experts else { return nil }
    let key =
      if case .even = lowering.plan.visits { AnyHashable(shape) } else { AnyHashable(layer) }
    if let load = loads[key] { return load }
    let load = ExpertLoad(lowering, experts, ExpertShards(experts, lowering.layout), layer: layer)
    loads[key] = load
    return load
  }
}
