public import Quantities

/// What publications say about a whole rack, to hold against the sum over its chips.
///
/// Totals are as printed and rounded as printed. Names count dies on some racks and packages on others:
/// what was announced as NVL144 has 72 packages of two dies, NVL576 has 144 packages of four.
///
/// > Source: each figure carries its own.
public struct RackSheet: Sendable {
  /// What the rack is called.
  public let name: String
  /// The chip it is made of.
  public let chip: Chip
  /// Packages in the rack.
  public let packages: Sourced<Int>
  /// Pieces of silicon with arithmetic, where they are counted.
  public let dies: Sourced<Int>?
  /// High-bandwidth memory of all packages.
  public let memory: Sourced<Quantity>?
  /// Bandwidth of all these memories.
  public let memoryBandwidth: Sourced<Quantity>?
  /// Arithmetic of all packages at each precision that is printed.
  public let peaks: [Precision: Sourced<Quantity>]
  /// Scale-up bandwidth of all packages, which vendors print with both directions added up.
  public let scaleUpBandwidth: Sourced<Quantity>?
  /// Scale-out bandwidth of all packages, likewise.
  public let scaleOutBandwidth: Sourced<Quantity>?
  /// Electric power of the rack.
  public let power: Sourced<Quantity>?

  init(
    _ name: String,
    of chip: Chip,
    packages: Sourced<Int>,
    dies: Sourced<Int>? = nil,
    memory: Sourced<Quantity>? = nil,
    memoryBandwidth: Sourced<Quantity>? = nil,
    peaks: [Precision: Sourced<Quantity>] = [:],
    scaleUpBandwidth: Sourced<Quantity>? = nil,
    scaleOutBandwidth: Sourced<Quantity>? = nil,
    power: Sourced<Quantity>? = nil
  ) {
    self.name = name
    self.chip = chip
    self.packages = packages
    self.dies = dies
    self.memory = memory
    self.memoryBandwidth = memoryBandwidth
    self.peaks = peaks
    self.scaleUpBandwidth = scaleUpBandwidth
    self.scaleOutBandwidth = scaleOutBandwidth
    self.power = power
  }

  /// The rack as the sum over its packages.
  public var rack: Rack { Rack(of: chip, count: packages) }
}

extension RackSheet: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
