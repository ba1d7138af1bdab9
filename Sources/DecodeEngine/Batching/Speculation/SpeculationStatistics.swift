/// How guesses fared.
package struct SpeculationStatistics: Hashable, Sendable {
  /// Steps that checked guesses, counted once a text.
  package internal(set) var passes = 0
  /// Guesses made.
  package internal(set) var guessed = 0
  /// Guesses that stood or fell; those behind one that fell were never looked at.
  package internal(set) var checked = 0
  /// Guesses that stood.
  package internal(set) var accepted = 0
  /// Tokens that those steps gave: one more than guesses that stood.
  package var tokens: Int { accepted + passes }

  /// The share of checked guesses that stood: the α of `ServingMath.SpeculativeDecoding`.
  package var acceptance: Double? { checked == 0 ? nil : Double(accepted) / Double(checked) }

  /// Tokens a step that checked guesses.
  package var tokensPerPass: Double? { passes == 0 ? nil : Double(tokens) / Double(passes) }

  mutating func add(guessed: Int, accepted: Int) {
    passes += 1
    self.guessed += guessed
    checked += min(accepted + 1, guessed)
    self.accepted += accepted
  }
}
