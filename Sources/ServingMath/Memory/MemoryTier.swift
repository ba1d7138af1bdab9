public import Quantities

/// The four technologies between which a cache can be moved, nearest to the arithmetic first.
public enum MemoryKind: String, CaseIterable, Hashable, Sendable {
  /// High-bandwidth memory on the accelerator's own package.
  case highBandwidth
  /// DDR or LPDDR memory of the host processor.
  case host
  /// Solid-state drives.
  case flash
  /// Drives with spinning platters.
  case disk
}

/// One place where bytes can be kept: how many fit, how fast they can be read, and what it costs.
///
/// Capacity and bandwidth are those of one unit: one accelerator, one processor, one drive. A rack has
/// several of each, which changes neither the drain time nor the cost of a byte.
///
/// > Source: lecture, 1:55:05; each figure carries its own.
public struct MemoryTier: Sendable {
  /// What the tier is called in tables.
  public let name: String
  /// Its technology.
  public let kind: MemoryKind
  /// Bytes that one unit holds.
  public let capacity: Sourced<Quantity>
  /// Rate at which one unit is read in sequence.
  public let bandwidth: Sourced<Quantity>
  /// What one unit costs, where a price is known.
  public let price: TierPrice?

  /// A tier of given size and speed; its price may be left out.
  public init(
    _ name: String,
    kind: MemoryKind,
    capacity: Sourced<Quantity>,
    bandwidth: Sourced<Quantity>,
    price: TierPrice? = nil
  ) {
    self.name = name
    self.kind = kind
    self.capacity = capacity
    self.bandwidth = bandwidth
    self.price = price
  }

  /// The same tier at another price.
  public func priced(_ price: TierPrice) -> MemoryTier {
    MemoryTier(name, kind: kind, capacity: capacity, bandwidth: bandwidth, price: price)
  }

  /// What the whole unit costs while time passes, in dollars per second.
  ///
  /// Stops if no price is known.
  public var rent: Quantity {
    guard let price else {
      stop("no price of \(name) is known: give one with priced(_:) before asking for costs")
    }
    return price.rent(capacity: capacity.value)
  }

  /// Time to read the whole tier once.
  ///
  ///     capacity / bandwidth
  ///
  /// > Source: lecture, 0:23:27 for HBM and 2:01:17 for the rest.
  public var drainTime: Quantity { capacity.value / bandwidth.value }

  /// How long to keep bytes here so that keeping them costs what reading them back costs.
  ///
  ///     t_hold · bytes / capacity = bytes / bandwidth   ⇒   t_hold = capacity / bandwidth
  ///
  /// The left side is the share of the tier that is occupied, for as long as it is; the right side is
  /// the time for which all of it is busy. Price and number of bytes cancel: what is left is the drain
  /// time. The time that the reader waits is not counted.
  ///
  /// > Source: lecture, 2:02:02 (E26).
  public var matchedHoldTime: Quantity { drainTime }
}

// MARK: - Costs of one token's cache

extension MemoryTier {
  /// Time for which the tier is busy when the cache of one token is read back.
  ///
  ///     bytes per token / bandwidth
  public func retrievalTime(bytesPerToken: Quantity) -> Quantity {
    bytesPerToken / bandwidth.value
  }

  /// What it costs to read the cache of one token back.
  ///
  ///     bytes per token / bandwidth · (rent of the tier + rent of what waits)
  ///
  /// - Parameters:
  ///   - bytesPerToken: Cache that one token occupies across all layers.
  ///   - waiting: Rent of whatever stands idle meanwhile, such as a share of an accelerator; nothing by
  ///     default, as where other work goes on.
  /// - Returns: Dollars per token, each time that it is read back.
  ///
  /// > Source: lecture, 1:57:34 (E25).
  public func retrievalCost(
    bytesPerToken: Quantity,
    waiting: Quantity = Quantity(0, .dollarsPerSecond)
  ) -> Quantity {
    retrievalTime(bytesPerToken: bytesPerToken) * (rent + waiting)
  }

  /// What it costs to keep the cache of one token, in dollars per token and second.
  ///
  ///     bytes per token / capacity · rent of the tier
  ///
  /// > Source: lecture, 1:56:02 (E25).
  public func holdingRate(bytesPerToken: Quantity) -> Quantity {
    bytesPerToken / capacity.value * rent
  }

  /// What it costs to keep the cache of one token for some time, in dollars per token.
  public func holdingCost(bytesPerToken: Quantity, for time: Quantity) -> Quantity {
    holdingRate(bytesPerToken: bytesPerToken) * time
  }
}

extension MemoryTier: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
