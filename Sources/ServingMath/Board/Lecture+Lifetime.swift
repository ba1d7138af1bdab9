public import Quantities

/// What the section on over-training puts on the board: guesses and a rumour, as the speakers call them.
extension Lecture {
  /// Tokens per second that a large vendor serves over all its models.
  public static let vendorRate = guess(500e6, .tokensPerSecond, "1:29:49, a guess")

  /// Models of a family among which the traffic is divided.
  public static let familyModels = fact(
    Quantity(5)...Quantity(10),
    .lecture,
    "2026-04-29",
    "1:30:08, a guess"
  )

  /// Tokens per second that one model serves.
  public static let modelRate = guess(50e6, .tokensPerSecond, "1:30:25, a guess")

  /// Time until a model is replaced.
  public static let deployment = guess(2, .months, "1:26:27, about")

  /// Tokens that one model serves in its life.
  public static let servedTokens = guess(200e12, .tokens, "1:30:46, rounded")

  /// Tokens on which a frontier model is said to be pre-trained.
  public static let rumouredTokens = guess(150e12, .tokens, "1:31:01, a rumour told by the host")

  /// Utilisation of decode relative to pre-training, in the first attempt at coefficients.
  public static let firstRelativeUtilisation = guess(0.3, .one, "1:25:28, a guess")

  /// The same where the coefficients are put right: the first one was too generous.
  public static let relativeUtilisation = guess(1.0 / 3, .one, "1:27:03, so that 2 / (6·m) is 1")

  /// FLOP per parameter and token of reinforcement, in the middle of its range.
  public static let reinforcementWork = guess(3, .one, "1:27:03, between 2 and 6")

  /// Active parameters of a frontier model; `model` has as many.
  public static let modelSize = guess(100e9, .one, "1:31:17, about, or a bit more")

  private static func guess(
    _ value: Double,
    _ unit: QuantityUnit,
    _ convention: String
  ) -> Sourced<Quantity> {
    figure(value, unit, .lecture, "2026-04-29", convention)
  }
}
