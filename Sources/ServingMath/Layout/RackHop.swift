public import Quantities

/// Handing one microbatch's activations from the last layer on one rack to the first layer on the next.
///
///     time = Σ latencies along the path + sequences · hidden size · bytes / (cards · rate of a card)
///
/// Every GPU has a network card of its own and sends its share; what arrives is one vector a sequence.
///
/// > Source: the path is the lecture's, 1:15:50; latencies from the sources that each step names.
public struct RackHop: Sendable {
  /// One thing that a message passes on its way.
  public struct Step: Sendable {
    /// What it is called in tables.
    public let name: String
    /// Least and most time that it usually takes.
    public let latency: Sourced<ClosedRange<Quantity>>
  }

  /// What the message passes, in order.
  public let steps: [Step]
  /// Bytes of one microbatch's activations.
  public let payload: Quantity
  /// Network cards that send side by side.
  public let cards: Int
  /// What one card sends, in one direction.
  public let rate: Quantity

  /// A hop along a path.
  ///
  /// Stops if no card sends.
  public init(steps: [Step], payload: Quantity, cards: Int, rate: Quantity) {
    guard cards > 0, rate > Quantity(0, .bytesPerSecond) else { stop("a hop needs a network card") }
    self.steps = steps
    self.payload = payload
    self.cards = cards
    self.rate = rate
  }

  /// Sum of the latencies: all at their least, to all at their most.
  public var latency: ClosedRange<Quantity> {
    let zero = Quantity(0, .seconds)
    let least = steps.reduce(zero) { $0 + $1.latency.value.lowerBound }
    let most = steps.reduce(zero) { $0 + $1.latency.value.upperBound }
    return least...most
  }

  /// Time that the bytes take behind the first of them.
  public var transferTime: Quantity { payload / (Double(cards) * rate) }

  /// Least and most time of the hop.
  public var time: ClosedRange<Quantity> {
    latency.lowerBound + transferTime...latency.upperBound + transferTime
  }

  /// Bytes that a microbatch hands on: a vector of the hidden size for each sequence.
  public static func payload(
    of config: TransformerConfig,
    sequences: Quantity,
    in precision: Precision = .bf16
  ) -> Quantity {
    sequences * Double(config.hiddenSize) * precision.bytesPerElement
  }
}

// MARK: - The path

extension RackHop {
  /// GPU, card, switch at the top of the rack, card, GPU: the next rack hangs on the same switch.
  public static let oneSwitch: [Step] = [post, sendingCard, topOfRack, receivingCard, receive]

  /// The same with a data-centre switch and the other rack's own switch in between.
  public static let threeSwitches: [Step] = [
    post, sendingCard, topOfRack, dataCentre, topOfOtherRack, receivingCard, receive,
  ]

  /// What NVIDIA's planning tool adds to a message between GPUs on different racks; above the sum of the parts.
  public static let planningLatency = figure(
    15,
    .microseconds,
    .aiConfigurator,
    "2026-08",
    .estimate,
    note: "10 µs point to point and 5 µs between racks"
  )

  private static let post = step("GPU posts the message", 0.1...1)
  private static let sendingCard = step("its network card", 0.3...0.8)
  private static let topOfRack = step("top-of-rack switch", 0.25...0.6)
  private static let dataCentre = step("data-centre switch", 0.25...0.6)
  private static let topOfOtherRack = step("the other rack's switch", 0.25...0.6)
  private static let receivingCard = step("network card there", 0.3...0.8)
  private static let receive = step("GPU there sees it", 0.1...1)

  private static func step(_ name: String, _ range: ClosedRange<Double>) -> Step {
    Step(
      name: name,
      latency: fact(
        Quantity(range.lowerBound, .microseconds)...Quantity(range.upperBound, .microseconds),
        .networkLatency,
        "2026",
        .reported,
        note: "one way, remote direct memory access, cut-through switches"
      )
    )
  }
}
