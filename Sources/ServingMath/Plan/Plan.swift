public import Quantities

/// One pass of a step through all devices of a layout: what each computes, reads, sends and holds.
///
/// The same plan has two executors: the decode engine performs it with real numbers on virtual devices, the
/// cluster simulator gives it times on chips of the catalogue. Sums over a plan equal the engine's counters.
///
///     let plan = try Plan.decode(Model.deepSeekV3.config, Layout(parsing: "pp4,ep64"), batch: 2400,
///       context: 4096)
///     plan.device(0).actions      // its program, action by action
///
/// The feeds are one microbatch; sequence number i belongs to data rank i % dp.
public struct Plan: Sendable {
  /// The shape of the model.
  public let config: TransformerConfig
  /// How it is spread.
  public let layout: Layout
  /// New tokens of each sequence.
  public let feeds: [StepFeed]
  /// Bytes of everything that is stored or sent.
  public let widths: PlanWidths
  /// Which experts rows visit.
  public let visits: ExpertVisits
  /// Which way the rows go.
  public let pass: PlanPass
  /// Whether logits pass a soft cap, which the shape does not say.
  public let capsLogits: Bool
  /// Devices that share a rack's own network; devices of higher rank are in the next racks.
  public let devicesPerRack: Int

  /// A plan; by default with even routing, numbers as the checkpoint stores them, and a rack for each stage.
  ///
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public init(
    _ config: TransformerConfig,
    _ layout: Layout,
    feeds: [StepFeed],
    widths: PlanWidths? = nil,
    visits: ExpertVisits = .even,
    pass: PlanPass = .forward,
    capsLogits: Bool = false,
    devicesPerRack: Int? = nil
  ) throws(LayoutError) {
    try layout.check(config)
    self.config = config
    self.layout = layout
    self.feeds = feeds
    self.widths = widths ?? PlanWidths(config.storedPrecision)
    self.visits = visits
    self.pass = pass
    self.capsLogits = capsLogits
    self.devicesPerRack = max(1, devicesPerRack ?? layout.devicesPerStage)
  }

  /// A new token for each of some sequences that all have one length.
  ///
  /// - Parameters:
  ///   - config: The shape of the model.
  ///   - layout: How it is spread.
  ///   - batch: Sequences of the microbatch.
  ///   - context: Tokens that each looks back on, the new one not among them.
  ///   - widths: Bytes of each number.
  ///   - devicesPerRack: Devices that share a rack's own network.
  /// - Returns: The plan of one pass.
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public static func decode(
    _ config: TransformerConfig,
    _ layout: Layout = .single,
    batch: Int,
    context: Int,
    widths: PlanWidths? = nil,
    devicesPerRack: Int? = nil
  ) throws(LayoutError) -> Plan {
    try Plan(
      config,
      layout,
      feeds: Array(repeating: StepFeed(first: context, tokens: 1), count: max(0, batch)),
      widths: widths,
      devicesPerRack: devicesPerRack
    )
  }

  /// The prompts of some sequences, each read at once.
  ///
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public static func prefill(
    _ config: TransformerConfig,
    _ layout: Layout = .single,
    prompts: [Int],
    widths: PlanWidths? = nil,
    devicesPerRack: Int? = nil
  ) throws(LayoutError) -> Plan {
    try Plan(
      config,
      layout,
      feeds: prompts.map { StepFeed(first: 0, tokens: max(0, $0), logits: min(1, max(0, $0))) },
      widths: widths,
      devicesPerRack: devicesPerRack
    )
  }

  /// One way of a training step's microbatch: all tokens of some sequences, with logits for each.
  ///
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public static func training(
    _ config: TransformerConfig,
    _ layout: Layout = .single,
    sequences: Int,
    length: Int,
    pass: PlanPass,
    widths: PlanWidths? = nil,
    devicesPerRack: Int? = nil
  ) throws(LayoutError) -> Plan {
    let feed = StepFeed(first: 0, tokens: max(0, length), logits: max(0, length))
    return try Plan(
      config,
      layout,
      feeds: Array(repeating: feed, count: max(0, sequences)),
      widths: widths,
      pass: pass,
      devicesPerRack: devicesPerRack
    )
  }
}

extension Plan {
  /// The end of a training iteration: gradients are added up over replicas, and the optimiser takes its step.
  ///
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public static func update(
    _ config: TransformerConfig,
    _ layout: Layout = .single,
    widths: PlanWidths? = nil,
    devicesPerRack: Int? = nil
  ) throws(LayoutError) -> Plan {
    try Plan(
      config,
      layout,
      feeds: [],
      widths: widths,
      pass: .update,
      devicesPerRack: devicesPerRack
    )
  }

  /// The board's count of what each device of a stage sends in the update of a training iteration.
  public func updateBytes(stage: Int) -> Quantity {
    Quantity(DeviceShare(config, layout, stage: stage).updateBytes(layout, widths), .bytes)
  }

  /// The feeds of a data rank, with the number that each of their rows has in the whole step.
  func feeds(of data: Int) -> (feeds: [StepFeed], rows: [Int]) {
    var mine: [StepFeed] = []
    var rows: [Int] = []
    var row = 0
    for (index, feed) in feeds.enumerated() {
      if index % layout.data == data {
        mine.append(feed)
        rows += row..<row + feed.tokens
      }
      row += feed.tokens
    }
    return (mine, rows)
  }

  /// Rows of each data rank.
  var rowCounts: [Int] {
    var counts = [Int](repeating: 0, count: layout.data)
    for (index, feed) in feeds.enumerated() { counts[index % layout.data] += feed.tokens }
    return counts
  }

  /// What lies between two devices.
  public func link(between first: Int, and second: Int) -> LinkClass {
    first / devicesPerRack == second / devicesPerRack ? .rack : .network
  }

  /// What one device does and holds.
  ///
  /// Stops if there is no such device.
  public func device(_ rank: Int) -> DevicePlan { Lowering(self, rank: rank).devicePlan }
}
