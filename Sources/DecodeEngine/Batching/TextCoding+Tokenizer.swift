extension TextCoding {
  /// The coding of a tokenizer: texts begin as its file says, and special tokens say nothing.
  public init(_ tokenizer: Tokenizer) {
    self.init(
      encode: { text throws(GenerationError) in
        do {
          return try tokenizer.encode(text)
        } catch {
          throw .text("\(error)")
        }
      },
      decoder: { StreamingText(tokenizer) }
    )
  }
}

extension StreamingText: TextDecoding {
  /// The text that a further token completes; none for a number that is no token of the tokenizer.
  public mutating func text(of token: Int32) -> String { (try? feed(token)) ?? "" }

  /// What is left when no more tokens come.
  public mutating func rest() -> String { finish() }
}
