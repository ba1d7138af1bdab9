extension Character {
  /// Whether it is a letter; most of a text's are ASCII, which needs no table of Unicode.
  var isWordLetter: Bool {
    guard let byte = utf8.first, byte < 0x80 else { return isLetter }
    return Self.asciiLetters.contains(byte | 0x20)
  }

  /// Whether it is a letter, a digit or an underscore.
  var isWordPart: Bool {
    guard let byte = utf8.first, byte < 0x80 else { return isLetter || isNumber }
    return Self.asciiLetters.contains(byte | 0x20) || Self.asciiDigits.contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private static let asciiLetters = UInt8(ascii: "a")...UInt8(ascii: "z")
  private static let asciiDigits = UInt8(ascii: "0")...UInt8(ascii: "9")
}
