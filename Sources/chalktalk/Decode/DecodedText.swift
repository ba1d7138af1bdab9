import DecodeEngine

/// New tokens as a person reads them: text as far as whole characters are there, or numbers.
struct DecodedText {
  private var stream: StreamingText?
  private var isFirst = true

  /// A text without tokens.
  init(_ tokenizer: Tokenizer?) {
    stream = tokenizer.map { StreamingText($0) }
  }

  /// What a further token adds.
  mutating func add(_ token: Int32) -> String {
    defer { isFirst = false }
    guard stream != nil else { return (isFirst ? "" : " ") + "\(token)" }
    // A model may know tokens that its tokenizer does not: padding of the vocabulary.
    return (try? stream?.feed(token)) ?? ""
  }

  /// What is left at the end.
  mutating func rest() -> String { stream?.finish() ?? "" }

  /// What tokens add to a prompt.
  static func continuation(_ tokens: [Int32], of prompt: [Int32], _ tokenizer: Tokenizer) -> String
  {
    var text = DecodedText(tokenizer)
    for token in prompt { _ = text.add(token) }
    return tokens.reduce(into: "") { $0 += text.add($1) } + text.rest()
  }
}
