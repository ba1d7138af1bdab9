import Quantities
import ServingMath

/// The figures of the hardware as bare numbers of base units, for the inner loops.
struct ClockRates {
  /// Bytes and seconds of one kind of link.
  struct Link {
    let bandwidth: Double
    let latency: Double

    /// Time of so many bytes behind the first of them.
    func time(_ bytes: Double) -> Double { bytes / bandwidth }
  }

  let memory: Double
  let rack: Link
  let network: Link
  private let arithmetic: Double
  private let experts: Double
  private let attention: Double

  /// The figures, checked.
  ///
  /// Stops if a rate is not positive or a latency negative, so that every run ends, and if more than all of a rate is
  /// to be reached.
  init(_ hardware: ClusterHardware) {
    let share = hardware.efficiency
    func rate(_ value: Quantity, _ share: Quantity, _ unit: QuantityUnit) -> Double {
      let reached = value.value(in: unit) * share.plain
      guard reached > 0, share <= Quantity(1) else {
        stop("a device cannot reach \(share) of \(value); rates are above 0, shares up to 1")
      }
      return reached
    }
    func link(_ link: ClusterHardware.Link, _ share: Quantity) -> Link {
      let latency = link.latency.value(in: .seconds)
      guard latency >= 0, latency.isFinite else {
        stop("a latency of \(link.latency) cannot be; it should be 0 or more")
      }
      return Link(bandwidth: rate(link.bandwidth, share, .bytesPerSecond), latency: latency)
    }
    memory = rate(hardware.memoryBandwidth, share.memory, .bytesPerSecond)
    arithmetic = rate(hardware.arithmetic, share.arithmetic, .flopPerSecond)
    experts = rate(hardware.expertArithmetic, share.arithmetic, .flopPerSecond)
    attention = rate(hardware.attentionArithmetic, share.arithmetic, .flopPerSecond)
    rack = link(hardware.rack, share.rack)
    network = link(hardware.network, share.network)
  }

  /// FLOP/s of one kind of operation.
  func peak(_ kind: OperationKind) -> Double {
    switch kind {
    case .routedExperts: experts
    case .attention: attention
    default: arithmetic
    }
  }

  subscript(link: LinkClass) -> Link { link == .rack ? rack : network }
}
