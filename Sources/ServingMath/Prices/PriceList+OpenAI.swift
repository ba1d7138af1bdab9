extension PriceList {
  /// OpenAI's lists; from GPT-5.4 on with a dearer tier beyond 272,000 tokens.
  public static let openAI: [PriceList] = [
    gpt4o, gpt41, gpt5, gpt51, gpt52, gpt54, gpt55, gpt56,
  ]

  /// GPT-4o, whose cache halves the price.
  public static let gpt4o = openAIList("GPT-4o", 2.5, 10, cached: 1.25)
  /// GPT-4.1, whose cache quarters it.
  public static let gpt41 = openAIList("GPT-4.1", 2, 8, cached: 0.5)
  /// GPT-5, the first with a cache at a tenth.
  public static let gpt5 = openAIList("GPT-5", 1.25, 10, cached: 0.125)
  /// GPT-5.1.
  public static let gpt51 = openAIList("GPT-5.1", 1.25, 10, cached: 0.125)
  /// GPT-5.2.
  public static let gpt52 = openAIList("GPT-5.2", 1.75, 14, cached: 0.175)
  /// GPT-5.4.
  public static let gpt54 = openAIList(
    "GPT-5.4",
    2.5,
    15,
    cached: 0.25,
    long: august.long(beyond: 272, 5, 22.5, cached: 0.5),
    fast: july.fast("priority", 5, 30, cached: 0.5)
  )
  /// GPT-5.5.
  public static let gpt55 = openAIList(
    "GPT-5.5",
    5,
    30,
    cached: 0.5,
    long: august.long(beyond: 272, 10, 45, cached: 1),
    fast: july.fast("priority", 12.5, 75, cached: 1.25)
  )
  /// The largest GPT-5.6.
  public static let gpt56 = openAIList(
    "GPT-5.6 Sol",
    5,
    30,
    cached: 0.5,
    long: august.long(beyond: 272, 10, 45, cached: 1)
  )

  private static func openAIList(
    _ model: String,
    _ input: Double,
    _ output: Double,
    cached: Double,
    long: LongContext? = nil,
    fast: Fast? = nil
  ) -> PriceList {
    august.list(
      "OpenAI",
      model,
      input,
      output,
      cached: august.price(cached),
      long: long,
      fast: fast
    )
  }
}
