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
///
/// `step` empties the stages; `decode(microbatches:rounds:)` keeps them full, as a served model would.
public final class ShardedEngine {
  /// What the weights mean, of the whole model.
  public let architecture: Architecture
  /// How it is spread.
  public let layout: Layout
  /// How each device computes.
  public let options: Engine.Options
  let devices: [VirtualDevice]
  /// Why no further step can be done.
  var failure: TransportError?

  /// An engine with an empty cache, all devices of which are threads here unless their ends are given.
  ///
  /// - Parameters:
  ///   - source: Where the weights are; each device reads its own part.
  ///   - layout: How the model is spread.
  ///   - options: How each device computes: `threads` and `cacheTokens` are those of one device. Caches are
  ///     paged and share no prefixes.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost.
  ///   - transports: For each device that runs here its end of the exchange.
  /// - Throws: `ShardingError` for a layout that cannot carry the model, and for weights that cannot be read.
  public convenience init(
    _ source: ModelSource,
    layout: Layout,
    options: Engine.Options = Engine.Options(),
    format: WeightFormat? = nil,
    transports: [any Transport]? = nil
  ) throws(ShardingError) {
    let model: (Architecture, any Checkpoint)
    do { model = try source.open() } catch { throw .model(error) }
    try self.init(
      model.0,
      model.1,
      layout: layout,
      options: options,
      format: format,
      transports: transports ?? InProcessTransport.connecting(layout.devices)
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

  /// The format of all matrices but routers on the devices that run here, if it is one.
  public var uniformFormat: WeightFormat? {
    let formats = Set(devices.map(\.part.uniformFormat))
    return formats.count == 1 ? formats.first.flatMap(\.self) : nil
  }

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
}
