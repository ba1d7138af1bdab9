public import Quantities

/// One request to a serving instance: when it comes, how much it brings and how much it is given.
public struct ServingRequest: Hashable, Sendable {
  /// When it comes.
  public let arrival: Quantity
  /// Tokens that it brings; one or more.
  public let promptTokens: Int
  /// Tokens that it is given; with none its prompt is read and that is all.
  public let outputTokens: Int
  /// A name for every block of its prompt, the last perhaps in part; none if blocks are not named.
  ///
  /// A name stands for the block's tokens and for all that come before them: equal names mean equal prompts
  /// up to there.
  public let blocks: [Int]

  /// A request.
  ///
  /// Stops if the arrival is negative or beyond thirty years, or lengths are outside of 1 (or, for the answer,
  /// 0) to 100,000,000.
  public init(
    arrival: Quantity,
    promptTokens: Int,
    outputTokens: Int,
    blocks: [Int] = []
  ) {
    let seconds = arrival.value(in: .seconds)
    guard seconds >= 0, seconds <= RequestTrace.latestArrival else {
      stop("a request arrives within a thousand million seconds of time zero, not at \(arrival)")
    }
    guard (1...RequestTrace.mostTokens).contains(promptTokens) else {
      stop("a prompt has 1 to 100,000,000 tokens, not \(promptTokens)")
    }
    guard (0...RequestTrace.mostTokens).contains(outputTokens) else {
      stop("an answer has 0 to 100,000,000 tokens, not \(outputTokens)")
    }
    self.arrival = arrival
    self.promptTokens = promptTokens
    self.outputTokens = outputTokens
    self.blocks = blocks
  }
}
