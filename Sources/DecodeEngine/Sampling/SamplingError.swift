/// Why a token cannot be drawn.
public enum SamplingError: Error, Hashable, Sendable {
  /// A parameter outside the values that mean something.
  case badParameter(name: String, value: Float, allowed: String)
  /// No logits at all.
  case noLogits
  /// A logit that is infinite or not a number.
  case notFinite(token: Int, value: String)
  /// A token of the history that the logits have no place for.
  case unknownToken(Int32, vocabulary: Int)
}

extension SamplingError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .badParameter(let name, let value, let allowed):
      "\(name) is \(value); it must be \(allowed)"
    case .noLogits: "there are no logits to draw a token from"
    case .notFinite(let token, let value):
      "the logit of token \(token) is \(value): the weights or the computation are broken"
    case .unknownToken(let token, let vocabulary):
      "token \(token) of the history is not one of the \(vocabulary) that have logits"
    }
  }
}
