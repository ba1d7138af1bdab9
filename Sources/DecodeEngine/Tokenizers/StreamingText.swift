/// Turns tokens into text as they come, so that only whole characters are given out.
///
/// The texts given out, joined, are what `Tokenizer.decode(_:skipSpecialTokens:)` says for the same tokens.
public struct StreamingText: Sendable {
  private let texts: TokenTexts
  private let hidden: Set<Int32>
  /// Bytes that are not yet whole characters.
  private var pending: [UInt8] = []
  private var isPendingRun = false
  private var isFirst = true
  private var hasText = false
  private var stripped = 0

  /// A text without tokens.
  ///
  /// - Parameters:
  ///   - tokenizer: Where the tokens come from.
  ///   - skipSpecialTokens: Whether special tokens say nothing; otherwise they say their piece.
  public init(_ tokenizer: Tokenizer, skipSpecialTokens: Bool = true) {
    texts = tokenizer.texts
    hidden = skipSpecialTokens ? tokenizer.specialTokens : []
  }

  /// The text that a further token completes; empty while a character lacks bytes.
  ///
  /// - Throws: `TokenizerError` for a number that is no token; the text is then as it was before.
  public mutating func feed(_ token: Int32) throws(TokenizerError) -> String {
    let kind = texts.kind(token)
    guard kind != .none else {
      throw TokenizerError(.unknownToken(token, vocabulary: texts.count))
    }
    if hidden.contains(token) { return "" }
    defer { isFirst = false }
    switch kind {
    case .byte:
      pending += texts.bytes(token)
      isPendingRun = true
      if texts.byteRule == .eachCharacter { return given(takeWhole()) }
      return ""
    case .bytes:
      pending += texts.bytes(token)
      return given(takeWhole())
    case .none, .text, .fixedText:
      let before = given(takeRest())
      return before
        + given(kind == .text ? start(Array(texts.bytes(token))) : Array(texts.bytes(token)))
    }
  }

  /// What is left when no more tokens come: U+FFFD for bytes that never became a character.
  public mutating func finish() -> String {
    given(takeRest())
  }

  // MARK: The start of the text

  private mutating func start(_ bytes: [UInt8]) -> [UInt8] {
    switch texts.startRule {
    case .nothing, .strip: return bytes
    case .firstToken(let escaped):
      return replaced(bytes, escaped, by: isFirst ? [] : [0x20])
    case .space(let removesExtra):
      guard !hasText, stripped == 0 || removesExtra, bytes.first == 0x20 else { return bytes }
      stripped += 1
      return Array(bytes.dropFirst())
    }
  }

  private func replaced(_ bytes: [UInt8], _ old: [UInt8], by new: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if rest.starts(with: old) {
        result += new
        rest = rest.dropFirst(old.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private mutating func given(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    if case .strip(let character, let count) = texts.startRule, !hasText {
      while stripped < count, bytes.starts(with: character) {
        bytes = bytes.dropFirst(character.count)
        stripped += 1
      }
    }
    if !bytes.isEmpty { hasText = true }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Pending bytes

  /// The pending bytes that no further byte can change.
  private mutating func takeWhole() -> [UInt8] {
    let keep = Self.openBytes(pending)
    let whole = Array(pending.dropLast(keep))
    pending.removeFirst(whole.count)
    return isPendingRun && texts.byteRule == .eachCharacter ? Self.repaired(whole) : whole
  }

  private mutating func takeRest() -> [UInt8] {
    defer {
      pending.removeAll()
      isPendingRun = false
    }
    guard isPendingRun else { return pending }
    switch texts.byteRule {
    case .eachCharacter: return Self.repaired(pending)
    case .wholeRun:
      if String(validating: pending, as: UTF8.self) != nil { return pending }
      return pending.flatMap { _ in Self.replacement }
    }
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// How many bytes at the end may be the start of a character that is still to come.
  private static func openBytes(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      guard byte >= 0xC2, byte < 0xF5, count < Pattern.length(byte) else { return 0 }
      // Some second bytes end the hope early: E0 80, ED A0, F0 80 and F4 90 begin nothing.
      if count > 1 {
        let second = bytes[bytes.count - count + 1]
        let range: ClosedRange<UInt8> =
          switch byte {
          case 0xE0: 0xA0...0xBF
          case 0xED: 0x80...0x9F
          case 0xF0: 0x90...0xBF
          case 0xF4: 0x80...0x8F
          default: 0x80...0xBF
          }
        if !range.contains(second) { return 0 }
      }
      return count
    }
    return 0
  }

  /// UTF-8 in which every byte that belongs to no character is U+FFFD.
  private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let character = bytes[index...].prefix(Pattern.length(bytes[index]))
      if String(validating: character, as: UTF8.self) != nil {
        result += character
        index += character.count
      } else {
        result += replacement
        index += 1
      }
    }
    return result
  }
}
