public import Quantities

/// A row of the drain-time table: a tier, how long reading it takes, and what the lecture said.
///
/// > Source: lecture, 2:01:17.
public struct DrainRow: Sendable {
  /// The tier.
  public let tier: MemoryTier

  /// The row of a tier.
  public init(_ tier: MemoryTier) {
    self.tier = tier
  }

  /// Time to read the tier once.
  public var drainTime: Quantity { tier.drainTime }

  /// The drain time in the unit that a reader would use, from milliseconds to hours.
  public var text: String {
    let units: [QuantityUnit] = [.hours, .minutes, .seconds]
    let unit = units.first { drainTime >= Quantity(1, $0) } ?? .milliseconds
    return drainTime.formatted(in: unit)
  }

  /// The drain time that the lecture gives for this kind of memory.
  public var claim: Sourced<ClosedRange<Quantity>> { tier.kind.claimedDrainTime }

  /// How many times longer the tier takes than the lecture says; below one where it is quicker.
  ///
  /// Measured from the nearer end of what was said, so it is 1 for everything inside.
  public var factor: Quantity {
    let nearest = min(max(drainTime, claim.value.lowerBound), claim.value.upperBound)
    return drainTime / nearest
  }
}

extension MemoryKind {
  /// What the lecture says a memory of this kind takes to be read once.
  ///
  /// > Source: lecture, 2:01:17 (C184).
  public var claimedDrainTime: Sourced<ClosedRange<Quantity>> {
    let seconds =
      switch self {
      case .highBandwidth: 0.02...0.02
      case .host: 1.0...10
      case .flash: 60.0...60
      case .disk: 3600.0...3600
      }
    return fact(
      Quantity(seconds.lowerBound, .seconds)...Quantity(seconds.upperBound, .seconds),
      .lecture,
      "2026-04-29",
      "2:01:17, about"
    )
  }
}

extension MemoryTier {
  /// The tier that drains in the time nearest to a hold time, by ratio; stops if there is none.
  ///
  /// Twice as long counts as far away as half as long.
  ///
  /// > Source: lecture, 2:00:37: prices for a lifetime point to the tier with that drain time (E26).
  public static func matching(holding time: Quantity, among tiers: [MemoryTier]) -> MemoryTier {
    func distance(_ tier: MemoryTier) -> Quantity {
      max(tier.matchedHoldTime / time, time / tier.matchedHoldTime)
    }
    guard let nearest = tiers.min(by: { distance($0) < distance($1) }) else {
      stop("no tier can match \(time): give at least one to choose from")
    }
    return nearest
  }
}
