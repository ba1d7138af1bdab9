public import Quantities

/// The accounts of a stretch of production: tokens in and out, node rates, rent and prices.
///
/// Prompts and output run on nodes of their own, so each kind of token has a rate per node and the
/// number of nodes follows from the tokens. What was counted independently, such as the mean number
/// of nodes, then checks the rest.
///
/// > Source: the identities are ours; DeepSeek published the figures of one day.
public struct ServingDay: Sendable {
  /// How long was counted.
  public let duration: Quantity
  /// Input tokens, those that the cache had included.
  public let inputTokens: Sourced<Quantity>
  /// Input tokens that the cache had.
  public let cachedTokens: Sourced<Quantity>
  /// Output tokens.
  public let outputTokens: Sourced<Quantity>
  /// Input tokens per second of a prefill node, cached ones included.
  public let inputRatePerNode: Sourced<Quantity>
  /// Output tokens per second of a decode node.
  public let outputRatePerNode: Sourced<Quantity>
  /// Chips in a node.
  public let chipsPerNode: Sourced<Int>
  /// Rent of one chip.
  public let rent: Sourced<Quantity>
  /// Nodes in use on average, as counted; a plain number.
  public let meanNodes: Sourced<Quantity>

  /// Rent of one node.
  public var nodeRent: Quantity { Quantity(Double(chipsPerNode.value)) * rent.value }

  /// The share of input tokens that the cache had.
  public var cachedShare: Quantity { cachedTokens.value / inputTokens.value }

  /// Prefill nodes that the input keeps busy, a plain number.
  ///
  ///     input tokens / (rate per node · duration)
  public var prefillNodes: Quantity {
    inputTokens.value / (inputRatePerNode.value * duration)
  }

  /// Decode nodes that the output keeps busy, a plain number.
  ///
  ///     output tokens / (rate per node · duration)
  public var decodeNodes: Quantity {
    outputTokens.value / (outputRatePerNode.value * duration)
  }

  /// Nodes that the tokens keep busy; `meanNodes` was counted.
  public var busyNodes: Quantity { prefillNodes + decodeNodes }

  /// Rent of the nodes in use, in dollars.
  ///
  ///     mean nodes · chips per node · rent · duration
  public var cost: Quantity { meanNodes.value * nodeRent * duration }

  /// What the tokens would bring at a price list, in dollars.
  public func revenue(at list: PriceList) -> Quantity {
    list.cost(
      prompt: inputTokens.value,
      cached: cachedTokens.value,
      answer: outputTokens.value
    )
  }

  /// Profit over cost at a price list, a plain number.
  ///
  ///     (revenue − cost) / cost
  public func margin(at list: PriceList) -> Quantity { (revenue(at: list) - cost) / cost }

  /// What an output token costs in rent of decode nodes.
  public var costPerOutputToken: Quantity { nodeRent / outputRatePerNode.value }

  /// What an input token costs in rent of prefill nodes, cached ones counted alike.
  public var costPerInputToken: Quantity { nodeRent / inputRatePerNode.value }

  /// What an input token that the cache lacked costs, if those that it had cost nothing.
  ///
  ///     cost per input token / (1 − cached share)
  public var costPerMissedToken: Quantity { costPerInputToken / (Quantity(1) - cachedShare) }
}

// MARK: - DeepSeek

extension ServingDay {
  /// DeepSeek's V3 and R1 over the 24 hours from noon of 27 February 2025, Beijing time.
  ///
  /// Output rate, node size and rent are those of `DeepSeekProduction`.
  public static let deepSeek = ServingDay(
    duration: Quantity(1, .days),
    inputTokens: tokens(608e9, "cache hits included"),
    cachedTokens: tokens(342e9, "hits of the cache on disk"),
    outputTokens: tokens(168e9, "output"),
    inputRatePerNode: figure(
      73_700,
      .tokensPerSecond,
      .deepSeekServing,
      "2025-03",
      "mean over the day, prefill nodes, cache hits included"
    ),
    outputRatePerNode: DeepSeekProduction.outputPerNode,
    chipsPerNode: DeepSeekProduction.chipsPerNode,
    rent: DeepSeekProduction.rent,
    meanNodes: fact(Quantity(226.75), .deepSeekServing, "2025-03", "mean nodes in use")
  )

  /// Most nodes that DeepSeek had in use that day.
  public static let deepSeekPeakNodes = fact(278, .deepSeekServing, "2025-03", "peak nodes in use")

  /// Daily cost that DeepSeek states.
  public static let deepSeekCost = figure(
    87_072,
    .dollars,
    .deepSeekServing,
    "2025-03",
    "at $2 an hour for each H800"
  )

  /// Daily revenue that DeepSeek reckons if every token were billed at R1's list prices.
  public static let deepSeekRevenue = figure(
    562_027,
    .dollars,
    .deepSeekServing,
    "2025-03",
    "theoretical; much of the traffic is free or discounted"
  )

  private static func tokens(_ count: Double, _ convention: String) -> Sourced<Quantity> {
    figure(count, .tokens, .deepSeekServing, "2025-03", convention)
  }
}
