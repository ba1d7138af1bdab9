import ServingMath

extension ShardedEngine {
  /// A sequence without tokens yet.
  public func sequence() -> Sequence { Sequence() }

  /// Feeds tokens to sequences, all in one pass through the stages.
  ///
  /// - Parameters:
  ///   - feeds: At most one for each sequence. Feed number i belongs to data rank i % dp, which keeps the
  ///     cache of its sequence from the first tokens on; a feed without tokens may stand anywhere.
  ///   - trace: Takes notes of routes: for each layer with experts the choice of each row, in order of feeds.
  /// - Returns: For each feed, the logits of the tokens that it asked for: one row a token. Nothing for a
  ///   feed whose logits are collected by a device that runs elsewhere.
  /// - Throws: `ShardingError`.
  public func step(
    _ feeds: [Feed],
    trace: StepTrace? = nil
  ) throws(ShardingError) -> [[[Float]]] {
    try step(microbatches: [feeds], traces: trace.map { [$0] })[0]
  }

  /// Feeds several microbatches, which follow each other through the stages: while one is in a stage, the next
  /// is in the stage before.
  ///
  /// - Parameters:
  ///   - microbatches: As in `step(_:trace:)`; a sequence is in one of them at most.
  ///   - traces: One for each microbatch.
  /// - Returns: For each microbatch what `step(_:trace:)` returns.
  /// - Throws: `ShardingError`.
  public func step(
    microbatches: [[Feed]],
    traces: [StepTrace]? = nil
  ) throws(ShardingError) -> [[[[Float]]]] {
    if let failure { throw .exchange(failure) }
    try check(microbatches)
    try makeRoom(microbatches)
    for device in devices {
      device.load(microbatches.map { $0.work(device) }, traces: traces != nil)
    }
    let logits = try onDevices { $0.run() }
    for (index, feeds) in microbatches.enumerated() {
      for feed in feeds { feed.sequence.length += feed.tokens.count }
      if let traces { note(index, feeds, in: traces[index]) }
    }
    return microbatches.enumerated().map { index, feeds in
      Self.deal(feeds, layout) { logits[$0]?[index] }
    }
  }

  /// Lets all devices that run here do something at once, each on a thread of its own.
  ///
  /// - Returns: What each made, by rank.
  /// - Throws: `noThreads`, or why the exchange has ended; then no further step can be done.
  func onDevices<Made: Sendable>(
    _ body: @escaping @Sendable (VirtualDevice) -> Result<Made, TransportError>
  ) throws(ShardingError) -> [Int: Made] {
    let devices = devices
    guard let results = onThreads(devices.count, { body(devices[$0]) }) else {
      throw .noThreads(devices: devices.count)
    }
    var made: [Int: Made] = [:]
    var errors: [TransportError] = []
    for (device, result) in zip(devices, results) {
      switch result {
      case .success(let value): made[device.rank] = value
      case .failure(let error): errors.append(error)
      }
    }
    if let error = errors.first(where: \.isCause) ?? errors.first {
      failure = error
      throw .exchange(error)
    }
    return made
  }

  /// The rows of logits of each feed, from the devices that have collected them.
  private static func deal(
    _ feeds: [Feed],
    _ layout: Layout,
    _ collected: (_ rank: Int) -> [[Float]]?
  ) -> [[[Float]]] {
    var next = [Int](repeating: 0, count: layout.data)
    return feeds.enumerated().map { index, feed in
      let data = index % layout.data
      let place = DevicePlace(stage: layout.pipeline - 1, data: data, context: 0, tensor: 0)
      let rows = next[data]..<next[data] + feed.logits
      next[data] = rows.upperBound
      return collected(layout.rank(of: place)).map { Array($0[rows]) } ?? []
    }
  }
}

extension TransportError {
  /// Whether this is why an exchange ended, and not the news of it.
  fileprivate var isCause: Bool { if case .ended = self { false } else { true } }
}
