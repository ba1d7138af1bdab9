/// How guesses fared.
public struct SpeculationStatistics: Hashable, Sendable {
  /// Steps that checked guesses, counted once a text.
  public internal(set) var passes = 0
  /// Guesses made.
  public internal(set) var guessed = 0
  /// Guesses that stood or fell; those behind one that fell were never looked at.
  public internal(set) var checked = 0
  /// Guesses that stood.
  public internal(set) var accepted = 0
  /// Tokens that those steps gave: one more than guesses that stood.
  public var tokens: Int { accepted + passes }

  /// The share of checked guesses that stood: the α of `ServingMath.SpeculativeDecoding`.
  public var acceptance: Double? { checked == 0 ? nil : Double(accepted) / Double(checked) }

  /// Tokens a step that checked guesses.
  public var tokensPerPass: Double? { passes == 0 ? nil : Double(tokens) / Double(passes) }

  mutating func add(guessed: Int, accepted: Int) {
    passes += 1
    self.guessed += guessed
    checked += min(accepted + 1, guessed)
    self.accepted += accepted
  }

  static func += (sum: inout SpeculationStatistics, part: SpeculationStatistics) {
    sum.passes += part.passes
    sum.guessed += part.guessed
    sum.checked += part.checked
    sum.accepted += part.accepted
  }
}
