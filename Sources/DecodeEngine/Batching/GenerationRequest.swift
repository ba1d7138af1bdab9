/// What a generator is asked for, in the terms of the usual completion services.
public struct GenerationRequest: Hashable, Sendable {
  /// The text to continue.
  public enum Prompt: Hashable, Sendable {
    /// In words; the tokenizer adds what the model expects at a beginning.
    case text(String)
    /// In tokens, as they are.
    case tokens([Int32])
  }

  /// The text to continue.
  public var prompt: Prompt
  /// The most tokens to generate for each continuation.
  public var maximumTokens: Int
  /// How tokens are chosen.
  public var sampling: SamplingParameters
  /// Texts that end a continuation; they are not part of it.
  public var stopStrings: [String]
  /// Tokens that end a continuation, besides those that the model names; they are not part of it.
  public var stopTokens: Set<Int32>
  /// Whether the model's own end tokens are ordinary tokens here.
  public var ignoresEndTokens: Bool
  /// Continuations to generate (n).
  public var choices: Int
  /// Whether the prompt's text comes first.
  public var echo: Bool
  /// How many alternatives are reported beside each token's log-probability; nil reports none of it.
  public var logProbabilities: Int?

  /// A request; by default for one greedy continuation of 16 tokens.
  public init(
    _ prompt: Prompt,
    maximumTokens: Int = 16,
    sampling: SamplingParameters = .greedy,
    stopStrings: [String] = [],
    stopTokens: Set<Int32> = [],
    ignoresEndTokens: Bool = false,
    choices: Int = 1,
    echo: Bool = false,
    logProbabilities: Int? = nil
  ) {
    self.prompt = prompt
    self.maximumTokens = maximumTokens
    self.sampling = sampling
    self.stopStrings = stopStrings
    self.stopTokens = stopTokens
    self.ignoresEndTokens = ignoresEndTokens
    self.choices = choices
    self.echo = echo
    self.logProbabilities = logProbabilities
  }
}

/// A part of an answer, as soon as it is there.
public struct GenerationChunk: Hashable, Sendable {
  /// Which continuation it belongs to, from 0.
  public let choice: Int
  /// Text that is new: whole characters that no stop string can take back any more; often empty.
  public var text = ""
  /// Tokens that are new.
  public var tokens: [TokenRecord] = []
  /// Why the continuation ends with this chunk.
  public var finish: FinishReason?
  /// How the continuation went, with its last chunk.
  public var statistics: RequestStatistics?
  /// What the whole request took, with its very last chunk.
  public var usage: Usage?

  /// Tokens of a request.
  public struct Usage: Hashable, Sendable {
    /// Of the prompt.
    public var promptTokens: Int
    /// Of those, cached already when the request came to run.
    public var cachedTokens: Int
    /// Generated for all continuations.
    public var completionTokens: Int
    /// Of prompt and continuations.
    public var totalTokens: Int { promptTokens + completionTokens }
  }

  init(choice: Int) { self.choice = choice }
}
