/// One change that is made to a text before it is cut into words.
enum TextNormalizer: Sendable {
  /// Canonical composition.
  case composed
  /// A prefix for every text that is not empty.
  case prepend([UInt8])
  case replace(Pattern, with: [UInt8])
  /// Lower case, scalar by scalar: no letter is treated as the last of its word.
  case lowercase
  /// White space at the ends goes.
  case strip(left: Bool, right: Bool)
  /// SentencePiece's treatment of spaces; pieces that are looked for in the text stay as they are.
  case spaces(SpaceRule, FixedPieces?)

  /// What SentencePiece does with spaces (U+0020 only).
  struct SpaceRule: Hashable, Sendable {
    /// One space before the text.
    let addsPrefix: Bool
    /// Spaces at the ends go, and runs become one.
    let removesExtra: Bool
    /// Spaces are written U+2581.
    let escapes: Bool
  }

  static let space: [UInt8] = [0x20]
  /// U+2581, which stands for a space in vocabularies.
  static let escapedSpace: [UInt8] = [0xE2, 0x96, 0x81]

  func apply(
    _ bytes: [UInt8],
    _ scratch: inout Pattern.Scratch
  ) throws(TokenizerError) -> [UInt8] {
    guard !bytes.isEmpty else { return bytes }
    switch self {
    case .composed:
      // Looking at the bytes alone avoids reading the table for most texts.
      if !bytes.contains(where: { $0 >= 0xCC }) { return bytes }
      let forms = CanonicalForms.shared
      return forms.isSurelyComposed(bytes) ? bytes : forms.composed(bytes)
    case .prepend(let prefix): return prefix + bytes
    case .lowercase:
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        result += scalar.properties.lowercaseMapping.utf8
      }
      return result
    case .replace(let pattern, let content):
      var result: [UInt8] = []
      var end = 0
      try pattern.forEachMatch(in: bytes, 0..<bytes.count, &scratch) { match in
        result += bytes[end..<match.lowerBound]
        result += content
        end = match.upperBound
      }
      return result + bytes[end...]
    case .strip(let left, let right):
      let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
      var rest = scalars[...]
      while left, let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
      while right, let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
      return Array(String(rest).utf8)
    case .spaces(let rule, let fixed): return Self.spaced(bytes, rule, fixed)
    }
  }

  private static func spaced(_ bytes: [UInt8], _ rule: SpaceRule, _ fixed: FixedPieces?) -> [UInt8]
  {
    let space = rule.escapes ? escapedSpace : space
    var index = 0
    if rule.removesExtra { while index < bytes.count, bytes[index] == 0x20 { index += 1 } }
    guard index < bytes.count else { return [] }
    var result = rule.addsPrefix ? space : []
    var isAfterSpace = rule.removesExtra
    while index < bytes.count {
      if let (_, length) = fixed?.match(bytes, index, bytes.count) {
        let piece = bytes[index..<index + length]
        index += length
        // Spaces at the start of a piece go as others do after a space.
        let kept = isAfterSpace ? piece.drop { $0 == 0x20 } : piece
        for byte in kept { result += byte == 0x20 ? space : [byte] }
        if let last = kept.last { isAfterSpace = rule.removesExtra && last == 0x20 }
      } else if bytes[index] == 0x20 {
        if !isAfterSpace { result += space }
        isAfterSpace = rule.removesExtra
        index += 1
      } else {
        result.append(bytes[index])
        isAfterSpace = false
        index += 1
      }
    }
    if rule.removesExtra {
      while result.count >= space.count, result.suffix(space.count).elementsEqual(space) {
        result.removeLast(space.count)
      }
    }
    return result
  }
}
