public import Quantities
public import ServingMath

extension ReuseTimes {
  /// What a token of the prompts costs if each block is kept in one place for some time after its last use, and
  /// computed anew when it is asked for later.
  ///
  ///     (found · retrieval + room · holding rate + missed · computing anew) / tokens of prompts
  ///
  /// Only the room that is taken is paid for, as by the byte. Writing is left out, as on the board.
  ///
  /// - Parameters:
  ///   - lifetime: For which a block is kept after each use.
  ///   - place: Where it is kept.
  ///   - anew: What a token costs that is not found.
  /// - Returns: Dollars per token; stops if there are no prompts.
  ///
  /// > Source: the two costs are the lecture's, 1:55:05 (E25); that one does not know beforehand who comes back
  /// > is the trace's.
  public func costPerToken(
    keeping lifetime: Quantity,
    in place: CachePlace,
    missing anew: CachePlace
  ) -> Quantity {
    guard promptTokens > 0 else { stop("a trace without prompts has no cost per token") }
    let found = tokensFound(keeping: lifetime)
    let tokens = Quantity(found, .tokens)
    let missed = Quantity(promptTokens - found, .tokens)
    let cost =
      tokens * place.retrievalCost + roomTaken(keeping: lifetime) * place.holdingRate
      + missed * anew.retrievalCost
    return cost / Quantity(promptTokens, .tokens)
  }

  /// The lifetime that makes prompts cheapest in one place.
  ///
  /// Between two times at which somebody comes back the cost only grows, so it is one of these times, or zero:
  /// then nothing is worth keeping there. Those who come back at the very moment are left out of the comparison.
  ///
  /// - Complexity: Linear in the times.
  public func cheapestLifetime(in place: CachePlace, missing anew: CachePlace) -> Quantity {
    let saved = (anew.retrievalCost - place.retrievalCost).value(in: .dollars / .tokens)
    let rate = place.holdingRate.value(in: .dollars / .tokens / .seconds)
    var (best, least) = (0.0, 0.0)
    for (index, wait) in waits.enumerated()
    where index + 1 == waits.count || wait < waits[index + 1] {
      let cost = rate * roomTaken(by: index + 1, keeping: wait) - saved * Double(tokens[index + 1])
      if cost < least { (best, least) = (wait, cost) }
    }
    return Quantity(best, .seconds)
  }
}
