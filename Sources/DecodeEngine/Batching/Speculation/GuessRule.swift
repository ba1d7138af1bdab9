public import ServingMath

/// Whether a guess stands, and what comes instead if it does not.
///
/// A guess x, drawn from q, stands with probability min(1, p(x) / q(x)), where p is the model's own
/// distribution; else a token is drawn from max(0, p − q), scaled to a sum of 1. What comes out is distributed
/// as p whatever q is: x by standing with min(p, q), or by falling to what p has more than q.
///
/// > Source: Leviathan, Kalman, Matias, arXiv 2211.17192; Chen et al., arXiv 2302.01318.
public struct GuessRule: Sendable {
  /// The token at the place of a guess: the guess itself if it stands.
  ///
  /// Given are the guess, the distribution it was drawn from, and the model's.
  public typealias Decide =
    @Sendable (_ guess: Int32, _ q: [Float], _ p: [Float], _ random: inout SplitMix64) -> Int32

  /// The rule.
  public let decide: Decide

  package init(_ decide: @escaping Decide) { self.decide = decide }

  /// The rule that changes no distribution.
  public static let unbiased = GuessRule { guess, q, p, random in
    let (mine, theirs) = (p[Int(guess)], q[Int(guess)])
    if random.nextDouble() * Double(theirs) < Double(mine) { return guess }
    let rest = zip(p, q).map { max(0, $0 - $1) }
    // Rounding may leave nothing where p and q are all but equal.
    return draw(rest.contains { $0 > 0 } ? rest : p, &random)
  }

  /// A token by weights, which need not sum to 1.
  public static func draw(_ weights: [Float], _ random: inout SplitMix64) -> Int32 {
    let total = weights.reduce(0) { $0 + Double($1) }
    var left = random.nextDouble() * total
    for (token, weight) in weights.enumerated() where weight > 0 {
      left -= Double(weight)
      if left < 0 { return Int32(token) }
    }
    // Only rounding leads here: to the last token that has a weight.
    return Int32(weights.lastIndex { $0 > 0 } ?? 0)
  }
}
