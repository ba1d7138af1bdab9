public import Quantities

extension PriceList {
  /// Price of an output token over that of an input token.
  ///
  /// > Source: lecture, 1:41:24, which has it at three to five.
  public var outputOverInput: Quantity { output.value / input.value }

  /// Price of an input token over that of one the cache has; nothing without a price for those.
  ///
  /// > Source: lecture, 1:48:52, which has it at ten.
  public var uncachedOverCached: Quantity? { cachedInput.map { input.value / $0.value } }

  /// By what share input gets dearer beyond the threshold: 1 means twice the price.
  public var longInputSurcharge: Quantity? {
    longContext.map { $0.input.value / input.value - Quantity(1) }
  }

  /// By what share output gets dearer beyond the threshold.
  public var longOutputSurcharge: Quantity? {
    longContext.map { $0.output.value / output.value - Quantity(1) }
  }

  /// Output price of the faster tier over the standard one.
  public var fastOverStandard: Quantity? { fast.map { $0.output.value / output.value } }

  /// What a request costs, at the prices that its prompt length calls for.
  ///
  ///     uncached · input + cached · cached input + output tokens · output
  ///
  /// Cache writes and storage are left out. Where the list has no price for cached tokens they cost
  /// what others do.
  ///
  /// - Parameters:
  ///   - prompt: Tokens of the whole prompt, cached ones included.
  ///   - cached: Those of them that the cache has.
  ///   - answer: Output tokens.
  /// - Returns: Dollars.
  public func cost(
    prompt: Quantity,
    cached: Quantity = Quantity(0, .tokens),
    answer: Quantity
  ) -> Quantity {
    if let long = longContext, prompt > long.threshold.value {
      let hit = long.cachedInput ?? long.input
      return (prompt - cached) * long.input.value + cached * hit.value
        + answer * long.output.value
    }
    let hit = cachedInput ?? input
    return (prompt - cached) * input.value + cached * hit.value + answer * output.value
  }
}
