/// Why a step cannot be done; the engine is as it was before.
public enum EngineError: Error, Hashable, Sendable {
  /// A token that the model has no embedding for.
  case unknownToken(Int32, vocabulary: Int)
  /// A text longer than the model or the cache was made for.
  case beyondContext(tokens: Int, limit: Int)
  /// No room for the keys and values of the new tokens.
  case cacheFull(needed: Int, free: Int)
  /// One sequence twice in a step.
  case fedTwice
  /// A position to go back to that lies ahead.
  case notYetReached(position: Int, length: Int)
  /// A position to go back to where a sliding window has let go of what the next token would see.
  case goneFromWindow(position: Int)
}

extension EngineError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownToken(let token, let vocabulary):
      "token \(token) is not one of the model's \(vocabulary), 0 to \(vocabulary - 1)"
    case .beyondContext(let tokens, let limit):
      "\(tokens) tokens are more than the context of \(limit)"
    case .cacheFull(let needed, let free):
      "the cache has room for \(free) more tokens and \(needed) are needed; "
        + "let sequences go or give the engine more cache tokens"
    case .fedTwice: "a sequence may be fed once in a step"
    case .notYetReached(let position, let length):
      "a sequence of \(length) tokens cannot go back to \(position)"
    case .goneFromWindow(let position):
      "the keys and values before position \(position) have left a sliding window; "
        + "feed tokens that may be taken back as provisional"
    }
  }
}
