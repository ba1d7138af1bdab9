/// What one step works on, in tokens.
///
/// A token attends to itself and to all before it.
public struct StepLoad: Hashable, Sendable {
  /// Sequences that gain a token by decoding.
  public var decodingSequences: Int
  /// Tokens that these attend to, summed over them.
  public var decodingContext: Int
  /// Tokens of prompts that are read.
  public var promptTokens: Int
  /// Prompts of which a part is read.
  public var promptParts: Int
  /// Tokens cached of each of these prompts at the end of the step, summed over them.
  public var promptContext: Int
  /// Tokens that the prompts' tokens attend to, summed over the tokens: n (n + 1) / 2 for a whole prompt.
  public var promptPairs: Int

  /// A load; nothing by default.
  public init(
    decodingSequences: Int = 0,
    decodingContext: Int = 0,
    promptTokens: Int = 0,
    promptParts: Int = 0,
    promptContext: Int = 0,
    promptPairs: Int = 0
  ) {
    self.decodingSequences = decodingSequences
    self.decodingContext = decodingContext
    self.promptTokens = promptTokens
    self.promptParts = promptParts
    self.promptContext = promptContext
    self.promptPairs = promptPairs
  }

  /// Tokens that go through the model.
  public var tokens: Int { decodingSequences + promptTokens }

  /// Adds a part of a prompt.
  ///
  /// - Parameters:
  ///   - tokens: That are read.
  ///   - cached: Of the same prompt that are there already.
  public mutating func addPrompt(tokens: Int, after cached: Int) {
    promptTokens += tokens
    promptParts += 1
    promptContext += cached + tokens
    promptPairs += tokens * cached + tokens * (tokens + 1) / 2
  }
}
