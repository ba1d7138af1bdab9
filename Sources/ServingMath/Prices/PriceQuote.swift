import Quantities

/// One source at one date, from which the price catalogue reads its rows.
struct PriceQuote {
  let source: SourceReference
  let date: String
  var convention = "list price"

  /// Collected prices of 5 August 2026.
  static let august = PriceQuote(source: .llmPrices, date: "2026-08-05")
  /// Collected prices of 2 July 2026.
  static let july = PriceQuote(source: .modelsDev, date: "2026-07-02")
  /// Anthropic's own page.
  static let claude = PriceQuote(source: .claudePricing, date: "2026-06")

  /// A price in dollars per million tokens.
  func price(_ dollars: Double) -> Sourced<Quantity> {
    figure(dollars, .dollarsPerMegatoken, source, date, convention)
  }

  /// Prices beyond a prompt length in thousands of tokens.
  func long(
    beyond kilotokens: Double,
    _ input: Double,
    _ output: Double,
    cached: Double? = nil
  ) -> PriceList.LongContext {
    PriceList.LongContext(
      threshold: figure(kilotokens, .kilotokens, source, date, "length of the prompt"),
      input: price(input),
      output: price(output),
      cachedInput: cached.map(price)
    )
  }

  /// Prices of a faster tier.
  func fast(
    _ name: String,
    _ input: Double,
    _ output: Double,
    cached: Double? = nil,
    write: Double? = nil
  ) -> PriceList.Fast {
    PriceList.Fast(
      name: name,
      input: price(input),
      output: price(output),
      cachedInput: cached.map(price),
      cacheWrite: write.map(price)
    )
  }

  /// Anthropic's two writes, for five minutes and for an hour.
  func writes(_ fiveMinutes: Double, _ hour: Double) -> [PriceList.CacheWrite] {
    [
      PriceList.CacheWrite(lifetime: Quantity(5, .minutes), price: price(fiveMinutes)),
      PriceList.CacheWrite(lifetime: Quantity(1, .hours), price: price(hour)),
    ]
  }

  /// A row of this quote; what another source adds comes as parameters.
  func list(
    _ vendor: String,
    _ model: String,
    edition: String = "",
    _ input: Double,
    _ output: Double,
    cached: Sourced<Quantity>? = nil,
    writes: [PriceList.CacheWrite] = [],
    storage: Sourced<Quantity>? = nil,
    long: PriceList.LongContext? = nil,
    fast: PriceList.Fast? = nil
  ) -> PriceList {
    PriceList(
      model: model,
      vendor: vendor,
      edition: edition,
      input: price(input),
      output: price(output),
      cachedInput: cached,
      cacheWrites: writes,
      cacheStorage: storage,
      longContext: long,
      fast: fast
    )
  }
}
