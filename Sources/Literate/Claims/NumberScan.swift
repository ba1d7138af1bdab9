import Quantities

/// Finds the numbers in running text.
///
/// Digits that belong to a name (`H100`, `GPT-4`, `V3.2`, `C027`) are
/// part of a word and no numbers.
enum NumberScan {
  /// Where the next number starts, its sign included.
  static func nextNumber(in text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if isDigit(character) { return withSign(index, in: text) }
      index = character.isWordLetter ? endOfName(from: index, in: text) : text.index(after: index)
    }
    return nil
  }

  /// The stretches of a text that are numbers, in digits (suffix, exponent and `million` included) or in
  /// words.
  static func numbers(in text: String) -> [Range<String.Index>] {
    let digits = digitNumbers(in: text)
    let words = NumberWords.matches(in: text).map(\.range)
      .filter { word in !digits.contains { $0.overlaps(word) } }
    return (digits + words).sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func digitNumbers(in text: String) -> [Range<String.Index>] {
    var result: [Range<String.Index>] = []
    var rest = text[...]
    while let start = nextNumber(in: rest) {
      // A number that cannot be read (`2,40`) is one all the same.
      var end =
        (try? NumberText(prefixOf: rest[start...]))?.end
        ?? rest[start...].dropFirst().firstIndex { !isDigit($0) && $0 != "," && $0 != "." }
        ?? rest.endIndex
      let word = text[end...].drop { $0.isWhitespace }.prefix { $0.isLetter }
      if word.startIndex > end, NumberWords.scales[String(word)] != nil { end = word.endIndex }
      result.append(start..<end)
      rest = rest[end...]
    }
    return result
  }

  static func isDigit(_ character: Character) -> Bool {
    character.utf8.count == 1 && (0x30...0x39).contains(character.utf8.first ?? 0)
  }

  private static func withSign(_ index: Substring.Index, in text: Substring) -> Substring.Index {
    guard index > text.startIndex else { return index }
    let sign = text.index(before: index)
    guard text[sign] == "-" || text[sign] == "−" else { return index }
    guard sign > text.startIndex else { return sign }
    let before = text[text.index(before: sign)]
    return before.isLetter || before.isNumber ? index : sign
  }

  /// The end of a word that starts with a letter.
  ///
  /// Digits in it belong to it; hyphens and full stops join
  /// further parts only to a name, which starts with a capital.
  private static func endOfName(
    from start: Substring.Index,
    in text: Substring
  ) -> Substring.Index {
    var index = start
    let isName = text[start].isUppercase
    while index < text.endIndex {
      let character = text[index]
      if character.isWordPart {
        index = text.index(after: index)
        continue
      }
      let next = text.index(after: index)
      guard isName, character == "-" || character == ".", next < text.endIndex,
        text[next].isLetter || isDigit(text[next])
      else { return index }
      index = next
    }
    return index
  }
}
