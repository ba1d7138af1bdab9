import DecodeEngine
import ServingMath
import Testing

struct RecordedAnswersTests {
  @Test(arguments: RecordedAnswers.names)
  func textsBecomeTheTokensOfTheLibrary(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    let answers = try RecordedAnswers(name)
    #expect(answers.texts.count >= 140)
    for answer in answers.texts {
      #expect(try tokenizer.encode(answer.text) == answer.tokens, "\(answer.text.debugDescription)")
    }
  }

  @Test(arguments: RecordedAnswers.names)
  func tokensBecomeTheTextsOfTheLibrary(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    let answers = try RecordedAnswers(name)
    #expect(answers.sequences.count >= 40)
    for answer in answers.texts + answers.sequences {
      let text = try tokenizer.decode(answer.tokens)
      #expect(isSame(text, answer.decoded), "\(answer.tokens)")
      guard let decoded = answer.decodedWhole else { continue }
      let whole = try tokenizer.decode(answer.tokens, skipSpecialTokens: false)
      #expect(isSame(whole, decoded), "\(answer.tokens)")
    }
  }

  @Test(arguments: RecordedAnswers.names)
  func streamedTextsAreTheDecodedOnes(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    let answers = try RecordedAnswers(name)
    for answer in answers.texts + answers.sequences {
      var stream = StreamingText(tokenizer)
      var text = ""
      for token in answer.tokens { text += try stream.feed(token) }
      #expect(isSame(text + stream.finish(), answer.decoded), "\(answer.tokens)")
    }
  }

  @Test(arguments: RecordedAnswers.names + ["tok512"])
  func piecesAndNumbersBelongTogether(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    for token in 0..<Int32(tokenizer.vocabularySize) {
      let piece = try #require(tokenizer.piece(of: token))
      #expect(tokenizer.token(of: piece) == token)
    }
    let beyond = Int32(tokenizer.vocabularySize)
    #expect(tokenizer.piece(of: beyond) == nil)
    #expect(tokenizer.piece(of: -1) == nil)
    #expect(tokenizer.token(of: "no such piece") == nil)
    #expect(throws: TokenizerError.self) { try tokenizer.decode([beyond]) }
    #expect(throws: TokenizerError.self) { try tokenizer.decode([-1]) }
  }

  @Test(arguments: RecordedAnswers.byteLevel)
  func byteLevelKeepsEveryText(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    var random = SplitMix64(seed: 11)
    for round in 0..<400 {
      let text = Self.text(&random, length: 1 + round % 90)
      let tokens = try tokenizer.encode(text, addSpecialTokens: false)
      #expect(isSame(try tokenizer.decode(tokens, skipSpecialTokens: false), text), "\(round)")
    }
  }

  /// Scalars of all planes, with many of the ones that patterns tell apart.
  private static func text(_ random: inout SplitMix64, length: Int) -> String {
    let common = Array(" \n\r\t.'sSdD1aZ-/é中あ٣ǅ\u{301}\u{200D}\u{FE0F}😀👍\u{1F3FD}".unicodeScalars)
    var text = ""
    for _ in 0..<length {
      let draw = random.next()
      let any = Unicode.Scalar(UInt32(truncatingIfNeeded: draw >> 8) % 0x110000) ?? " "
      let low = Unicode.Scalar(UInt32(truncatingIfNeeded: draw >> 8) % 0x3000) ?? " "
      let usual = common[Int(draw >> 8) % common.count]
      text.unicodeScalars.append(draw % 4 == 0 ? any : draw % 4 == 1 ? low : usual)
    }
    return text
  }

  @Test func stepsOverTheHalvesOfACharacter() throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path("llama3"))
    // A character without a merge in this vocabulary: four tokens of one byte.
    let tokens = try tokenizer.encode("𒀀", addSpecialTokens: false)
    try #require(tokens.count == 4)
    var stream = StreamingText(tokenizer)
    #expect(try tokens.map { try stream.feed($0) } == ["", "", "", "𒀀"])
    #expect(stream.finish().isEmpty)
    #expect(try stream.feed(tokens[0]).isEmpty)
    #expect(try stream.feed(tokens[0]) == "\u{FFFD}")
    #expect(stream.finish() == "\u{FFFD}")
    #expect(stream.finish().isEmpty)
  }

  @Test func saysTheEnds() throws {
    let llama = try Tokenizer(path: RecordedAnswers.path("llama3"))
    #expect(llama.beginningOfText == llama.token(of: "<|begin_of_text|>"))
    #expect(llama.endOfText == nil)
    let pieces = try Tokenizer(path: RecordedAnswers.path("pieces-gemma"))
    #expect(pieces.beginningOfText == 2)
    #expect(pieces.endOfText == 1)
    #expect(
      try pieces.encode("a", addSpecialTokens: false) == Array(pieces.encode("a").dropFirst())
    )
  }
}
