import Quantities

extension ContextWindow {
  /// Windows that set a mark when they came out, oldest first.
  ///
  /// Not every model: those that offered more than before, and those that changed the price of length.
  public static let history: [ContextWindow] = [
    gpt3, gpt4, gpt4Long, claude13, gpt4Turbo, claude21, gemini15, gemini15Long, llama4Scout, gpt41,
    claudeSonnet4, grok4Fast, gemini31, gpt54, claude46,
  ]

  /// GPT-3.
  public static let gpt3 = ContextWindow(
    "GPT-3",
    by: "OpenAI",
    2020,
    6,
    flat: tokens(2048, .gpt3, "2020-05", "prompt and answer")
  )
  /// GPT-4 at its usual length.
  public static let gpt4 = ContextWindow("GPT-4", by: "OpenAI", 2023, 3, flat: gpt4Length)
  /// GPT-4 at its long one, a model of its own at twice the price.
  public static let gpt4Long = ContextWindow(
    "GPT-4-32k",
    by: "OpenAI",
    2023,
    3,
    longest: tokens(32_768, .gpt4Launch, "2023-03-14", "prompt and answer"),
    atStandardPrice: gpt4Length
  )
  /// Claude, when its window grew from 9,000 tokens.
  public static let claude13 = ContextWindow(
    "Claude 1.3",
    by: "Anthropic",
    2023,
    5,
    flat: tokens(100_000, .claude100k, "2023-05-11", "prompt and answer")
  )
  /// GPT-4 Turbo.
  public static let gpt4Turbo = ContextWindow(
    "GPT-4 Turbo",
    by: "OpenAI",
    2023,
    11,
    flat: tokens(128_000, .devDay2023, "2023-11-06", "prompt and answer")
  )
  /// Claude 2.1.
  public static let claude21 = ContextWindow(
    "Claude 2.1",
    by: "Anthropic",
    2023,
    11,
    flat: tokens(200_000, .claude21, "2023-11-21", "prompt and answer")
  )
  /// Gemini 1.5 Pro, at first for a few customers.
  public static let gemini15 = ContextWindow(
    "Gemini 1.5 Pro",
    by: "Google",
    2024,
    2,
    longest: tokens(1e6, .geminiLongContext, "2024-07", "prompt"),
    atStandardPrice: gemini15Tier
  )
  /// Gemini 1.5 Pro with its window doubled.
  public static let gemini15Long = ContextWindow(
    "Gemini 1.5 Pro, doubled",
    by: "Google",
    2024,
    6,
    longest: tokens(2e6, .geminiLongContext, "2024-07", "prompt"),
    atStandardPrice: gemini15Tier
  )
  /// Llama 4 Scout, whose weights are open: what is served depends on who serves it.
  public static let llama4Scout = ContextWindow(
    "Llama 4 Scout",
    by: "Meta",
    2025,
    4,
    longest: tokens(10e6, .llama4Launch, "2025-04-05", "as announced"),
    atStandardPrice: nil
  )
  /// GPT-4.1, at one price for any length.
  public static let gpt41 = ContextWindow(
    "GPT-4.1",
    by: "OpenAI",
    2025,
    4,
    flat: tokens(1_047_576, .gpt41Launch, "2025-04-14", "prompt")
  )
  /// Claude Sonnet 4 with its long window in beta.
  public static let claudeSonnet4 = ContextWindow(
    "Claude Sonnet 4",
    by: "Anthropic",
    2025,
    8,
    longest: tokens(1e6, .claudeMillion, "2026-03", "beta"),
    atStandardPrice: tokens(200_000, .claudeMillion, "2026-03", "whole request dearer beyond")
  )
  /// Grok 4 Fast.
  public static let grok4Fast = ContextWindow(
    "Grok 4 Fast",
    by: "xAI",
    2025,
    9,
    longest: tokens(2e6, .grokFast, "2025-09", "prompt"),
    atStandardPrice: nil
  )
  /// Gemini 3.1 Pro.
  public static let gemini31 = ContextWindow(
    "Gemini 3.1 Pro",
    by: "Google",
    2026,
    2,
    longest: tokens(1e6, .contextRace, "2026-05", "prompt"),
    atStandardPrice: PriceList.gemini31Pro.longContext?.threshold
  )
  /// GPT-5.4.
  public static let gpt54 = ContextWindow(
    "GPT-5.4",
    by: "OpenAI",
    2026,
    3,
    longest: tokens(1_050_000, .gatewayModels, "2026-03", "prompt and answer"),
    atStandardPrice: PriceList.gpt54.longContext?.threshold
  )
  /// Claude 4.6 from 13 March 2026, at one price for any length.
  public static let claude46 = ContextWindow(
    "Claude Opus 4.6",
    by: "Anthropic",
    2026,
    3,
    flat: tokens(1e6, .claudeMillion, "2026-03-13", "prompt and answer")
  )

  private static let gpt4Length = tokens(8192, .gpt4Launch, "2023-03-14", "prompt and answer")
  private static let gemini15Tier = tokens(128_000, .geminiTiers, "2026-05", "dearer beyond")

  private static func tokens(
    _ count: Double,
    _ source: SourceReference,
    _ date: String,
    _ convention: String
  ) -> Sourced<Quantity> {
    figure(count, .tokens, source, date, convention)
  }
}
