public import Quantities

// What follows from the figures of one chip alone.
extension Chip {
  /// The data-sheet ratio of arithmetic to memory traffic, in FLOP/B.
  ///
  ///     peak FLOP/s ÷ memory bandwidth
  ///
  /// Doubles each time the precision is halved; for the number that does not, see `boardRatio`.
  public func ridge(_ precision: Precision) -> Quantity {
    peak(precision).value / memoryBandwidth.value
  }

  /// The lecture's "300": multiply-adds the chip can do while it fetches one weight.
  ///
  ///     R = (F / 2) · w / β
  ///
  /// with F the dense peak in FLOP/s, the 2 turning FLOP into multiply-adds, w the bytes of a weight and β
  /// the memory bandwidth. A plain number: independent of precision wherever halving the bytes doubles F.
  ///
  /// - Parameters:
  ///   - precision: Of weights and arithmetic alike.
  ///   - peak: Another figure for the peak, where sources disagree; the catalogue's own by default.
  ///   - bandwidth: Another figure for the bandwidth; the catalogue's own by default.
  /// - Returns: Multiply-adds per weight, without dimension.
  ///
  /// > Source: lecture, 0:17:33 to 0:18:46.
  public func boardRatio(
    _ precision: Precision,
    peak: Sourced<Quantity>? = nil,
    bandwidth: Sourced<Quantity>? = nil
  ) -> Quantity {
    let multiplyAdds = (peak ?? self.peak(precision)).value / Quantity(1, .multiplyAdds)
    return multiplyAdds * precision.bytesPerElement / (bandwidth ?? memoryBandwidth).value
  }

  /// Time to read the whole memory once, from the capacity in use.
  ///
  ///     capacity ÷ bandwidth
  ///
  /// > Source: lecture, 0:23:27.
  public var drainTime: Quantity { drainTime(of: memory) }

  /// The drain time when the capacity is taken from the product label.
  public var labelledDrainTime: Quantity { drainTime(of: labelledMemory) }

  /// Time to read a capacity once, for another published reading of this chip's memory.
  public func drainTime(of memory: Sourced<Quantity>) -> Quantity {
    memory.value / memoryBandwidth.value
  }
}

// MARK: - Network

extension Chip {
  /// How many times faster a chip talks inside its scale-up domain than beyond it.
  ///
  ///     scale-up bandwidth ÷ scale-out bandwidth, both of one chip and in one direction
  ///
  /// - Returns: A plain number, or nothing where one of the two is not published.
  ///
  /// > Source: the lecture puts it at about eight, 0:38:41.
  public var scaleUpOverScaleOut: Quantity? {
    guard let scaleUpBandwidth, let scaleOutBandwidth else { return nil }
    return scaleUpBandwidth.value / scaleOutBandwidth.value
  }

  /// What one link of a mesh or torus carries in one direction, or nothing where switches hide the links.
  ///
  ///     scale-up bandwidth ÷ links per chip
  public var linkBandwidth: Quantity? {
    guard let scaleUpBandwidth, let links = scaleUpTopology?.value.linksPerChip else { return nil }
    return scaleUpBandwidth.value / Double(links)
  }
}

// MARK: - Availability and price

extension Chip {
  /// Whether the entry rests on an announcement alone.
  public var isAnnouncedOnly: Bool { year.counts(.announced) }

  /// The prices of one kind, newest first: `rents(.onDemand)`.
  public func rents(_ convention: CountingConvention) -> [Sourced<Quantity>] {
    rents.filter { $0.counts(convention) }
  }
}
