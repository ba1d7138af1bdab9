import Quantities

extension PromptCachePricing {
  /// Every offer of the catalogue.
  public static let all: [PromptCachePricing] = [
    claude5Minutes, claude1Hour, openAI, openAI41, openAI4o, gemini, deepSeekLaunch, kimi,
  ]

  /// Claude, kept for five minutes after the last use.
  public static let claude5Minutes = PromptCachePricing(
    "Claude, 5 minutes",
    writeMultiplier: multiple(1.25, .claudePricing, "2026-06", "5-minute write over input"),
    readMultiplier: multiple(0.1, .claudePricing, "2026-06", "read over input"),
    lifetime: figure(5, .minutes, .claudePricing, "2026-06", "renewed by each read")
  )

  /// Claude, kept for an hour after the last use.
  public static let claude1Hour = PromptCachePricing(
    "Claude, 1 hour",
    writeMultiplier: multiple(2, .claudePricing, "2026-06", "1-hour write over input"),
    readMultiplier: multiple(0.1, .claudePricing, "2026-06", "read over input"),
    lifetime: figure(1, .hours, .claudePricing, "2026-06", "renewed by each read")
  )

  /// OpenAI from GPT-5 to GPT-5.5, automatic; from GPT-5.6 on writes can be charged for.
  public static let openAI = automatic("OpenAI, GPT-5 to GPT-5.5", read: 0.1)
  /// OpenAI at GPT-4.1.
  public static let openAI41 = automatic("OpenAI, GPT-4.1", read: 0.25)
  /// OpenAI at GPT-4o.
  public static let openAI4o = automatic("OpenAI, GPT-4o", read: 0.5)

  /// Gemini 3 Pro's explicit cache: an ordinary first use, cheap reads, and rent by the hour.
  public static let gemini = PromptCachePricing(
    "Gemini 3 Pro, explicit",
    writeMultiplier: multiple(1, .geminiPricing, "2026-07", "writing is billed as input"),
    readMultiplier: multiple(0.1, .modelsDev, "2026-07", "read over input"),
    storage: PriceList.geminiStorage
  )

  /// DeepSeek when it introduced its cache on disk; entries live for hours or days, without promise.
  public static let deepSeekLaunch = PromptCachePricing(
    "DeepSeek, at launch",
    writeMultiplier: multiple(1, .deepSeekDiskCache, "2024-08", "no charge for writing"),
    readMultiplier: multiple(0.1, .deepSeekDiskCache, "2024-08", "hit over miss")
  )

  /// Kimi K2, automatic.
  public static let kimi = PromptCachePricing(
    "Kimi K2",
    writeMultiplier: multiple(1, .llmPrices, "2026-08", "no charge for writing"),
    readMultiplier: multiple(0.25, .llmPrices, "2026-08", "0.15 over 0.60 $/Mtok")
  )

  private static func automatic(_ name: String, read: Double) -> PromptCachePricing {
    PromptCachePricing(
      name,
      writeMultiplier: multiple(1, .openAICaching, "2026", "no charge for writing"),
      readMultiplier: multiple(read, .llmPrices, "2026-08", "cached over input"),
      lifetime: figure(
        5,
        .minutes,
        .openAICaching,
        "2026",
        "5 to 10 minutes without use, an hour at most"
      )
    )
  }

  private static func multiple(
    _ value: Double,
    _ source: SourceReference,
    _ date: String,
    _ convention: String
  ) -> Sourced<Quantity> {
    fact(Quantity(value), source, date, convention)
  }
}
