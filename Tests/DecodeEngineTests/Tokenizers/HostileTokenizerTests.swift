import DecodeEngine
import Foundation
import ServingMath
import Testing

/// Damaged and strange files: an error of the right type, or a tokenizer that works; never a stop.
struct HostileTokenizerTests {
  private static let files = [
    "tokenizers/llama3.json", "tokenizers/gemma3.json", "tokenizers/qwen.json",
    "tokenizers/splits.json", "tokenizers/metaspace.json", "tokenizers/pieces-plain.model",
    "tokenizers/pieces-llama.model", "models/tok105.model", "models/tok512.bin",
  ]

  @Test(arguments: files)
  func damagedFilesAreRefusedOrWork(name: String) throws {
    let folder = try ScratchFolder()
    let whole = try Fixture.bytes(name)
    let ending = name.split(separator: ".").last ?? ""
    let file = "t.\(ending)"
    var random = SplitMix64(seed: 3)
    var refused = 0
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0...random.next() % 3 { Self.damage(&bytes, &random) }
      let path = folder.replace(file, with: bytes)
      do {
        let tokenizer = try Tokenizer(path: path)
        for text in ["", "It's 12345 größere\r\n\n 模型 👍🏽 <s>x", "e\u{301}   x"] {
          _ = try? tokenizer.decode(tokenizer.encode(text))
        }
      } catch {
        refused += 1
        #expect(error.description.hasPrefix(path), "\(error)")
      }
    }
    #expect(refused > 5)
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }
    guard !bytes.isEmpty else { return }
    // The structure stands at the start and, in JSON, around the lists.
    let place = below(2) == 0 ? below(min(bytes.count, 1_500)) : below(bytes.count)
    switch below(6) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(30)))
    case 4:
      let from = below(bytes.count)
      bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 1 + below(60))], at: place)
    default:
      let words = ["null", "-1", "4294967296", "\"\"", "[]", "{}", "true", "1e300", "\u{FF}\u{FF}"]
      let word = Array(words[below(words.count)].utf8)
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    }
  }

  // MARK: JSON

  private static func tokenizer(
    model: String = "",
    vocabulary: String = #""a":0,"b":1,"ab":2"#,
    merges: String = #"["a","b"]"#,
    rest: String = #","decoder":{"type":"Fuse"}"#
  ) -> String {
    """
    {"model": {"type": "BPE",\(model)
      "vocab": {\(vocabulary)}, "merges": [\(merges)]}\(rest)}
    """
  }

  private static func error(_ json: String) throws -> TokenizerError {
    let folder = try ScratchFolder()
    let path = try folder.write(Array(json.utf8), to: "tokenizer.json")
    return try #require(throws: TokenizerError.self) { try Tokenizer(path: path) }
  }

  @Test func aSmallOneWorks() throws {
    let folder = try ScratchFolder()
    for merges in [#"["a","b"]"#, #""a b""#] {
      let json = Self.tokenizer(merges: merges)
      _ = folder.replace("tokenizer.json", with: Array(json.utf8))
      let tokenizer = try Tokenizer(path: folder.path)
      #expect(try tokenizer.encode("abba") == [2, 1, 0])
      let error = try #require(throws: TokenizerError.self) { try tokenizer.encode("abc") }
      #expect(error.problem == .noToken(for: "c"))
    }
  }

  /// Swift reads "+1" and "-0" as numbers; they are no bytes in hexadecimal digits.
  @Test(arguments: ["<0x-0>", "<0x+1>", "<0x 1>"])
  func bytesHaveTwoHexadecimalDigits(piece: String) throws {
    let json = Self.tokenizer(
      vocabulary: #""a":0,"b":1,"ab":2,"\#(piece)":3,"<0x41>":4"#,
      rest: #","decoder":{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Fuse"}]}"#
    )
    let folder = try ScratchFolder()
    let tokenizer = try Tokenizer(path: folder.write(Array(json.utf8), to: "tokenizer.json"))
    #expect(try tokenizer.decode([3]) == piece)
    #expect(try tokenizer.decode([4]) == "A")
  }

  @Test(arguments: [
    (#"{"model": {"vocab": {}}}"#, "merges"),
    (#"[]"#, "an object"),
    (#"{"model": {"type": "Unigram", "vocab": []}}"#, "Unigram"),
    (tokenizer(rest: ""), "decoder"),
    (tokenizer(model: #""dropout":0.5,"#), "dropout"),
    (tokenizer(model: #""end_of_word_suffix":"</w>","#), "end_of_word_suffix"),
    (tokenizer(model: #""byte_fallback":true,"#), "<0x00>"),
    (tokenizer(model: #""unk_token":"<unk>","#), "<unk>"),
    (tokenizer(vocabulary: #""a":0,"b":0"#), "both have the number"),
    (tokenizer(vocabulary: #""a":0,"a":1"#), "twice"),
    (tokenizer(vocabulary: #""a":0,"b":-1"#), "-1"),
    (tokenizer(vocabulary: #""a":0,"b":9000000000"#), "9000000000"),
    (tokenizer(vocabulary: #""a":0,"b":1"#), "'ab' of merges"),
    (tokenizer(merges: #""a b c""#), "two pieces"),
    (tokenizer(merges: #"["a"]"#), "two pieces"),
    (tokenizer(rest: #","normalizer":{"type":"NFKC"},"decoder":{"type":"Fuse"}"#), "NFKC"),
    (tokenizer(rest: #","pre_tokenizer":{"type":"BertPreTokenizer"}"#), "BertPreTokenizer"),
    (
      tokenizer(
        rest: #"""
          ,"normalizer":{"type":"Strip"},"decoder":{"type":"Fuse"},
          "pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"first"}
          """#
      ), "prepend_scheme"
    ),
    (tokenizer(rest: #","truncation":{"max_length":3}"#), "truncation"),
    (tokenizer(rest: #","decoder":{"type":"WordPiece"}"#), "WordPiece"),
    (tokenizer(rest: #","post_processor":{"type":"BertProcessing"}"#), "BertProcessing"),
    (
      tokenizer(rest: #","added_tokens":[{"content":"a","id":7}]"#),
      "is 0 in the vocabulary and 7 here"
    ),
  ])
  func refusesWithThePlace(json: String, says: String) throws {
    let error = try Self.error(json)
    #expect(error.description.utf8.contains(Array(says.utf8)), "\(error)")
    guard case .position = error.place else {
      Issue.record("no place: \(error)")
      return
    }
  }

  @Test(arguments: [
    "", "(", ")", "a)", "[", "[]", "[^", "a**", "*", "(?<=a)b", "\\b", "a{2,1}", "a{,}",
    "\\p{Greek}",
    "\\p", "a{1,3}+", "a+?", "(a*)*", "^a", "a$", "[[a]]", "[a&&b]", "[b-a]", "(?i:[a-z])",
    "\\x{110000}",
    "a*", "(?=a)", "(ab)++", "\\1", "a{99999999}",
  ])
  func refusesPatterns(pattern: String) throws {
    let escaped = pattern.split(separator: "\\", omittingEmptySubsequences: false)
      .joined(separator: "\\\\")
    let split = #"{"type":"Split","pattern":{"Regex":"\#(escaped)"},"behavior":"Isolated"}"#
    let error = try Self.error(
      Self.tokenizer(rest: #","pre_tokenizer":\#(split),"decoder":{"type":"Fuse"}"#)
    )
    guard case .badPattern(let source, _, _) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(source == pattern)
  }

  @Test func slowPatternsStop() throws {
    let split = #"{"type":"Split","pattern":{"Regex":"(a+)+c"},"behavior":"Isolated"}"#
    let folder = try ScratchFolder()
    let json = Self.tokenizer(rest: #","pre_tokenizer":\#(split),"decoder":{"type":"Fuse"}"#)
    let tokenizer = try Tokenizer(path: try folder.write(Array(json.utf8), to: "t.json"))
    let error = try #require(throws: TokenizerError.self) {
      try tokenizer.encode(String(repeating: "a", count: 60))
    }
    #expect(error.problem == .patternTooSlow("(a+)+c"))
  }

  @Test func refusesPathsWithoutTokenizer() throws {
    let folder = try ScratchFolder()
    let error = try #require(throws: TokenizerError.self) { try Tokenizer(path: folder.path) }
    guard case .noTokenizer = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(throws: TokenizerError.self) { try Tokenizer(path: folder.path + "/none.json") }
    let other = try folder.write([1, 2], to: "t.txt")
    #expect(throws: TokenizerError.self) { try Tokenizer(path: other) }
  }

  /// Added tokens that take spaces on both sides, and others that begin with spaces: as the library answers.
  @Test(arguments: [
    ("a<R>  b", [0, 3, 5, 1]), ("a<R>   b", [0, 3, 5, 7, 1]), ("<R>  <B>  b", [3, 5, 4, 5, 1]),
    ("<L><L>    ", [6, 6, 5, 5]), ("b<R>    <L>a", [1, 3, 5, 5, 6, 0]),
    ("<B>    <B>", [4, 5, 5, 4]), ("____", [8]), ("a____b", [0, 8, 1]),
  ])
  func addedTokensShareSpaces(text: String, expected: [Int32]) throws {
    func token(_ number: Int, _ content: String, _ left: Bool, _ right: Bool) -> String {
      #"{"id":\#(number),"content":"\#(content)","lstrip":\#(left),"rstrip":\#(right)}"#
    }
    let added = [
      token(3, "<R>", false, true), token(4, "<B>", true, true), token(5, "  ", false, false),
      token(6, "<L>", true, false), token(8, "\\n\\n", true, true),
    ].joined(separator: ",")
    let json = Self.tokenizer(
      vocabulary: #""a":0,"b":1,"ab":2," ":7"#,
      rest: #","added_tokens":[\#(added)],"decoder":{"type":"Fuse"}"#
    )
    let folder = try ScratchFolder()
    let tokenizer = try Tokenizer(path: folder.write(Array(json.utf8), to: "t.json"))
    let lines = text.split(separator: "_", omittingEmptySubsequences: false)
    #expect(try tokenizer.encode(lines.joined(separator: "\n")) == expected)
  }

  @Test func takesTheEndsOfTheConfiguration() throws {
    let folder = try ScratchFolder()
    try folder.write(Array(Self.tokenizer().utf8), to: "tokenizer.json")
    let config = #"{"bos_token": {"content": "a"}, "eos_token": "b"}"#
    try folder.write(Array(config.utf8), to: "tokenizer_config.json")
    let tokenizer = try Tokenizer(path: folder.path)
    #expect(tokenizer.beginningOfText == 0 && tokenizer.endOfText == 1)
    _ = folder.replace("tokenizer_config.json", with: Array(#"{"eos_token": "c"}"#.utf8))
    let error = try #require(throws: TokenizerError.self) { try Tokenizer(path: folder.path) }
    #expect(error.problem == .unknownPiece("c", of: "eos_token"))
  }
}
