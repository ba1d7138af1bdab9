/// How requests share an engine.
public struct SchedulingPolicy: Hashable, Sendable {
  /// When a request may join those that run.
  public enum Joining: String, CaseIterable, Hashable, Sendable {
    /// Only when all that run have ended: they start together, and the places of the short ones stay
    /// empty until the longest is done.
    case together
    /// Between any two steps.
    case betweenSteps
  }

  /// When a request may join.
  public let joining: Joining
  /// The most sequences that run at a time.
  public let sequences: Int
  /// The most tokens in a step, of prompts and of decoding sequences together.
  public let tokensPerStep: Int
  /// The most tokens of one prompt in a step.
  public let chunk: Int
  /// Tokens guessed for each sequence and step, if there is a drafter.
  public let guesses: Int

  /// A policy; by default continuous batching of up to 16 sequences and 256 tokens a step.
  ///
  /// Values below what can work are raised to it: one sequence, one token, no guesses. Guesses take their
  /// place in the step, so that there are at most tokens per step ÷ (guesses + 1) sequences.
  public init(
    joining: Joining = .betweenSteps,
    sequences: Int = 16,
    tokensPerStep: Int = 256,
    chunk: Int = 256,
    guesses: Int = 0
  ) {
    let tokens = max(1, tokensPerStep)
    let guesses = min(max(0, guesses), tokens - 1)
    self.joining = joining
    self.tokensPerStep = tokens
    self.guesses = guesses
    self.chunk = max(1, chunk)
    self.sequences = min(max(1, sequences), tokens / (guesses + 1))
  }
}
