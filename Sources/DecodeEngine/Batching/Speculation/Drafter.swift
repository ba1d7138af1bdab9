public import ServingMath

/// Guesses how texts go on, so that one step can check several tokens of each.
///
/// What is guessed never changes what comes out, only how fast: with greedy decoding not a token, with sampling
/// not the distribution.
public protocol Drafter: AnyObject {
  /// Guesses up to `limit` tokens behind each text.
  ///
  /// What is guessed for a text must depend on that text alone, else a sampled text would depend on its company.
  ///
  /// - Parameter texts: Texts and how many guesses are of use.
  /// - Returns: As many drafts, which may be shorter or empty.
  func drafts(for texts: [(text: DraftText, limit: Int)]) -> [Draft]
}

/// A text as a drafter sees it, with what the drafter keeps of it.
public final class DraftText {
  /// The text so far.
  public internal(set) var tokens: [Int32] = []
  /// How its tokens are chosen, which guesses should follow.
  public let sampler: Sampler
  /// Random numbers for guesses and for checking them; the text's own.
  public var random: SplitMix64
  /// What a model that guesses has cached of the text.
  public var sequence: Engine.Sequence?

  /// A text that nobody generates, for asking a drafter alone.
  public convenience init(_ tokens: [Int32], sampling: SamplingParameters = .greedy) {
    self.init(sampler: Sampler(sampling), seed: sampling.seed)
    self.tokens = tokens
  }

  init(sampler: Sampler, seed: UInt64) {
    self.sampler = sampler
    // Apart from the sampler's own numbers.
    random = SplitMix64(seed: seed ^ 0x5851_F42D_4C95_7F2D)
  }

  func release() {
    sequence?.release()
    sequence = nil
  }
}

/// Guessed tokens, and the distributions that they were drawn from.
public struct Draft: Sendable {
  /// The guesses, first to last.
  public let tokens: [Int32]
  /// For each guess the probability of every token at its place; nil for guesses that were not drawn at random.
  public let distributions: [[Float]]?

  /// Guesses; by default made without chance.
  public init(_ tokens: [Int32], from distributions: [[Float]]? = nil) {
    self.tokens = tokens
    self.distributions = distributions
  }
}
