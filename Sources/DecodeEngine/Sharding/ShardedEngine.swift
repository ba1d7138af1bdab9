public import ServingMath

/// The decode engine spread over virtual devices, each a thread with its own part of the weights and of each
/// sequence's cache.
///
/// Nothing is shared but messages: each device performs its program (`Layout.program`), the same of which a
/// `Plan` says what it costs, and the activations of every exchange really travel. Logits are those of `Engine`
/// but for the order in which sums are rounded.
///
///     let engine = try ShardedEngine(.folder("model"), layout: Layout(parsing: "pp2,tp2"))
///     let sequence = engine.sequence()
///     let logits = try engine.step([ShardedEngine.Feed(prompt, to: sequence)])
public final class ShardedEngine {
  /// What the weights mean, of the whole model.
  public let architecture: Architecture
  /// How it is spread.
  public let layout: Layout
  /// How each device computes.
  public let options: Engine.Options
  let devices: [VirtualDevice]
  private var failure: TransportError?

  /// An engine with an empty cache, all devices of which are threads here.
  ///
  /// - Parameters:
  ///   - source: Where the weights are; each device reads its own part.
  ///   - layout: How the model is spread.
  ///   - options: How each device computes: `threads` and `cacheTokens` are those of one device. Caches are
  ///     paged and share no prefixes.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost.
  /// - Throws: `ShardingError` for a layout that cannot carry the model, and for weights that cannot be read.
  public convenience init(
    _ source: ModelSource,
    layout: Layout,
    options: Engine.Options = Engine.Options(),
    format: WeightFormat? = nil
  ) throws(ShardingError) {
    let model: (Architecture, any Checkpoint)
    do { model = try source.open() } catch { throw .model(error) }
    try self.init(
      model.0,
      model.1,
      layout: layout,
      options: options,
      format: format,
      transports: InProcessTransport.connecting(layout.devices)
    )
  }

  /// An engine of those devices of a layout whose ends of the exchange are given.
  ///
  /// The others run elsewhere, and must be given the same feeds in the same steps.
  ///
  /// - Parameters:
  ///   - architecture: Of the whole model.
  ///   - checkpoint: Of the whole model.
  ///   - layout: How the model is spread.
  ///   - options: How each device computes.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost.
  ///   - transports: For each device that runs here its end, which has as many ranks as the layout.
  /// - Throws: `ShardingError` for a layout that cannot carry the model, and for weights that cannot be read.
  public init(
    _ architecture: Architecture,
    _ checkpoint: any Checkpoint,
    layout: Layout,
    options: Engine.Options = Engine.Options(),
    format: WeightFormat? = nil,
    transports: [any Transport]
  ) throws(ShardingError) {
    try Self.check(layout, architecture.shape)
    for transport in transports where transport.ranks != layout.devices {
      throw .exchange(.noDevice(layout.devices - 1, of: transport.ranks))
    }
    var architecture = architecture
    architecture.naming = architecture.naming.found(
      in: checkpoint,
      layers: architecture.shape.layers.count
    )
    if let name = architecture.unexplainedTensor(in: checkpoint) {
      throw .model(.unexplainedTensor(name))
    }
    var options = options
    options.cacheLayout = .paged
    options.sharesPrefixes = false
    self.architecture = architecture
    self.layout = layout
    self.options = options
    let positions = Self.longestSequence(architecture, layout, options)
    let rules = Set(architecture.layers.map(\.rotary))
    let rotary = Dictionary(
      uniqueKeysWithValues: rules.map { ($0, $0.table(positions: positions)) }
    )
    var devices: [VirtualDevice] = []
    do throws(ModelError) {
      for transport in transports {
        devices.append(
          try VirtualDevice(
            Exchange(transport),
            layout,
            architecture,
            checkpoint,
            rotary: rotary,
            options,
            format: format
          )
        )
      }
    } catch { throw .model(error) }
    self.devices = devices
  }

  private static func check(
    _ layout: Layout,
    _ config: TransformerConfig
  ) throws(ShardingError) {
    do { try layout.check(config) } catch { throw .layout(error) }
    let vocabulary = config.vocabularySize
    guard layout.tensor <= vocabulary else {
      let error = LayoutError.widthDoesNotDivide(
        width: vocabulary,
        degree: layout.tensor,
        nearest: vocabulary
      )
      throw .layout(error)
    }
  }

  private static func longestSequence(
    _ architecture: Architecture,
    _ layout: Layout,
    _ options: Engine.Options
  ) -> Int {
    let tokens = options.cacheTokens ?? architecture.contextLength
    let all = tokens.multipliedReportingOverflow(by: layout.context)
    return min(architecture.contextLength, all.overflow ? .max : all.partialValue)
  }

  /// The most tokens that a sequence can have: its cache may take all of that of each context rank.
  public var longestSequence: Int { Self.longestSequence(architecture, layout, options) }

  /// Whether kernels and messages are counted; off at first.
  public var counts: Bool {
    get { devices.first?.kernels.tally.isOn ?? false }
    set {
      for device in devices {
        device.kernels.tally.isOn = newValue
        device.exchange.counts = newValue
      }
    }
  }

  /// What each device that runs here has done, said and held, in order of rank.
  public var reports: [DeviceReport] {
    devices.map(DeviceReport.init).sorted { $0.rank < $1.rank }
  }

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
    let devices = devices
    guard let results = onThreads(devices.count, { devices[$0].run() }) else {
      throw .noThreads(devices: devices.count)
    }
    var logits: [Int: [[[Float]]]] = [:]
    var errors: [TransportError] = []
    for (device, result) in zip(devices, results) {
      switch result {
      case .success(let rows): logits[device.rank] = rows
      case .failure(let error): errors.append(error)
      }
    }
    if let error = errors.first(where: \.isCause) ?? errors.first {
      failure = error
      throw .exchange(error)
    }
    for (index, feeds) in microbatches.enumerated() {
      for feed in feeds { feed.sequence.length += feed.tokens.count }
      if let traces { note(index, feeds, in: traces[index]) }
    }
    return microbatches.enumerated().map { index, feeds in
      Self.deal(feeds, layout) { logits[$0]?[index] }
    }
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
