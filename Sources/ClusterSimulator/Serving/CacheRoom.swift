public import Quantities
public import ServingMath

/// Some units of a tier of memory, of which a part may be taken by other things.
public struct CacheRoom: Sendable {
  /// The tier.
  public let tier: MemoryTier
  /// How many units of it there are, read side by side.
  public let units: Int
  /// Bytes that are there for blocks.
  public let bytes: Quantity

  /// Room in a tier.
  ///
  /// Stops if there is less than one unit, or more bytes are taken than there are.
  ///
  /// - Parameters:
  ///   - tier: Gives capacity, bandwidth and price of one unit.
  ///   - units: How many there are.
  ///   - taken: Bytes that hold something else, as weights do in high-bandwidth memory; none by default.
  public init(_ tier: MemoryTier, units: Int = 1, taken: Quantity = Quantity(0, .bytes)) {
    let all = Double(units) * tier.capacity.value
    guard units > 0 else { stop("room takes 1 unit of \(tier.name) or more, not \(units)") }
    guard taken >= Quantity(0, .bytes), taken <= all else {
      stop("\(taken) of \(tier.name) cannot be taken where there are \(all)")
    }
    self.tier = tier
    self.units = units
    bytes = all - taken
  }

  /// Rate at which all units are read.
  public var bandwidth: Quantity { Double(units) * tier.bandwidth.value }

  /// Rent of the part that is there for blocks; stops if no price is known.
  public var rent: Quantity { bytes / tier.capacity.value * tier.rent }

  /// Whole blocks that fit.
  func blocks(of blockBytes: Quantity) -> Int {
    Int(min((bytes / blockBytes).plain.rounded(.down), 1e15))
  }
}
