public import Quantities

/// What each device of a cluster can do in a second, and what its links delay.
///
/// Every figure can be set: ask what twice the bandwidth would bring, or a hop of a millisecond.
public struct ClusterHardware: Hashable, Sendable {
  /// What one device sends into a network, and how late the first byte arrives.
  public struct Link: Hashable, Sendable {
    /// In one direction; receiving at the same rate takes nothing from it.
    public var bandwidth: Quantity
    /// From the start of sending until the first byte is there.
    public var latency: Quantity

    /// A link; infinite bandwidth makes it free.
    public init(bandwidth: Quantity, latency: Quantity = Quantity(0, .seconds)) {
      self.bandwidth = bandwidth
      self.latency = latency
    }
  }

  /// Shares of the data sheet's rates that are reached; all of them unless something else is said.
  public struct Efficiency: Hashable, Sendable {
    /// Of the peak of arithmetic, a plain number.
    public var arithmetic = Quantity(1)
    /// Of the memory's bandwidth.
    public var memory = Quantity(1)
    /// Of the bandwidth inside a rack.
    public var rack = Quantity(1)
    /// Of the bandwidth between racks.
    public var network = Quantity(1)

    /// All of every rate.
    public init() {}
  }

  /// Rate at which a device reads and writes its memory.
  public var memoryBandwidth: Quantity
  /// Rate of products with weights outside the routed experts, and of all work on single numbers.
  public var arithmetic: Quantity
  /// Rate of products with routed experts.
  public var expertArithmetic: Quantity
  /// Rate of scores and weighted sums over the cache.
  public var attentionArithmetic: Quantity
  /// The link to devices of the same rack.
  public var rack: Link
  /// The link to devices of other racks.
  public var network: Link
  /// What of these rates is reached; latencies are taken as they are.
  public var efficiency = Efficiency()

  /// Hardware of these figures.
  ///
  /// - Parameters:
  ///   - memoryBandwidth: Of one device.
  ///   - arithmetic: FLOP/s of one device, for everything unless the next two say otherwise.
  ///   - expertArithmetic: For routed experts.
  ///   - attentionArithmetic: For attention over the cache.
  ///   - rack: Scale-up.
  ///   - network: Scale-out.
  public init(
    memoryBandwidth: Quantity,
    arithmetic: Quantity,
    expertArithmetic: Quantity? = nil,
    attentionArithmetic: Quantity? = nil,
    rack: Link,
    network: Link
  ) {
    self.memoryBandwidth = memoryBandwidth
    self.arithmetic = arithmetic
    self.expertArithmetic = expertArithmetic ?? arithmetic
    self.attentionArithmetic = attentionArithmetic ?? arithmetic
    self.rack = rack
    self.network = network
  }
}
