import ServingMath

extension VirtualDevice {
  /// What one device of a decode loop has done.
  struct LoopPart: Sendable {
    /// When it began each pass with rows, and of which microbatch in which round.
    var visits: [(microbatch: Int, round: Int, tick: Int)] = []
    /// For each microbatch and each of its feeds here the tokens chosen, on the device that collects logits.
    var tokens: [[[Int32]]]
  }

  /// Passes the loaded microbatches through the device's layers, again and again, as their tokens come back.
  func run(rounds: Int) -> Result<LoopPart, TransportError> {
    clock = PassClock()
    defer { clock = nil }
    return ending { () throws(TransportError) in
      var part = LoopPart(tokens: microbatches.map { $0.map { _ in [] } })
      for round in 0..<rounds {
        for index in microbatches.indices {
          if round > 0 { try feedAgain(index) }
          let feeds = microbatches[index]
          if !feeds.isEmpty, place.stage == 0, round == 0 || layout.pipeline == 1 {
            clock?.begin(after: [])
          }
          let logits = try pass(feeds)
          guard !feeds.isEmpty, let tick = clock?.ticks.last else { continue }
          part.visits.append((index, round, tick))
          let chosen = collectsLogits ? logits.map { Int32(Sampler.firstLargest($0)) } : []
          for (feed, token) in chosen.enumerated() { part.tokens[index][feed].append(token) }
          if round + 1 < rounds { try handBack(chosen, of: index) }
        }
      }
      return part
    }
  }

  private var collectsLogits: Bool { rank == chooser }

  /// The device that chooses the tokens of this device's data rank.
  private var chooser: Int {
    let last = layout.pipeline - 1
    return layout.rank(of: DevicePlace(stage: last, data: place.data, context: 0, tensor: 0))
  }

  /// Takes care that a microbatch has new tokens.
  private func feedAgain(_ index: Int) throws(TransportError) {
    if microbatches[index].isEmpty || layout.pipeline == 1 { return }
    if place.stage == 0 { return try takeBack(index) }
    // Later stages need not know which token it is.
    feed(index, [Int32](repeating: 0, count: microbatches[index].count))
  }

  /// Hands on the tokens chosen of a microbatch, from the last stage to the devices of the first that embed them.
  ///
  /// Where both are one stage, the others take them at once: after them come other messages from the same device.
  private func handBack(_ chosen: [Int32], of index: Int) throws(TransportError) {
    if collectsLogits {
      let first = DevicePlace(stage: 0, data: place.data, context: 0, tensor: 0)
      for receiver in layout.replicas(of: first) where receiver != rank {
        let message = TransportMessage([], header: (clock?.header ?? []) + chosen)
        try exchange.send(message, to: receiver, as: .handOver)
      }
      if layout.pipeline == 1 { feed(index, chosen) }
    } else if layout.pipeline == 1 {
      try takeBack(index)
    }
  }

  private func takeBack(_ index: Int) throws(TransportError) {
    let (header, count) = (try exchange.receive(from: chooser).header, microbatches[index].count)
    guard header.count == count + 1 else {
      throw .wrongSize(from: chooser, found: header.count, expected: count + 1)
    }
    if layout.pipeline > 1 { clock?.begin(after: header) }
    feed(index, Array(header.dropFirst()))
  }

  private func feed(_ index: Int, _ tokens: [Int32]) {
    for (place, token) in tokens.enumerated() { microbatches[index][place].tokens = [token] }
  }
}
