/// A token and how probable it was before sampling.
public struct TokenRecord: Hashable, Sendable {
  /// The token.
  public let token: Int32
  /// The natural logarithm of its probability, by the logits as they came; nil if it was not asked for, or
  /// for the first token of a prompt.
  public let logProbability: Float?
  /// The most probable tokens, most probable first.
  public let alternatives: [Alternative]

  /// One of the most probable tokens.
  public struct Alternative: Hashable, Sendable {
    /// The token.
    public let token: Int32
    /// The natural logarithm of its probability.
    public let logProbability: Float
  }

  /// A record without probabilities.
  init(_ token: Int32) {
    self.token = token
    logProbability = nil
    alternatives = []
  }

  /// A token's record by the logits it was chosen from, with some alternatives.
  ///
  ///     log p = logit − largest − ln Σ exp(logit − largest)
  init(_ token: Int32, logits: [Float], alternatives count: Int) {
    let largest = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + Double(PortableMath.exponential($1 - largest)) }
    let shift = Double(largest) + PortableMath.logarithm(sum)
    func logarithm(_ token: Int) -> Float { Float(Double(logits[token]) - shift) }
    self.token = token
    logProbability = logarithm(Int(token))
    // The few largest, in order; of equals the lower token first.
    var best: [Int] = []
    for token in logits.indices where count > 0 {
      guard best.count < count || logits[token] > logits[best[count - 1]] else { continue }
      let place = best.firstIndex { logits[token] > logits[$0] } ?? best.count
      best.insert(token, at: place)
      if best.count > count { best.removeLast() }
    }
    alternatives = best.map { Alternative(token: Int32($0), logProbability: logarithm($0)) }
  }
}
