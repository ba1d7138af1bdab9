import Quantities

extension PriceList {
  /// Lists of xAI and of vendors that publish their weights.
  public static let openModels: [PriceList] = [
    grok4, grok43, grok420, grok45, deepSeekV3, deepSeekR1, deepSeekV4Flash, deepSeekV4FlashJuly,
    deepSeekV4Pro, deepSeekV4ProJuly, kimiK2, kimiK2Turbo, kimiK2TurboJuly, miniMaxM2,
  ]

  // MARK: xAI

  /// Grok 4, dearer beyond 128,000 tokens except for what the cache has.
  public static let grok4 = august.list(
    "xAI",
    "Grok 4",
    3,
    15,
    cached: august.price(0.75),
    long: august.long(beyond: 128, 6, 30, cached: 0.75)
  )
  /// Grok 4.3.
  public static let grok43 = grokList("Grok 4.3", 1.25, 2.5, cached: 0.2)
  /// Grok 4.20.
  public static let grok420 = grokList("Grok 4.20", 1.25, 2.5, cached: 0.2)
  /// Grok 4.5.
  public static let grok45 = grokList("Grok 4.5", 2, 6, cached: 0.3)

  /// A later Grok: everything doubles beyond 200,000 tokens.
  private static func grokList(
    _ model: String,
    _ input: Double,
    _ output: Double,
    cached: Double
  ) -> PriceList {
    august.list(
      "xAI",
      model,
      input,
      output,
      cached: august.price(cached),
      long: august.long(beyond: 200, 2 * input, 2 * output, cached: 2 * cached)
    )
  }

  // MARK: DeepSeek

  /// DeepSeek-V3 from 8 February 2025.
  public static let deepSeekV3 = august.list("DeepSeek", "DeepSeek-V3", 0.27, 1.10)
  /// DeepSeek-R1, with the cache price by which DeepSeek reckoned its own revenue.
  public static let deepSeekR1 = august.list(
    "DeepSeek",
    "DeepSeek-R1",
    0.55,
    2.19,
    cached: PriceQuote(source: .deepSeekServing, date: "2025-03").price(0.14)
  )
  /// DeepSeek-V4 Flash; the sources differ tenfold on what the cache has.
  public static let deepSeekV4Flash = august.list(
    "DeepSeek",
    "DeepSeek-V4 Flash",
    edition: "llm-prices",
    0.14,
    0.28,
    cached: august.price(0.028)
  )
  /// DeepSeek-V4 Flash by the other source.
  public static let deepSeekV4FlashJuly = july.list(
    "DeepSeek",
    "DeepSeek-V4 Flash",
    edition: "models.dev",
    0.14,
    0.28,
    cached: july.price(0.0028)
  )
  /// DeepSeek-V4 Pro.
  public static let deepSeekV4Pro = august.list(
    "DeepSeek",
    "DeepSeek-V4 Pro",
    edition: "llm-prices",
    1.74,
    3.48,
    cached: august.price(0.145)
  )
  /// DeepSeek-V4 Pro by the other source, at a quarter of that: a promotion.
  public static let deepSeekV4ProJuly = july.list(
    "DeepSeek",
    "DeepSeek-V4 Pro",
    edition: "models.dev, promotional",
    0.435,
    0.87,
    cached: july.price(0.003625)
  )

  // MARK: Moonshot and MiniMax

  /// Kimi K2.
  public static let kimiK2 = august.list(
    "Moonshot",
    "Kimi K2",
    0.6,
    2.5,
    cached: august.price(0.15)
  )
  /// Kimi K2 Turbo: the same model served faster.
  public static let kimiK2Turbo = august.list(
    "Moonshot",
    "Kimi K2 Turbo",
    edition: "llm-prices",
    1.15,
    8,
    cached: august.price(0.15)
  )
  /// Kimi K2 Turbo by the other source.
  public static let kimiK2TurboJuly = july.list(
    "Moonshot",
    "Kimi K2 Turbo",
    edition: "models.dev",
    2.4,
    10,
    cached: july.price(0.6)
  )
  /// MiniMax-M2, for whose cache the source has no price.
  public static let miniMaxM2 = august.list("MiniMax", "MiniMax-M2", 0.3, 1.2)
}
