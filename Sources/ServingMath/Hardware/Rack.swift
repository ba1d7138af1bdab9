public import Quantities

/// The chips of one scale-up domain, taken together: what the lecture calls a rack.
///
/// Weights and arithmetic are assumed to spread evenly, and what the chips say to each other costs
/// nothing here; a later section of the lecture puts the network in.
public struct Rack: Sendable {
  /// The chip it is made of.
  public let chip: Chip
  /// How many of them share the work.
  public let count: Sourced<Int>

  /// A rack of a chip's whole scale-up domain.
  public init(of chip: Chip) {
    self.init(of: chip, count: chip.scaleUpDomain)
  }

  /// A rack of some number of chips, where it is not the scale-up domain of the data sheet.
  public init(of chip: Chip, count: Sourced<Int>) {
    self.chip = chip
    self.count = count
  }

  /// The lecture's reference machine: one Blackwell NVL72.
  public static let gb200NVL72 = Rack(of: .gb200)
  /// The same rack with Blackwell Ultra.
  public static let gb300NVL72 = Rack(of: .gb300)
  /// The announced successor.
  public static let rubinNVL72 = Rack(of: .rubin)
  /// One node of eight H100.
  public static let h100Node = Rack(of: .h100)
  /// One node of eight H200.
  public static let h200Node = Rack(of: .h200)
}

// MARK: - Sums over the chips

extension Rack {
  private var chips: Double { Double(count.value) }

  /// Memory of all chips.
  public var memory: Quantity { chips * chip.memory.value }

  /// Bandwidth of all memories read side by side.
  public var memoryBandwidth: Quantity { chips * chip.memoryBandwidth.value }

  /// Dense peak of all chips, in FLOP/s.
  public func peak(_ precision: Precision) -> Quantity { chips * chip.peak(precision).value }

  /// Time to read all memory once; the same as for one chip.
  public var drainTime: Quantity { memory / memoryBandwidth }

  /// What the whole rack costs an hour at a price per chip.
  public func rent(at pricePerChip: Quantity) -> Quantity { chips * pricePerChip }
}
