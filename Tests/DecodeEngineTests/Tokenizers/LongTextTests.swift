import DecodeEngine
import Foundation
import ServingMath
import Testing

/// Long texts take time in proportion; compositions are Foundation's; threads do not matter.
struct LongTextTests {
  private static let names = ["llama3", "gpt-oss", "deepseek", "qwen", "gemma3", "pieces-llama"]

  /// Texts that offer no place to cut, or only such places as patterns look for in vain.
  ///
  /// If time grew with the square of the length, each of them would take minutes.
  @Test(.timeLimit(.minutes(2)), arguments: names)
  func timeGrowsWithTheLength(name: String) throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path(name))
    let count = 1 << 18
    var random = SplitMix64(seed: 1)
    let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    let mixed = (0..<count).map { _ in letters[Int(random.next() % 26)] }
    let texts =
      [String(decoding: mixed, as: UTF8.self)]
      + ["a", "A", " ", "\n", "!", "7", "ü"].map {
        String(repeating: $0, count: count / $0.utf8.count)
      }
    for text in texts {
      let tokens = try tokenizer.encode(text, addSpecialTokens: false)
      #expect(isSame(try tokenizer.decode(tokens), text), "\(text.prefix(3).debugDescription)")
    }
  }

  @Test func wordsDoNotDependOnWhatCameBefore() throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path("llama3"))
    let texts = try RecordedAnswers("llama3").texts
    // The first time the words are new, the second time they come from the cache.
    for _ in 0..<2 {
      for text in texts { #expect(try tokenizer.encode(text.text) == text.tokens) }
    }
  }

  @Test func threadsShareATokenizer() async throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path("qwen"))
    let texts = try RecordedAnswers("qwen").texts.map { ($0.text, $0.tokens) }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try texts.allSatisfy { text, tokens in try tokenizer.encode(text) == tokens }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  /// Qwen's normaliser composes and its vocabulary keeps every byte, so what comes back is the composed text.
  @Test func composesAsFoundationDoes() throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path("qwen"))
    func check(_ text: String, _ expected: String? = nil) throws {
      let tokens = try tokenizer.encode(text, addSpecialTokens: false)
      let found = try tokenizer.decode(tokens, skipSpecialTokens: false)
      let expected = expected ?? text.precomposedStringWithCanonicalMapping
      #expect(isSame(found, expected), "\(text.unicodeScalars.map { $0.value })")
    }
    // Hugging Face's library composes by Unicode 9.
    func isOld(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.age.map { $0.major <= 9 } ?? false
    }
    for number in 0xC0..<0x3_0000 as Range<UInt32> {
      guard let scalar = Unicode.Scalar(number), isOld(scalar) else { continue }
      let properties = scalar.properties
      let isTouched =
        properties.canonicalCombiningClass != .notReordered
        || !isSame(String(scalar).decomposedStringWithCanonicalMapping, String(scalar))
      guard isTouched, !(0xAC00...0xD7A3).contains(number) || number % 97 == 0 else { continue }
      try check(String(scalar))
      // Foundation leaves marks after one of these three where they are; expected is what Unicode says.
      if let second: Unicode.Scalar = [0xF73: "\u{F72}", 0xF75: "\u{F74}", 0xF81: "\u{F80}"][number]
      {
        try check("a\(scalar)\u{323}\u{301}", "\u{1EA1}\u{F71}\(second)\u{301}")
      } else {
        try check("a\(scalar)\u{323}\u{301}")
      }
      try check(String(scalar).decomposedStringWithCanonicalMapping + "x")
    }
    var random = SplitMix64(seed: 2)
    let marks = (0x300..<0x370).compactMap { Unicode.Scalar($0 as UInt32) }
    let bases = Array("aeo\u{1100}\u{1161}\u{11A8}ㅏ각αи".unicodeScalars)
    for _ in 0..<2_000 {
      var text = ""
      for _ in 0..<8 {
        let draw = Int(random.next() >> 8)
        let isBase = draw % 5 < 2
        text.unicodeScalars.append(
          isBase ? bases[draw / 5 % bases.count] : marks[draw / 5 % marks.count]
        )
      }
      try check(text)
    }
  }
}
