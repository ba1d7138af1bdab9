public import Quantities
public import ServingMath

extension TierReplay {
  /// What a trace cost, part by part.
  public struct Cost: Sendable {
    /// Rent of the rooms for the time of the trace, whether or not they were used.
    public let rent: Quantity
    /// Rent of what stood idle while blocks were read back.
    public let waiting: Quantity
    /// Computing what was found nowhere.
    public let recomputing: Quantity

    /// All three.
    public var total: Quantity { rent + waiting + recomputing }
  }

  /// What the trace cost in these rooms.
  ///
  ///     rent        = Σ rent of the room · time
  ///     waiting     = Σ bytes read / bandwidth · rent of what waits
  ///     recomputing = tokens missed · retrieval cost of computing anew
  ///
  /// The first tier is read by decoding anyway, so nothing waits for it.
  ///
  /// - Parameters:
  ///   - anew: What a token costs that is not found.
  ///   - waiting: Rent of whatever stands idle while blocks are read; nothing by default.
  /// - Returns: Dollars for the whole trace; stops if the price of a tier is not known.
  ///
  /// > Source: lecture, 1:55:05 (E25), with capacity rented whole.
  public func cost(
    missing anew: CachePlace,
    waiting: Quantity = Quantity(0, .dollarsPerSecond)
  ) -> Cost {
    let missed = Quantity(promptTokens - tokensFound, .tokens)
    let nothing = Quantity(0, .dollars)
    return Cost(
      rent: levels.reduce(nothing) { $0 + $1.room.rent * span },
      waiting: levels.reduce(nothing) { $0 + $1.bytesRead / $1.room.bandwidth * waiting },
      recomputing: missed * anew.retrievalCost
    )
  }
}
