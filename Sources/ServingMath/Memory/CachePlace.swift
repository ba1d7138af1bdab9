public import Quantities

/// One way to have the KV cache of a token again after some time: what getting it costs, and keeping it.
///
/// Both grow with nothing but the tokens, so the cost over the time that passes is a straight line:
///
///     cost = retrieval + holding rate · time
///
/// Recomputing has a high line without slope, high-bandwidth memory a steep one from zero; the tiers
/// between lie between. The cost of writing the cache is left out, as on the board.
///
/// > Source: lecture, 1:49:26 and 1:55:05 (E25).
public struct CachePlace: Sendable {
  /// What the place is called in tables.
  public let name: String
  /// Cost of having the token's cache back, in dollars per token.
  public let retrievalCost: Quantity
  /// Cost of keeping it, in dollars per token and second.
  public let holdingRate: Quantity

  /// A place with given costs, in dollars per token and dollars per token and second.
  public init(_ name: String, retrievalCost: Quantity, holdingRate: Quantity) {
    self.name = name
    self.retrievalCost = retrievalCost
    self.holdingRate = holdingRate
  }

  /// The cost of keeping the cache for some time and then having it back, in dollars per token.
  public func cost(holding time: Quantity) -> Quantity { retrievalCost + holdingRate * time }

  /// The hold time from which the cheaper of two places is the other one.
  ///
  ///     (retrieval₂ − retrieval₁) / (holding₁ − holding₂)
  ///
  /// - Returns: Nothing where one of the two is never dearer than the other.
  public func crossover(with other: CachePlace) -> Quantity? {
    let step = other.retrievalCost - retrievalCost
    let slope = holdingRate - other.holdingRate
    guard slope.baseValue != 0, (step / slope).baseValue > 0 else { return nil }
    return step / slope
  }
}

extension CachePlace {
  /// Not keeping the cache at all: the tokens are run through the model again.
  ///
  ///     retrieval = 2 · N_active / F · rent, holding = 0
  ///
  /// with F the dense peak, so at full utilisation; attention's arithmetic is left out.
  ///
  /// - Parameters:
  ///   - activeParameters: Plain count of those that one token is multiplied with.
  ///   - peak: Arithmetic rate in FLOP/s.
  ///   - rent: Of what has that rate.
  /// - Returns: A place whose cost does not grow with time.
  ///
  /// > Source: lecture, 1:50:24.
  public static func recomputing(
    activeParameters: Quantity,
    peak: Quantity,
    rent: Quantity
  ) -> CachePlace {
    let work = activeParameters * Quantity(1, .multiplyAdds / .tokens)
    return CachePlace(
      "recomputing",
      retrievalCost: work / peak * rent,
      holdingRate: Quantity(0, .dollars / .tokens / .seconds)
    )
  }

  /// Recomputing on a chip at its published dense peak; stops where none is published at the precision.
  public static func recomputing(
    activeParameters: Quantity,
    on chip: Chip,
    at precision: Precision,
    rent: Quantity
  ) -> CachePlace {
    recomputing(activeParameters: activeParameters, peak: chip.peak(precision).value, rent: rent)
  }

  /// Leaving the cache where decoding reads it: nothing to retrieve.
  ///
  ///     retrieval = 0, holding = bytes per token / capacity · rent
  ///
  /// > Source: lecture, 1:56:02.
  public static func resident(in tier: MemoryTier, bytesPerToken: Quantity) -> CachePlace {
    CachePlace(
      tier.name,
      retrievalCost: Quantity(0, .dollars / .tokens),
      holdingRate: tier.holdingRate(bytesPerToken: bytesPerToken)
    )
  }

  /// Moving the cache to a tier and reading it back.
  ///
  ///     retrieval = bytes per token / bandwidth · (rent + rent of what waits)
  ///     holding   = bytes per token / capacity · rent
  ///
  /// > Source: lecture, 1:57:34.
  public static func stored(
    in tier: MemoryTier,
    bytesPerToken: Quantity,
    waiting: Quantity = Quantity(0, .dollarsPerSecond)
  ) -> CachePlace {
    CachePlace(
      tier.name,
      retrievalCost: tier.retrievalCost(bytesPerToken: bytesPerToken, waiting: waiting),
      holdingRate: tier.holdingRate(bytesPerToken: bytesPerToken)
    )
  }
}
