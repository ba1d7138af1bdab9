import Quantities

/// New tokens of one sequence in a step: one while decoding, many for a prompt.
public struct StepFeed: Hashable, Sendable {
  /// The position of the first of them: tokens that the sequence has already.
  public let first: Int
  /// How many there are.
  public let tokens: Int
  /// How many of them need logits: the last few.
  public let logits: Int

  /// Tokens from a position on; by default the last one's logits are wanted.
  ///
  /// Stops if a count is negative or there are more logits than tokens.
  public init(first: Int, tokens: Int, logits: Int = 1) {
    guard first >= 0, tokens >= 0, (0...tokens).contains(logits) else {
      stop("a feed of \(tokens) tokens from position \(first) cannot have \(logits) logits")
    }
    self.first = first
    self.tokens = tokens
    self.logits = logits
  }
}
