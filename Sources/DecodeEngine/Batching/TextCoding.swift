/// How a generator turns words into tokens and tokens into words.
public struct TextCoding: Sendable {
  /// The tokens of a text.
  public let encode: @Sendable (String) throws(GenerationError) -> [Int32]
  /// A new text, to be decoded token by token.
  public let decoder: @Sendable () -> any TextDecoding

  /// A coding by two functions.
  public init(
    encode: @escaping @Sendable (String) throws(GenerationError) -> [Int32],
    decoder: @escaping @Sendable () -> any TextDecoding
  ) {
    self.encode = encode
    self.decoder = decoder
  }
}

/// Turns tokens into text as they come.
public protocol TextDecoding {
  /// The text that a further token completes: whole characters.
  mutating func text(of token: Int32) -> String
  /// What is left when no more tokens come.
  mutating func rest() -> String
}

/// Text for engines without a tokenizer: there is none.
struct NoText: TextDecoding {
  mutating func text(of token: Int32) -> String { "" }
  mutating func rest() -> String { "" }
}
