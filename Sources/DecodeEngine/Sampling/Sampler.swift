import ServingMath

/// Draws tokens from logits; equal parameters draw equal tokens on every machine.
///
/// The steps come in the order in which Hugging Face's library applies them: repetition penalty, temperature,
/// top-k, top-p, min-p, typical. Each filter sees the probabilities of what the ones before left.
public struct Sampler: Sendable {
  /// How tokens are chosen.
  public let parameters: SamplingParameters
  private var random: SplitMix64

  /// A sampler at the start of the random sequence that belongs to the parameters' seed.
  public init(_ parameters: SamplingParameters) {
    self.parameters = parameters
    random = SplitMix64(seed: parameters.seed)
  }

  /// The probability of every token to come next; zero for those filtered out.
  ///
  /// - Parameters:
  ///   - logits: One number a token of the vocabulary.
  ///   - history: The tokens so far, for the repetition penalty; their order does not matter.
  /// - Returns: As many numbers as logits; their sum is 1.
  /// - Throws: `SamplingError` for logits that are empty or not finite, and for unknown tokens.
  public func probabilities(
    logits: [Float],
    history: [Int32] = []
  ) throws(SamplingError) -> [Float] {
    let scores = try penalized(logits, history)
    guard parameters.temperature > 0 else {
      var probabilities = [Float](repeating: 0, count: scores.count)
      probabilities[Self.firstLargest(scores)] = 1
      return probabilities
    }
    return candidates(scores).probabilities(of: scores.count)
  }

  /// The next token.
  ///
  /// At temperature 0 that is the one with the largest logit, the lowest of equals, and no random number is used;
  /// otherwise exactly one is.
  ///
  /// - Parameters:
  ///   - logits: One number a token of the vocabulary.
  ///   - history: The tokens so far, for the repetition penalty; their order does not matter.
  /// - Returns: A token whose probability is not zero.
  /// - Throws: `SamplingError` as `probabilities(logits:history:)`.
  public mutating func next(
    logits: [Float],
    history: [Int32] = []
  ) throws(SamplingError) -> Int32 {
    let scores = try penalized(logits, history)
    guard parameters.temperature > 0 else { return Int32(Self.firstLargest(scores)) }
    let candidates = candidates(scores)
    return candidates.token(at: random.nextDouble())
  }

  // MARK: Steps

  private func candidates(_ scores: [Float]) -> Candidates {
    var candidates = Candidates(scores: scores, temperature: parameters.temperature)
    if let topK = parameters.topK { candidates.keepLargest(topK) }
    if parameters.topP < 1 { candidates.keepNucleus(Double(parameters.topP)) }
    if parameters.minP > 0 { candidates.keepAbove(share: parameters.minP) }
    if parameters.typicalP < 1 { candidates.keepTypical(Double(parameters.typicalP)) }
    return candidates
  }

  private func penalized(
    _ logits: [Float],
    _ history: [Int32]
  ) throws(SamplingError) -> [Float] {
    guard !logits.isEmpty else { throw .noLogits }
    if let token = logits.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(token: token, value: "\(logits[token])")
    }
    if let token = history.first(where: { $0 < 0 || $0 >= logits.count }) {
      throw .unknownToken(token, vocabulary: logits.count)
    }
    let penalty = parameters.repetitionPenalty
    guard penalty != 1 else { return logits }
    var scores = logits
    for token in history {
      // From the logit, not the score: a token seen twice is penalised once.
      let logit = logits[Int(token)]
      let score = logit < 0 ? logit * penalty : logit / penalty
      scores[Int(token)] = min(max(score, -Float.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    }
    return scores
  }

  /// The place of the largest score, the first of equals.
  static func firstLargest(_ scores: [Float]) -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }
}
