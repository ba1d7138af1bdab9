public import ServingMath

/// What one device of a sharded engine has done, said and held.
public struct DeviceReport: Sendable {
  /// The device, counted from 0.
  public let rank: Int
  /// Where it stands in the layout.
  public let place: DevicePlace
  /// Work and traffic of its kernels, while counting was on.
  public let counters: Counters
  /// What it has sent, while counting was on.
  public let traffic: TrafficCounters
  /// Bytes of its weights, with the padding of panels.
  public let weightBytes: Int
  /// Bytes of its blocks of the cache in the last step, when room was made for all new tokens.
  public let cacheBytes: Int
  /// Bytes of the matrices that it worked in in the last step, in its largest microbatch.
  public let activationBytes: Int

  init(_ device: VirtualDevice) {
    rank = device.rank
    place = device.place
    counters = device.kernels.tally.counters
    traffic = device.exchange.traffic
    weightBytes = device.part.residentBytes
    cacheBytes = device.cacheBytes
    activationBytes = device.activationBytes
  }
}
