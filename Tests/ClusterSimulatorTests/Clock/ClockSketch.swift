import ClusterSimulator
import Quantities
import ServingMath

extension SplitMix64 {
  /// As likely between 1 and 10 as between 10 and 100.
  mutating func spread(_ decades: ClosedRange<Double>) -> Double {
    Double.random(in: decades, using: &self).exponentiated
  }
}

extension Double {
  /// Ten to the power of this.
  fileprivate var exponentiated: Double {
    var result = 1.0
    var rest = self
    while rest >= 1 { (result, rest) = (result * 10, rest - 1) }
    while rest < 0 { (result, rest) = (result / 10, rest + 1) }
    return result * (1 + 9 * rest)
  }
}

/// Small models, layouts and hardware for tests of the clock.
enum ClockSketch {
  /// Four layers, the last two with eight experts.
  static let config: TransformerConfig = {
    let attention = Attention(.grouped(queryHeads: 8, keyValueHeads: 4, headDimension: 16))
    let experts = Experts(count: 8, chosen: 2, shared: 1, feedForwardSize: 32)
    let dense = TransformerConfig.Layer(attention, .dense(width: 128), normParameters: 128)
    let routed = TransformerConfig.Layer(attention, .experts(experts), normParameters: 128)
    return TransformerConfig(
      hiddenSize: 64,
      vocabularySize: 96,
      layers: [dense, dense, routed, routed]
    )
  }()

  /// Layouts that between them have every kind of exchange.
  static let layouts = [
    "tp1", "tp4", "pp2,tp2", "dp2,cp2", "dp2,tp2,cp2,ep8", "pp2,dp4,ep4", "pp3,dp2,tp2,ep4",
    "dp4,ep2", "pp2,dp2,tp2,ep2", "dp2,tp4,ep2", "pp4,dp2", "dp8,ep8",
  ]

  /// Simple figures: 1 TB/s of memory, 100 TFLOP/s, 100 GB/s in a rack, 10 GB/s beyond.
  static let hardware = ClusterHardware(
    memoryBandwidth: Quantity(1, .terabytesPerSecond),
    arithmetic: Quantity(100, .teraflopPerSecond),
    rack: .init(bandwidth: Quantity(100, .gigabytesPerSecond), latency: Quantity(1, .microseconds)),
    network: .init(
      bandwidth: Quantity(10, .gigabytesPerSecond),
      latency: Quantity(5, .microseconds)
    )
  )

  /// Hardware on which anything may be the slowest.
  static func anyHardware(_ numbers: inout SplitMix64) -> ClusterHardware {
    func link(_ numbers: inout SplitMix64) -> ClusterHardware.Link {
      .init(
        bandwidth: Quantity(numbers.spread(8...12), .bytesPerSecond),
        latency: Quantity(numbers.spread(-8 ... -5), .seconds)
      )
    }
    return ClusterHardware(
      memoryBandwidth: Quantity(numbers.spread(9...12), .bytesPerSecond),
      arithmetic: Quantity(numbers.spread(10...14), .flopPerSecond),
      expertArithmetic: Quantity(numbers.spread(10...14), .flopPerSecond),
      attentionArithmetic: Quantity(numbers.spread(10...14), .flopPerSecond),
      rack: link(&numbers),
      network: link(&numbers)
    )
  }

  /// Feeds of uneven number and length: some data ranks may have none.
  static func anyPlan(_ text: String, _ numbers: inout SplitMix64) throws -> Plan {
    let layout = try Layout(parsing: text)
    let count = Int.random(in: 1...3 * layout.data, using: &numbers)
    let feeds = (0..<count).map { _ in
      let first = Int.random(in: 0...200, using: &numbers)
      return StepFeed(first: first, tokens: Int.random(in: 1...5, using: &numbers))
    }
    let racks = Int.random(in: 1...layout.devices, using: &numbers)
    return try Plan(config, layout, feeds: feeds, devicesPerRack: racks)
  }

  /// The plan's programs, but each device does and sends a random multiple of what it should.
  static func shaken(_ plan: Plan, seed: UInt64) -> PlannedPass {
    PlannedPass(plan.layout, devicesPerRack: plan.devicesPerRack) { rank in
      var numbers = SplitMix64(seed: seed &* 1009 &+ UInt64(rank))
      let device = plan.device(rank)
      let actions = device.actions.map { action in
        var shaken = action
        let share = numbers.spread(-1...1)
        shaken.operations = action.operations.map { operation in
          var scaled = operation
          scaled.amounts.flop *= share
          scaled.amounts.weights *= numbers.spread(-1...1)
          return scaled
        }
        if let exchange = action.communication {
          shaken.communication = Communication(
            exchange.kind,
            group: exchange.group,
            sendings: exchange.sendings.map {
              Communication.Sending(
                to: $0.receiver,
                messages: $0.messages,
                bytes: $0.byteCount * share
              )
            }
          )
        }
        return shaken
      }
      return DevicePlan(rank: rank, place: device.place, actions: actions, memory: .init())
    }
  }

  /// A device that does these actions.
  static func device(_ rank: Int, _ layout: Layout, _ actions: [PlannedAction]) -> DevicePlan {
    DevicePlan(rank: rank, place: layout.place(of: rank), actions: actions, memory: .init())
  }

  /// Work on one device: FLOP and bytes.
  static func work(
    _ step: PlannedAction.Step,
    layer: Int? = nil,
    _ operations: (flop: Double, bytes: Double)...
  ) -> PlannedAction {
    var action = PlannedAction(step, layer: layer)
    action.operations = operations.map {
      PlannedOperation(
        kind: .denseFeedForward,
        shape: .rows(Quantity(1), columns: 1),
        amounts: Amounts(flop: $0.flop, weights: $0.bytes)
      )
    }
    return action
  }

  /// An exchange without work.
  static func exchange(
    _ step: PlannedAction.Step,
    layer: Int? = nil,
    _ kind: Communication.Kind,
    _ group: [Int],
    to receivers: [(rank: Int, messages: Int, bytes: Double)]
  ) -> PlannedAction {
    var action = PlannedAction(step, layer: layer)
    action.communication = Communication(
      kind,
      group: group,
      sendings: receivers.map { .init(to: $0.rank, messages: $0.messages, bytes: $0.bytes) }
    )
    return action
  }
}

/// Whether two times agree but for rounding.
func isClose(_ one: Quantity, _ other: Quantity) -> Bool {
  abs(one - other) <= 1e-12 * max(abs(one), abs(other))
}
