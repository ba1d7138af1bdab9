public import Quantities

/// Decoding in which one pass checks some guessed tokens and keeps those up to the first wrong one.
///
/// Each guess is right with a probability α, independently. A pass over k guesses takes k + 1 tokens of
/// each sequence and yields one token for sure, the second if the first guess was right, and so on:
///
///     expected tokens = 1 + α + … + α^k = (1 − α^(k+1)) / (1 − α)
///
/// The guesses come from a small model or from extra heads; what making them takes is a parameter.
/// Sequences that get several tokens at once are assumed to do no harm to the batching.
///
/// > Source: lecture, 0:01:40 names it; the expectation is that of Leviathan and others, arXiv 2211.17192.
public struct SpeculativeDecoding: Sendable {
  /// Guessed tokens per pass.
  public let guesses: Int
  /// Probability that a guess is right once those before it are, between 0 and 1.
  public let acceptance: Quantity

  /// A scheme; stops if the guesses are negative or the acceptance is no probability.
  public init(guesses: Int, acceptance: Quantity) {
    guard guesses >= 0 else { stop("\(guesses) guesses cannot be checked: give zero or more") }
    guard (0...1).contains(acceptance.plain) else {
      stop("an acceptance of \(acceptance) is no probability: give a number from 0 to 1")
    }
    self.guesses = guesses
    self.acceptance = acceptance
  }

  /// Tokens that a pass yields for each sequence on average.
  ///
  ///     (1 − α^(k+1)) / (1 − α), and k + 1 where every guess is right
  public var tokensPerPass: Quantity {
    var sum = 1.0
    for _ in 0..<guesses { sum = 1 + acceptance.plain * sum }
    return Quantity(sum)
  }

  /// How many times faster a sequence decodes than without guesses.
  ///
  ///     expected tokens · t(1) / (t(k + 1) + time of guessing)
  ///
  /// The machine costs the same either way, so a token is cheaper by the same factor. While memory is
  /// the longer part, t(k + 1) equals t(1) and the factor is the expected number of tokens; where passes
  /// are already bound by arithmetic, it falls below one.
  ///
  /// - Parameters:
  ///   - pass: Times of a pass of the batch, without guesses.
  ///   - guessing: Time that all guesses for one pass take; none by default.
  /// - Returns: A plain factor.
  public func speedUp(
    over pass: Pass,
    guessing: Quantity = Quantity(0, .seconds)
  ) -> Quantity {
    tokensPerPass * pass.time(length: 1) / (pass.time(length: guesses + 1) + guessing)
  }

  /// The time of guessing, in passes of one token, that explains a speed-up.
  ///
  ///     expected tokens / speed-up − t(k + 1) / t(1)
  public func overhead(explaining speedUp: Quantity, over pass: Pass) -> Quantity {
    tokensPerPass / speedUp - pass.time(length: guesses + 1) / pass.time(length: 1)
  }

  /// The acceptance at which guessing neither gains nor loses.
  ///
  /// Found by bisection, since the expected number of tokens only rises with the acceptance.
  ///
  /// - Returns: Nothing where not even certain guesses would pay; zero where any do.
  public static func breakEvenAcceptance(
    guesses: Int,
    over pass: Pass,
    guessing: Quantity = Quantity(0, .seconds)
  ) -> Quantity? {
    func gains(_ acceptance: Double) -> Bool {
      SpeculativeDecoding(guesses: guesses, acceptance: Quantity(acceptance))
        .speedUp(over: pass, guessing: guessing) >= Quantity(1)
    }
    guard gains(1) else { return nil }
    guard !gains(0) else { return Quantity(0) }
    var (loses, pays) = (0.0, 1.0)
    // Sixty halvings leave less than the spacing of numbers near one.
    for _ in 0..<60 {
      let middle = (loses + pays) / 2
      if gains(middle) { pays = middle } else { loses = middle }
    }
    return Quantity(pays)
  }
}

// MARK: - DeepSeek-V3

extension SpeculativeDecoding {
  /// How often the second token that DeepSeek-V3's extra module predicts is accepted.
  public static let deepSeekAcceptance = fact(
    Quantity(0.85)...Quantity(0.90),
    .deepSeekV3Prediction,
    "2024-12",
    "across topics of generation"
  )

  /// Tokens per second with that module over those without.
  public static let deepSeekSpeedUp = fact(
    Quantity(1.8),
    .deepSeekV3Prediction,
    "2024-12",
    "tokens per second, rounded"
  )
}
