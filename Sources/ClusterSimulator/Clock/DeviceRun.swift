public import Quantities
public import ServingMath

/// What one device did in a step, and all others that did the same.
public struct DeviceRun: Sendable {
  /// All devices that did the same, in order of rank.
  public let ranks: [Int]
  /// Their pipeline stage.
  public let stage: Int
  /// What they did, in order of start, then of stream.
  public let spans: [ClusterSpan]
  private let totals: DeviceTotals
  private let rates: ClockRates
  private let stageSeconds: Double
  private let endSeconds: Double

  init(
    ranks: [Int],
    stage: Int,
    spans: [ClusterSpan],
    totals: DeviceTotals,
    rates: ClockRates,
    stageSeconds: Double,
    endSeconds: Double
  ) {
    self.ranks = ranks
    self.stage = stage
    self.spans = spans.enumerated().sorted {
      ($0.element.startSeconds, $0.element.stream.rawValue, $0.offset)
        < ($1.element.startSeconds, $1.element.stream.rawValue, $1.offset)
    }.map(\.element)
    self.totals = totals
    self.rates = rates
    self.stageSeconds = stageSeconds
    self.endSeconds = endSeconds
  }

  /// One of the parts of a device that can be busy.
  public enum Resource: String, CaseIterable, Hashable, Sendable {
    case arithmetic
    case memory
    /// Sending inside the rack.
    case rack
    /// Sending to other racks.
    case network
  }

  /// The time that a resource needs for this device's share at its full rate, latencies apart.
  public func busyTime(_ resource: Resource) -> Quantity {
    Quantity(seconds(resource), .seconds)
  }

  /// The share of the stage's time that a resource is busy, a plain number; 0 in a stage without work.
  public func busyShare(_ resource: Resource) -> Quantity {
    Quantity(stageSeconds > 0 ? seconds(resource) / stageSeconds : 0)
  }

  /// Bytes that each of these devices sends over a kind of link.
  public func bytesSent(_ link: LinkClass) -> Quantity {
    Quantity(link == .rack ? totals.rackBytes : totals.networkBytes, .bytes)
  }

  /// Time of the spans that something decides.
  public func time(boundBy bound: ClusterSpan.Bound) -> Quantity {
    Quantity(
      spans.reduce(0) { $0 + ($1.bound == bound ? $1.endSeconds - $1.startSeconds : 0) },
      .seconds
    )
  }

  /// When the device has done its part, from the start of the step.
  public var end: Quantity { Quantity(endSeconds, .seconds) }

  private func seconds(_ resource: Resource) -> Double {
    switch resource {
    case .arithmetic: totals.arithmetic
    case .memory: totals.memory
    case .rack: rates.rack.time(totals.rackBytes)
    case .network: rates.network.time(totals.networkBytes)
    }
  }
}
