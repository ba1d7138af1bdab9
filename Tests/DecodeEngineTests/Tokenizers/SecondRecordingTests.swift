import DecodeEngine
import Testing

/// The tokenizers held to a second recording, made by another hand than the first: other texts, other training text,
/// other corners of the pipelines.
struct SecondRecordingTests {
  private static let published = [
    "llama3", "qwen", "deepseek", "gpt-oss", "gpt2", "inverted", "llama2", "metaspace", "unknown",
    "gemma3",
  ]

  @Test(arguments: published)
  func encodesAndDecodesAsTokenizersDoes(_ name: String) throws {
    let tokenizer = try Tokenizer(
      path: Fixture.path("tokenizers/second/\(name)/tokenizer.json")
    )
    try hold(tokenizer, to: SecondRecording(of: name))
  }

  @Test(arguments: ["llama2", "gemma", "folded"])
  func encodesAndDecodesAsSentencePieceDoes(_ name: String) throws {
    let file = "tokenizers/second/sentencepiece-\(name)/tokenizer.model"
    try hold(Tokenizer(path: Fixture.path(file)), to: SecondRecording(of: "sentencepiece-\(name)"))
  }

  @Test func readsTheModelOfBabyLlama() throws {
    let tokenizer = try Tokenizer(path: Fixture.path("models/tok105.model"))
    try hold(tokenizer, to: SecondRecording(of: "sentencepiece-tok105"))
  }

  @Test(arguments: [
    "models/tok512.bin", "tokenizers/second/llama2-tokenizer.bin",
  ])
  func encodesAndDecodesAsLlama2CDoes(_ file: String) throws {
    let name = file.split(separator: "/").last?.split(separator: ".").first ?? ""
    let tokenizer = try Tokenizer(path: Fixture.path(file))
    try hold(tokenizer, to: SecondRecording(llama2c: "llama2c-\(name)"))
  }

  // MARK: Comparison

  private func hold(_ tokenizer: Tokenizer, to recording: SecondRecording) throws {
    #expect(recording.answers.count > 150)
    for answer in recording.answers {
      let quoted = answer.text.debugDescription
      let bare = try tokenizer.encode(answer.text, addSpecialTokens: false)
      #expect(bare == answer.tokens, "\(quoted)")
      let full = try tokenizer.encode(answer.text)
      #expect(full == answer.tokensWithSpecials, "\(quoted)")
      expectSame(try tokenizer.decode(answer.tokens), answer.shown, quoted)
      if let whole = answer.whole {
        let said = try tokenizer.decode(answer.tokensWithSpecials, skipSpecialTokens: false)
        expectSame(said, whole, quoted)
      }
    }
    for sequence in recording.sequences {
      let label = "\(sequence.tokens)"
      expectSame(try tokenizer.decode(sequence.tokens), sequence.shown, label)
      if let whole = sequence.whole {
        expectSame(try tokenizer.decode(sequence.tokens, skipSpecialTokens: false), whole, label)
      }
    }
  }

  /// Compares bytes: equal strings may be spelled differently.
  private func expectSame(_ found: String, _ expected: String, _ label: String) {
    #expect(
      Array(found.utf8) == Array(expected.utf8),
      "\(label): \(found.debugDescription), not \(expected.debugDescription)"
    )
  }
}
