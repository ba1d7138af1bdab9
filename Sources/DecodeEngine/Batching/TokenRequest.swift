import ServingMath

/// What a scheduler is asked for: a prompt in tokens and how to go on from it.
public struct TokenRequest: Hashable, Sendable {
  /// The text to continue; at least one token.
  public var prompt: [Int32]
  /// The most tokens to generate.
  public var maximumTokens: Int
  /// How tokens are chosen.
  public var sampling: SamplingParameters
  /// Tokens that end a text; they are not part of it.
  public var stopTokens: Set<Int32>
  /// Continuations to generate, each with random numbers of its own.
  public var choices: Int
  /// How many alternatives are reported beside each token's log-probability; nil reports none of it.
  public var logProbabilities: Int?
  /// Whether the prompt's tokens are reported with their log-probabilities too.
  public var scoresPrompt: Bool

  /// A request; by default for one greedy continuation of 16 tokens.
  public init(
    prompt: [Int32],
    maximumTokens: Int = 16,
    sampling: SamplingParameters = .greedy,
    stopTokens: Set<Int32> = [],
    choices: Int = 1,
    logProbabilities: Int? = nil,
    scoresPrompt: Bool = false
  ) {
    self.prompt = prompt
    self.maximumTokens = maximumTokens
    self.sampling = sampling
    self.stopTokens = stopTokens
    self.choices = choices
    self.logProbabilities = logProbabilities
    self.scoresPrompt = scoresPrompt
  }
}

extension TokenRequest {
  /// Throws for what no engine, or not this one, can do.
  func check(_ engine: Engine) throws(GenerationError) {
    guard !prompt.isEmpty else { throw .emptyPrompt }
    let vocabulary = engine.transformer.architecture.shape.vocabularySize
    for token in prompt where !(0..<Int32(vocabulary)).contains(token) {
      throw .unknownToken(token, vocabulary: vocabulary)
    }
    let limit = engine.longestSequence
    guard prompt.count < limit else { throw .promptTooLong(tokens: prompt.count, limit: limit) }
    try Self.check("maximumTokens", maximumTokens, 1...Int.max)
    try Self.check("choices", choices, 1...128)
    if let logProbabilities { try Self.check("logProbabilities", logProbabilities, 0...20) }
  }

  static func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>)
    throws(GenerationError)
  {
    guard allowed.contains(value) else {
      throw .badParameter(name: name, value: value, allowed: allowed)
    }
  }
}
