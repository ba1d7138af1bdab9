public import Quantities
public import ServingMath

/// One step of a plan on a cluster: when each device did what, and how long it all took.
public struct ClusterRun: Sendable {
  /// What ran side by side.
  public let overlap: Overlap
  /// One entry for each class of devices that did the same, in order of their first device.
  public let devices: [DeviceRun]
  private let stageSeconds: [Double]
  private let hopSeconds: [Double]

  init(overlap: Overlap, devices: [DeviceRun], stageSeconds: [Double], hopSeconds: [Double]) {
    self.overlap = overlap
    self.devices = devices
    self.stageSeconds = stageSeconds
    self.hopSeconds = hopSeconds
  }

  /// The time of each stage by itself, from having its input to having handed over all bytes of its output.
  ///
  /// This is how long a stage is taken up by one microbatch, so it sets the pace of a full pipeline.
  public var stageTimes: [Quantity] { stageSeconds.map { Quantity($0, .seconds) } }

  /// Between each stage and the next: how much later than sent what was handed over is there.
  public var hopTimes: [Quantity] { hopSeconds.map { Quantity($0, .seconds) } }

  /// The time of the slowest stage.
  public var slowestStageTime: Quantity { Quantity(stageSeconds.max() ?? 0, .seconds) }

  /// The way of one microbatch through all stages, each device beginning as soon as its own input is there.
  ///
  /// At most the sum of stages and hops, and equal to it where all devices of a stage take equally long.
  public var stepTime: Quantity {
    devices.reduce(Quantity(0, .seconds)) { max($0, $1.end) }
  }

  /// Bytes that all devices together sent over a kind of link.
  public func bytesSent(_ link: LinkClass) -> Quantity {
    devices.reduce(Quantity(0, .bytes)) { $0 + Double($1.ranks.count) * $1.bytesSent(link) }
  }

  /// The largest share of its stage's time that any device keeps a resource busy.
  public func busyShare(_ resource: DeviceRun.Resource) -> Quantity {
    devices.reduce(Quantity(0)) { max($0, $1.busyShare(resource)) }
  }

  /// What a device did.
  ///
  /// Stops if there is no such device.
  public func device(_ rank: Int) -> DeviceRun {
    guard let run = devices.first(where: { $0.ranks.contains(rank) }) else {
      stop("there is no device \(rank) in this run")
    }
    return run
  }
}
