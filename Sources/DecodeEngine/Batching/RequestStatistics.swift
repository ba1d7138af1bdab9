/// What became of one continuation, and how long it took.
///
/// Times are since the scheduler was made, by its clock; steps are counted from 1.
public struct RequestStatistics: Hashable, Sendable {
  /// Tokens of the prompt.
  public internal(set) var promptTokens = 0
  /// Tokens of the prompt that were cached already when the request first ran.
  public internal(set) var prefixHits = 0
  /// Tokens generated, without the one that ended the text.
  public internal(set) var tokens = 0
  /// How often the cache was taken away and had to be computed again.
  public internal(set) var preemptions = 0
  /// Steps that had been done when the request came.
  public internal(set) var stepAtSubmission = 0
  /// The first step that worked on it.
  public internal(set) var firstStep: Int?
  /// The step of the first token.
  public internal(set) var firstTokenStep: Int?
  /// The last step that worked on it.
  public internal(set) var lastStep: Int?
  /// When it came.
  public internal(set) var submitted: Duration = .zero
  /// When it first ran.
  public internal(set) var started: Duration?
  /// When its first token was there.
  public internal(set) var firstToken: Duration?
  /// When its last token was there.
  public internal(set) var lastToken: Duration?
  /// What became of guesses.
  package internal(set) var speculation = SpeculationStatistics()

  /// Steps that it waited for its first one.
  public var queueSteps: Int? { firstStep.map { $0 - stepAtSubmission - 1 } }
  /// Time that it waited before its first step.
  public var queueTime: Duration? { started.map { $0 - submitted } }
  /// Time from its coming to its first token: TTFT.
  public var timeToFirstToken: Duration? { firstToken.map { $0 - submitted } }
  /// Time from one token to the next on average, of two or more: TPOT.
  public var timePerOutputToken: Duration? {
    guard tokens > 1, let firstToken, let lastToken else { return nil }
    return (lastToken - firstToken) / (tokens - 1)
  }
}
