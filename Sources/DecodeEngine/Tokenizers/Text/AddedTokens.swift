/// Tokens that stand for a text wherever it occurs, whatever the words around it.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    let content: String
    let number: Int32
    let isSpecial: Bool
    /// Whether white space before or after it belongs to it.
    let takesLeft: Bool
    let takesRight: Bool
    /// Whether it must not touch a letter, digit or mark.
    let isWord: Bool
    /// Whether it is looked for after the text is normalised.
    let isNormalized: Bool
  }

  private(set) var tokens: [Token] = []
  private var raw = FixedPieces()
  private var normalized = FixedPieces()

  /// Numbers of the special ones.
  var special: Set<Int32> { Set(tokens.lazy.filter(\.isSpecial).map(\.number)) }

  /// Adds a token that is looked for as the bytes given; does nothing for one that is there already.
  mutating func add(_ token: Token, writtenAs bytes: [UInt8]) {
    let index = Int32(tokens.count)
    tokens.append(token)
    // An empty token would match everywhere; the library that we follow leaves it out too.
    if token.isNormalized {
      _ = normalized.add(bytes, index)
    } else {
      _ = raw.add(bytes, index)
    }
  }

  /// A part of a text: an added token, or what lies between two.
  struct Part {
    let token: Int32?
    let range: Range<Int>
  }

  /// The parts of a text by the tokens that are looked for before, or after, it is normalised.
  func parts(of bytes: [UInt8], isNormalized: Bool) -> [Part] {
    let pieces = isNormalized ? normalized : raw
    guard !pieces.isEmpty else {
      return bytes.isEmpty ? [] : [Part(token: nil, range: 0..<bytes.count)]
    }
    var parts: [Part] = []
    var end = 0
    var index = 0
    while index < bytes.count {
      guard let (place, length) = pieces.match(bytes, index, bytes.count) else {
        index += 1
        continue
      }
      let token = tokens[Int(place)]
      let found = index..<index + length
      index += length
      if token.isWord, touchesWord(bytes, found) { continue }
      let first = found.lowerBound
      let lower = token.takesLeft ? max(end, spacesBefore(bytes, first)) : first
      let upper = token.takesRight ? spacesAfter(bytes, index) : index
      // The token before may have taken all of this one as spaces to its right.
      guard lower < upper else { continue }
      let range = lower..<upper
      if range.lowerBound > end { parts.append(Part(token: nil, range: end..<range.lowerBound)) }
      parts.append(Part(token: token.number, range: range))
      end = range.upperBound
    }
    if end < bytes.count { parts.append(Part(token: nil, range: end..<bytes.count)) }
    return parts
  }

  // MARK: Neighbours

  private func touchesWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let before = scalar(bytes, endingAt: range.lowerBound)
    let after = range.upperBound < bytes.count ? scalar(bytes, at: range.upperBound) : nil
    return [before, after].contains { $0.map { Self.isWord($0) } ?? false }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isJoinControl { return true }
    switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark:
      return true
    default: return false
    }
  }

  private func spacesBefore(_ bytes: [UInt8], _ position: Int) -> Int {
    var position = position
    while let scalar = scalar(bytes, endingAt: position), scalar.properties.isWhitespace {
      position -= UTF8.width(scalar)
    }
    return position
  }

  private func spacesAfter(_ bytes: [UInt8], _ position: Int) -> Int {
    var position = position
    while position < bytes.count, let scalar = scalar(bytes, at: position),
      scalar.properties.isWhitespace
    {
      position += UTF8.width(scalar)
    }
    return position
  }

  private func scalar(_ bytes: [UInt8], endingAt end: Int) -> Unicode.Scalar? {
    guard end > 0 else { return nil }
    var start = end - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(bytes, at: start)
  }

  private func scalar(_ bytes: [UInt8], at position: Int) -> Unicode.Scalar? {
    Unicode.Scalar(Pattern.scalar(bytes, position, Pattern.length(bytes[position])))
  }
}
