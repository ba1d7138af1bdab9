public import Quantities

extension PriceList {
  /// Every list of the catalogue; where sources disagree, one after the other.
  public static let all: [PriceList] = google + anthropic + openAI + openModels

  // MARK: Google

  /// Google's lists, all with a dearer tier beyond 200,000 tokens.
  public static let google: [PriceList] = [gemini25Pro, gemini3Pro, gemini31Pro]

  /// What Google charges for keeping a token in an explicit cache, the same for its Pro models.
  public static let geminiStorage = figure(
    4.5,
    .dollarsPerMegatoken / .hours,
    .geminiPricing,
    "2026-07",
    "explicit cache of a Pro model"
  )

  /// Gemini 2.5 Pro.
  public static let gemini25Pro = august.list(
    "Google",
    "Gemini 2.5 Pro",
    1.25,
    10,
    cached: august.price(0.125),
    storage: geminiStorage,
    long: august.long(beyond: 200, 2.5, 15, cached: 0.25)
  )
  /// Gemini 3 Pro.
  public static let gemini3Pro = gemini3("Gemini 3 Pro")
  /// Gemini 3.1 Pro, the list from which the lecture reads.
  public static let gemini31Pro = gemini3("Gemini 3.1 Pro")

  private static func gemini3(_ model: String) -> PriceList {
    july.list(
      "Google",
      model,
      2,
      12,
      cached: july.price(0.2),
      storage: geminiStorage,
      long: july.long(beyond: 200, 4, 18, cached: 0.4)
    )
  }

  // MARK: Anthropic

  /// Anthropic's lists.
  public static let anthropic: [PriceList] = [
    claudeOpus4, claudeOpus41, claudeOpus45, claudeOpus46, claudeOpus47, claudeOpus48,
    claudeSonnet45, claudeSonnet46, claudeSonnet5Introduction, claudeSonnet5, claudeHaiku45,
    claudeFable5, claudeMythos5,
  ]

  /// Claude Opus 4.
  public static let claudeOpus4 = claudeList("Claude Opus 4", 15, 75)
  /// Claude Opus 4.1.
  public static let claudeOpus41 = claudeList("Claude Opus 4.1", 15, 75)
  /// Claude Opus 4.5, at a third of its predecessor's price.
  public static let claudeOpus45 = claudeList("Claude Opus 4.5", 5, 25)
  /// Claude Opus 4.6, whose million tokens of context cost no extra and whose fast mode opens the lecture.
  public static let claudeOpus46 = claudeList(
    "Claude Opus 4.6",
    5,
    25,
    fast: july.fast("fast mode", 30, 150, cached: 3, write: 37.5)
  )
  /// Claude Opus 4.7.
  public static let claudeOpus47 = claudeList("Claude Opus 4.7", 5, 25)
  /// Claude Opus 4.8, whose fast mode costs a third of what 4.6 asked.
  public static let claudeOpus48 = claudeList(
    "Claude Opus 4.8",
    5,
    25,
    fast: july.fast("fast mode", 10, 50, cached: 1, write: 12.5)
  )
  /// Claude Sonnet 4.5, with the long-context tier that later models dropped.
  public static let claudeSonnet45 = claudeList(
    "Claude Sonnet 4.5",
    3,
    15,
    long: august.long(beyond: 200, 6, 22.5)
  )
  /// Claude Sonnet 4.6.
  public static let claudeSonnet46 = claudeList("Claude Sonnet 4.6", 3, 15)
  /// Claude Sonnet 5 at the price of its first months.
  public static let claudeSonnet5Introduction = claudeList(
    "Claude Sonnet 5",
    edition: "until September 2026",
    2,
    10
  )
  /// Claude Sonnet 5 from 1 September 2026.
  public static let claudeSonnet5 = claudeList(
    "Claude Sonnet 5",
    edition: "from September 2026",
    3,
    15
  )
  /// Claude Haiku 4.5.
  public static let claudeHaiku45 = claudeList("Claude Haiku 4.5", 1, 5)
  /// Claude Fable 5.
  public static let claudeFable5 = claudeList("Claude Fable 5", 10, 50)
  /// Claude Mythos 5.
  public static let claudeMythos5 = claudeList("Claude Mythos 5", 10, 50)

  /// A Claude model, whose cache prices are the vendor's multiples of the input price.
  private static func claudeList(
    _ model: String,
    edition: String = "",
    _ input: Double,
    _ output: Double,
    long: LongContext? = nil,
    fast: Fast? = nil
  ) -> PriceList {
    august.list(
      "Anthropic",
      model,
      edition: edition,
      input,
      output,
      cached: claude.price(input / 10),
      writes: claude.writes(input * 1.25, input * 2),
      long: long,
      fast: fast
    )
  }

  static let august = PriceQuote.august
  static let july = PriceQuote.july
  private static let claude = PriceQuote.claude
}
