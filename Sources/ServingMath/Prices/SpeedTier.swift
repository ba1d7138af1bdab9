public import Quantities

/// A vendor's dearer and faster way to serve one model, and what the board makes of it.
///
/// On the same machines a token costs rack time, t / B. So the price ratio is a ratio of t / B, the speed
/// ratio a ratio of t, and their product a ratio of batches.
///
/// > Source: prices from the vendors; the deduction is the companion's own, after lecture 0:01:05.
public struct SpeedTier: Sendable {
  /// Whose tier it is.
  public let name: String
  /// Price of a fast token over that of a standard token.
  public let priceRatio: Sourced<Quantity>
  /// Output speed of the fast tier over the standard one.
  public let speedRatio: Sourced<Quantity>

  /// Sequences in a standard batch for each one in a fast batch.
  ///
  ///     B_standard / B_fast = price ratio · speed ratio
  public var batchRatio: Quantity { priceRatio.value * speedRatio.value }

  /// Cache traffic over weight traffic in a standard pass, if both tiers wait for memory.
  ///
  ///     t = W · (1 + κ B)   ⇒   κ B_standard = r · (s − 1) / (r − s)
  ///
  /// with s the speed ratio and r the batch ratio.
  public var keyValueOverWeights: Quantity {
    let speed = speedRatio.value
    return batchRatio * (speed - Quantity(1)) / (batchRatio - speed)
  }

  /// The share of a standard pass that goes into reading cache.
  public var keyValueShare: Quantity { keyValueOverWeights / (Quantity(1) + keyValueOverWeights) }

  /// How much faster than the standard tier any price could make it: a batch of nothing.
  ///
  ///     t_standard / W = 1 + κ B_standard
  public var speedCeiling: Quantity { Quantity(1) + keyValueOverWeights }
}

// MARK: - Offers

extension SpeedTier {
  /// Every offer of the catalogue.
  public static let all: [SpeedTier] = [opus46Fast, opus5Fast, codexFast54, codexFast55]

  /// Output price of Claude Opus 4.6 as standard.
  public static let opus46StandardPrice = figure(
    25,
    .dollarsPerMegatoken,
    .claudePricing,
    "2026-04",
    "output tokens"
  )
  /// Output price of Claude Opus 4.6 in fast mode.
  public static let opus46FastPrice = figure(
    150,
    .dollarsPerMegatoken,
    .claudePricing,
    "2026-04",
    "output tokens"
  )

  /// Claude Opus 4.6 fast mode: the offer that the lecture opens with.
  public static let opus46Fast = SpeedTier(
    name: "Claude Opus 4.6",
    priceRatio: figure(
      opus46FastPrice.value.value(in: .dollarsPerMegatoken)
        / opus46StandardPrice.value.value(in: .dollarsPerMegatoken),
      .one,
      .claudePricing,
      "2026-04",
      "fast price over standard price"
    ),
    speedRatio: figure(2.5, .one, .claudePricing, "2026-04", "up to, output tokens per second")
  )

  /// Claude Opus 5 fast mode.
  public static let opus5Fast = SpeedTier(
    name: "Claude Opus 5",
    priceRatio: figure(2, .one, .claudePricing, "2026-07", "fast price over standard price"),
    speedRatio: figure(2.5, .one, .claudePricing, "2026-07", "up to, output tokens per second")
  )

  /// Codex fast mode on GPT-5.4, paid in credits.
  public static let codexFast54 = SpeedTier(
    name: "Codex, GPT-5.4",
    priceRatio: figure(2, .one, .codexSpeed, "2026", "credits"),
    speedRatio: figure(1.5, .one, .codexSpeed, "2026", "as stated")
  )

  /// Codex fast mode on GPT-5.5, paid in credits.
  public static let codexFast55 = SpeedTier(
    name: "Codex, GPT-5.5",
    priceRatio: figure(2.5, .one, .codexSpeed, "2026", "credits"),
    speedRatio: figure(1.5, .one, .codexSpeed, "2026", "as stated")
  )
}
