/// Why a request is refused, or why its generation broke off.
public enum GenerationError: Error, Hashable, Sendable {
  /// A prompt without tokens.
  case emptyPrompt
  /// A prompt that leaves no room for a further token.
  case promptTooLong(tokens: Int, limit: Int)
  /// A token that the model has no embedding for.
  case unknownToken(Int32, vocabulary: Int)
  /// A number outside the values that mean something.
  case badParameter(name: String, value: Int, allowed: ClosedRange<Int>)
  /// A prompt or stop string in words for an engine without a tokenizer.
  case noTokenizer
  /// A text that the tokenizer cannot express.
  case text(String)
  /// Logits that no token can be drawn from.
  case sampling(SamplingError)
  /// A step that failed.
  case engine(EngineError)
  /// A model for guesses whose vocabulary is another one.
  case otherVocabulary(guesses: Int, model: Int)
}

extension GenerationError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .emptyPrompt: "the prompt is empty; give at least one token"
    case .promptTooLong(let tokens, let limit):
      "a prompt of \(tokens) tokens leaves no room in a context of \(limit)"
    case .unknownToken(let token, let vocabulary):
      "token \(token) is not one of the model's \(vocabulary), 0 to \(vocabulary - 1)"
    case .badParameter(let name, let value, let allowed):
      allowed.upperBound == .max
        ? "\(name) is \(value); it must be \(allowed.lowerBound) or more"
        : "\(name) is \(value); it must be from \(allowed.lowerBound) to \(allowed.upperBound)"
    case .noTokenizer: "this generator has no tokenizer; give the prompt and what ends it as tokens"
    case .text(let reason): reason
    case .sampling(let error): "\(error)"
    case .engine(let error): "\(error)"
    case .otherVocabulary(let guesses, let model):
      "the model that guesses knows \(guesses) tokens and the model that checks \(model); "
        + "they must share a vocabulary"
    }
  }
}
