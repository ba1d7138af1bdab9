public import Quantities
public import ServingMath

/// Which end of a published range of latencies is taken.
public enum LatencyReading: String, CaseIterable, Hashable, Sendable {
  /// What a tuned network reaches.
  case least
  /// The middle of the range.
  case mean
  /// What is usual without care.
  case most

  /// One value of a range.
  public func value(of range: ClosedRange<Quantity>) -> Quantity {
    switch self {
    case .least: range.lowerBound
    case .mean: (range.lowerBound + range.upperBound) / 2
    case .most: range.upperBound
    }
  }
}

extension ClusterHardware {
  /// A chip of the catalogue with the links that it is sold with.
  ///
  /// Arithmetic runs at the peak of the precision in which weights or cache are stored, or of the next wider one
  /// that the chip has. A link whose bandwidth is not published is taken as free, as in `ServingPlan`.
  ///
  /// - Parameters:
  ///   - chip: Of every device.
  ///   - weights: How weights are stored.
  ///   - cache: How the cache is stored.
  ///   - path: What a message passes between racks.
  ///   - latencies: Which end of their ranges holds.
  public init(
    _ chip: Chip,
    weights: StoredPrecision,
    cache: Precision = .bf16,
    path: [RackHop.Step] = RackHop.threeSwitches,
    latencies: LatencyReading = .mean
  ) {
    func peak(_ precision: Precision) -> Quantity {
      chip.peak(chip.arithmetic(for: precision)).value
    }
    let free = Quantity(.infinity, .bytesPerSecond)
    let scaleUp = chip.scaleUpBandwidth?.value ?? free
    let hop = path.reduce(Quantity(0, .seconds)) { $0 + latencies.value(of: $1.latency.value) }
    self.init(
      memoryBandwidth: chip.memoryBandwidth.value,
      arithmetic: peak(weights.rest),
      expertArithmetic: peak(weights.routedExperts),
      attentionArithmetic: peak(cache),
      rack: Link(
        bandwidth: scaleUp,
        latency: latencies.value(of: RackHop.insideRack.value)
      ),
      network: Link(bandwidth: chip.scaleOutBandwidth?.value ?? scaleUp, latency: hop)
    )
  }

  /// The hardware of a plan on the blackboard.
  public init(
    _ plan: ServingPlan,
    path: [RackHop.Step] = RackHop.threeSwitches,
    latencies: LatencyReading = .mean
  ) {
    self.init(
      plan.chip,
      weights: plan.weights,
      cache: plan.cache,
      path: path,
      latencies: latencies
    )
  }

  /// How many devices of a layout share a rack: as many whole stages as the scale-up domain holds, or all of
  /// the domain where one stage is larger.
  public static func devicesPerRack(_ chip: Chip, _ layout: Layout) -> Int {
    let domain = chip.scaleUpDomain.value
    let stage = layout.devicesPerStage
    return stage > domain ? domain : domain / stage * stage
  }
}
