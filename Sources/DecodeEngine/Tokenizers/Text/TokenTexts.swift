/// What each token says, and how what they say is put together.
struct TokenTexts: Sendable {
  enum Kind: UInt8, Sendable {
    /// A number that no piece has.
    case none
    /// Whole characters.
    case text
    /// Whole characters, which also a text that starts with them keeps.
    case fixedText
    /// One byte of a character that had no piece.
    case byte
    /// Bytes that need not be whole characters.
    case bytes
  }

  /// How a run of single bytes becomes text.
  enum ByteRule: Sendable {
    /// If the run is not UTF-8, each of its bytes becomes U+FFFD (Hugging Face).
    case wholeRun
    /// Each byte that starts no character becomes U+FFFD (SentencePiece).
    case eachCharacter
  }

  /// What happens at the start of a text.
  enum StartRule: Sendable {
    case nothing
    /// Up to so many of a character go.
    case strip([UInt8], count: Int)
    /// Escaped spaces become spaces, but for those of the first token, which go.
    case firstToken([UInt8])
    /// The first piece loses one space, and if `removesExtra`, every piece does until there is some text.
    case space(removesExtra: Bool)
  }

  var byteRule = ByteRule.wholeRun
  var startRule = StartRule.nothing
  private var kinds: [Kind] = []
  private var ends: [Int] = []
  private var arena: [UInt8] = []

  var count: Int { kinds.count }

  mutating func append(_ kind: Kind, _ bytes: [UInt8]) {
    kinds.append(kind)
    arena += bytes
    ends.append(arena.count)
  }

  func kind(_ token: Int32) -> Kind {
    token >= 0 && token < kinds.count ? kinds[Int(token)] : .none
  }

  func bytes(_ token: Int32) -> ArraySlice<UInt8> {
    arena[(token == 0 ? 0 : ends[Int(token) - 1])..<ends[Int(token)]]
  }

  /// The byte that a piece of the form `<0x41>` stands for.
  static func byte(of piece: String) -> UInt8? {
    let utf8 = Array(piece.utf8)
    guard utf8.count == 6, piece.hasPrefix("<0x"), utf8[5] == UInt8(ascii: ">"),
      utf8[3...4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
    else { return nil }
    return UInt8(String(decoding: utf8[3...4], as: UTF8.self), radix: 16)
  }
}
