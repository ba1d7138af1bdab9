public import Quantities

/// How many tokens are served in public: announcements and one published day of production.
public enum Traffic {
  /// Tokens that Google said it processed in a month, over all products, input and output.
  public static let googlePerMonth: [Sourced<Quantity>] = [
    google(480e12, "2025-05"), google(980e12, "2025-06"), google(1300e12, "2025-10"),
    google(3200e12, "2026-05"),
  ]

  /// Announcements as of a month, as tokens per second; a month is counted as 30 days.
  public static let googlePerSecond: [Sourced<Quantity>] = googlePerMonth.map {
    $0.map { $0 / Quantity(1, .months) }
  }

  private static func google(_ tokens: Double, _ date: String) -> Sourced<Quantity> {
    figure(tokens, .tokens, .googleTokens, date, "processed per month, input and output")
  }
}

/// What DeepSeek published about one day of serving V3 and R1, 27 to 28 February 2025.
public enum DeepSeekProduction {
  /// Output tokens per second of one node of eight H800.
  public static let outputPerNode = figure(
    14_800,
    .tokensPerSecond,
    .deepSeekServing,
    "2025-03",
    "mean over the day, decode nodes"
  )
  /// GPUs in a node.
  public static let chipsPerNode = fact(8, .deepSeekServing, "2025-03", "H800")
  /// Nodes over which one decode unit spreads its experts.
  public static let nodesPerUnit = fact(18, .deepSeekServing, "2025-03", "EP144")
  /// Slowest and fastest output speed that one reader saw on average.
  public static let speedPerSequence = fact(
    Quantity(20, .tokensPerSecond)...Quantity(22, .tokensPerSecond),
    .deepSeekServing,
    "2025-03",
    "mean output speed"
  )
  /// Rent that DeepSeek assumes for one H800.
  public static let rent = figure(2, .dollarsPerHour, .deepSeekServing, "2025-03", "assumed")
  /// Tokens of cache that a sequence has on average.
  public static let context = figure(4989, .tokens, .deepSeekServing, "2025-03", "mean KV length")

  /// Output tokens per second of one decode unit.
  public static var outputPerUnit: Quantity {
    Double(nodesPerUnit.value) * outputPerNode.value
  }

  /// Sequences in flight in one decode unit: its output over the speed of each.
  ///
  ///     nodes · output per node ÷ speed per sequence
  ///
  /// The more of them, the slower each; so the range runs from the fast end to the slow one.
  public static var sequencesInFlight: ClosedRange<Quantity> {
    let speed = speedPerSequence.value
    return outputPerUnit / speed.upperBound...outputPerUnit / speed.lowerBound
  }

  /// What an output token costs in rent.
  public static var costPerToken: Quantity {
    Double(chipsPerNode.value) * rent.value / outputPerNode.value
  }
}
