import ServingMath
import Testing

/// What a library answered for one tokenizer of `Fixtures/tokenizers/second`.
struct SecondRecording {
  /// A text and its tokens, with and without what the file adds, and what those tokens say.
  struct Answer {
    let text: String
    let tokens: [Int32]
    let tokensWithSpecials: [Int32]
    /// What the tokens say without special tokens.
    let shown: String
    /// What the tokens with specials say, special tokens included; nil where it was not asked.
    let whole: String?
  }

  /// Tokens drawn at random and what they say.
  struct Sequence {
    let tokens: [Int32]
    let shown: String
    let whole: String?
  }

  var answers: [Answer] = []
  var sequences: [Sequence] = []

  /// The recording of a library that was asked for the shared texts.
  init(of name: String) throws {
    let texts = try #require(Self.json("texts.json").array).map { try #require($0.string) }
    let file = try Self.json("\(name)/expected.json")
    let isModel = name.hasPrefix("sentencepiece")
    for (text, row) in zip(texts, try #require(file["texts"]?.array)) {
      let row = try #require(row.array)
      let tokens = try Self.tokens(row[0])
      answers.append(
        Answer(
          text: text,
          tokens: tokens,
          tokensWithSpecials: row[1].kind == .null ? tokens : try Self.tokens(row[1]),
          shown: row[2].string ?? text,
          whole: isModel ? nil : row[3].string ?? text
        )
      )
    }
    #expect(answers.count == texts.count)
    for row in try #require(file["sequences"]?.array) {
      let row = try #require(row.array)
      let shown = try #require(row[1].string)
      sequences.append(
        Sequence(
          tokens: try Self.tokens(row[0]),
          shown: shown,
          whole: isModel ? nil : row[2].string ?? shown
        )
      )
    }
  }

  /// The recording of llama2.c, which always starts with token 1.
  init(llama2c name: String) throws {
    for row in try #require(Self.json("\(name)/expected.json")["texts"]?.array) {
      let row = try #require(row.array)
      let text = try #require(row[0].string)
      let tokens = try Self.tokens(row[1])
      answers.append(
        Answer(
          text: text,
          tokens: Array(tokens.dropFirst()),
          tokensWithSpecials: tokens,
          shown: row[2].string ?? text,
          whole: nil
        )
      )
    }
  }

  private static func json(_ name: String) throws -> JSONValue {
    try JSONReader.value(of: Fixture.bytes("tokenizers/second/\(name)"))
  }

  private static func tokens(_ value: JSONValue) throws -> [Int32] {
    try #require(value.array).map { Int32(try #require($0.integer)) }
  }
}
