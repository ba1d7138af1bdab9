import Quantities
import ServingMath

/// Rows on their way to the devices of their experts and back.
struct ExpertTravel {
  /// Visits of the rows that this device owns: the row, the slot of all that serves it, and the expert's weight.
  var visits: [(row: Int, slot: Int, weight: Float)]
  /// The slots, among this device's, that the visits from each device of the block go to.
  var arrivals: [[Int]]
  /// What this device's experts made of them, in order of arrival: visits × hidden size.
  var answers: Matrix?
}

// A layer of experts that devices share.
extension DevicePass {
  /// Norms all rows and chooses their experts; every device that has the rows finds the same.
  func route(_ layer: TransformerLayer) {
    let inputs = layer.networkInputs(stream, step)
    self.inputs = inputs
    routes = experts(layer).route(inputs, step, layer: layer.index)
  }

  /// Sends the rows that this device owns to the devices of their experts.
  func dispatch(_ layer: TransformerLayer) throws(TransportError) {
    let (shards, hidden) = (shards(layer), device.config.hiddenSize)
    let replicas = layout.tensor * layout.context
    let own = place.context * layout.tensor + place.tensor
    var visits: [(row: Int, slot: Int, weight: Float)] = []
    for row in stride(from: own, to: step.rows, by: replicas) {
      for (expert, weight) in routes[row] {
        visits.append((row, shards.slot(serving: expert, row: row), weight))
      }
    }
    let leaving = step.matrix(.leaving, columns: hidden, rows: visits.count)
    if let inputs {
      kernels.gather(inputs, rows: visits.map { Int32($0.row) }, into: leaving.all)
    }
    let block = Array(shards.block(of: device.rank))
    let messages = block.map { receiver in
      let group = shards.place(of: receiver).group
      var message = TransportMessage([])
      for (index, visit) in visits.enumerated() where visit.slot / shards.slotsPerGroup == group {
        message.header.append(Int32(visit.slot % shards.slotsPerGroup))
        message.payload += leaving.numbers(index * hidden..<(index + 1) * hidden)
      }
      return message
    }
    let received = try exchange.allToAll(messages, over: block)
    let arrived = step.matrix(
      .arrived,
      columns: hidden,
      rows: received.reduce(0) { $0 + $1.header.count }
    )
    var next = 0
    for (sender, message) in zip(block, received) {
      guard message.payload.count == message.header.count * hidden else {
        throw .wrongSize(
          from: sender,
          found: message.payload.count,
          expected: message.header.count * hidden
        )
      }
      arrived.replace(with: message.payload, at: next)
      next += message.payload.count
    }
    travel = ExpertTravel(visits: visits, arrivals: received.map { $0.header.map(Int.init) })
  }

  /// Starts the sum over experts: with what the shared ones make, on one context rank, else with zeros.
  func computeSharedExperts(_ layer: TransformerLayer) {
    guard let inputs else { stop("experts are asked for before their rows were routed") }
    result = (experts(layer).sharedResults(inputs, step), Array(layout.replicas(of: place)))
  }

  /// Computes this device's experts of the rows that visit them.
  func computeExperts(_ layer: TransformerLayer) {
    let block = experts(layer)
    guard let travel else {
      let visits = SlotVisits(ownRoutes(shards(layer)), slots: block.experts.count)
      guard let inputs else { stop("experts are asked for before their rows were routed") }
      mixed = (block.results(of: visits, inputs, step), visits.ofRow)
      return
    }
    let slots = travel.arrivals.flatMap(\.self)
    let visits = SlotVisits(slots, slots: block.experts.count)
    let hidden = device.config.hiddenSize
    let arrived = step.matrix(.arrived, columns: hidden, rows: slots.count)
    let results = block.results(of: visits, arrived.all, step)
    let answers = step.matrix(.answers, columns: hidden, rows: slots.count)
    kernels.gather(results.all, rows: visits.ofRow.map { $0[0].row }, into: answers.all)
    self.travel?.answers = answers
  }

  /// Sends what experts made back to where the rows came from.
  func combine(_ layer: TransformerLayer) throws(TransportError) {
    guard let travel, let answers = travel.answers else {
      stop("results are combined before experts were computed")
    }
    let (shards, hidden) = (shards(layer), device.config.hiddenSize)
    let block = Array(shards.block(of: device.rank))
    var first = 0
    let messages = travel.arrivals.map { slots in
      defer { first += slots.count * hidden }
      return TransportMessage(answers.numbers(first..<first + slots.count * hidden))
    }
    let received = try exchange.allToAll(messages, over: block)
    // The parts of each visit come from the devices of one group; the first part first.
    let returned = step.matrix(.returned, columns: hidden, rows: travel.visits.count)
    try put(received, of: travel.visits, block, part: 0, into: returned, shards)
    for part in 1..<max(shards.parts, 1) {
      let other = step.matrix(.returnedPart, columns: hidden, rows: travel.visits.count)
      try put(received, of: travel.visits, block, part: part, into: other, shards)
      kernels.add(other.all, onto: returned.all)
    }
    var ofRow = [[(row: Int32, weight: Float)]](repeating: [], count: step.rows)
    for (index, visit) in travel.visits.enumerated() {
      ofRow[visit.row].append((Int32(index), visit.weight))
    }
    mixed = (returned, ofRow)
    self.travel = nil
  }

  /// Adds what the visited experts made, each times its weight, onto the rows.
  func mix() {
    guard let mixed else { stop("experts are mixed before they were computed") }
    kernels.combine(mixed.results.all, visits: mixed.visits, onto: result.matrix.all)
    self.mixed = nil
  }

  // MARK: -

  /// Puts one part of each visit's result where the visit stands.
  private func put(
    _ received: [TransportMessage],
    of visits: [(row: Int, slot: Int, weight: Float)],
    _ block: [Int],
    part: Int,
    into matrix: Matrix,
    _ shards: ExpertShards
  ) throws(TransportError) {
    let hidden = matrix.columns
    for (sender, message) in zip(block, received) {
      let place = shards.place(of: sender)
      guard place.part == part else { continue }
      let rows = visits.indices.filter { visits[$0].slot / shards.slotsPerGroup == place.group }
      guard message.payload.count == rows.count * hidden else {
        throw .wrongSize(from: sender, found: message.payload.count, expected: rows.count * hidden)
      }
      for (index, row) in rows.enumerated() {
        let numbers = Array(message.payload[index * hidden..<(index + 1) * hidden])
        matrix.replace(with: numbers, at: row * hidden)
      }
    }
  }

  /// The choices of the rows of this context rank that experts of this device serve, by slot.
  private func ownRoutes(_ shards: ExpertShards) -> [[(expert: Int, weight: Float)]] {
    let group = shards.place(of: device.rank).group
    return routes.enumerated().map { row, choices in
      guard row % layout.context == place.context else { return [] }
      return choices.compactMap { choice in
        let slot = shards.slot(serving: choice.expert, row: row)
        guard slot / shards.slotsPerGroup == group else { return nil }
        return (slot % shards.slotsPerGroup, choice.weight)
      }
    }
  }

  private func experts(_ layer: TransformerLayer) -> RoutedExperts {
    guard case .experts(let experts) = layer.network else {
      stop("layer \(layer.index) has no experts")
    }
    return experts
  }

  private func shards(_ layer: TransformerLayer) -> ExpertShards {
    guard let experts = device.config.layers[layer.index].feedForward.experts else {
      stop("layer \(layer.index) has no experts")
    }
    return ExpertShards(experts, layout)
  }
}
