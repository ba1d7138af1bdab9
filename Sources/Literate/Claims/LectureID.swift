/// Ids of the lecture's claims, equations, drawings, cards and cross-checks: `C027`, `E5`, `card-3`.
package enum LectureID {
  /// What an id looks like, its number apart: the letters, and how many digits follow.
  struct Form: Hashable, Sendable {
    var letters: Substring
    var digits: Int

    /// - Returns: nil for a text that is no id.
    init?(_ id: Substring) {
      let letters = id.prefix { !LectureID.isDigit($0) }
      let digits = id[letters.endIndex...]
      guard !digits.isEmpty, digits.allSatisfy(LectureID.isDigit) else { return nil }
      self.letters = letters
      self.digits = digits.utf8.count
    }
  }

  /// D9 before D10, and those of one kind together.
  package static func isBefore(_ first: String, _ second: String) -> Bool {
    func key(_ id: String) -> (Substring, Int, String) {
      let letters = id.prefix { !isDigit($0) }
      return (letters, Int(id.dropFirst(letters.count).prefix(while: isDigit)) ?? 0, id)
    }
    return key(first) < key(second)
  }

  /// The stretches of a text that are spelled as an id: one capital and digits, or `card-` and digits.
  ///
  /// A stretch inside a longer word (`E4M3`, `GPT-C4`) is none.
  package static func ranges(in text: String) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var index = text.startIndex
    while let digit = text[index...].firstIndex(where: isDigit) {
      let end = text[digit...].firstIndex { !isDigit($0) } ?? text.endIndex
      if let start = start(before: digit, in: text), isFree(start..<end, in: text) {
        found.append(start..<end)
      }
      index = end
    }
    return found
  }

  /// Where an id starts whose digits start at an index.
  private static func start(before digit: String.Index, in text: String) -> String.Index? {
    if text[..<digit].hasSuffix("card-") { return text.index(digit, offsetBy: -5) }
    guard digit > text.startIndex else { return nil }
    let letter = text.index(before: digit)
    return ("A"..."Z").contains(text[letter]) ? letter : nil
  }

  /// Whether no word goes on to the left or right.
  private static func isFree(_ range: Range<String.Index>, in text: String) -> Bool {
    if range.lowerBound > text.startIndex {
      let before = text[text.index(before: range.lowerBound)]
      if before.isLetter || before.isNumber || "-_".contains(before) { return false }
    }
    let rest = text[range.upperBound...]
    guard let after = rest.first else { return true }
    if after.isLetter || after.isNumber || after == "_" { return false }
    return !(after == "-" && rest.dropFirst().first.map { $0.isLetter || $0.isNumber } == true)
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}

/// A text of the prose that is spelled as an id of the lecture.
package struct Mention: Sendable, Hashable {
  package var id: String
  package var range: SourceRange
}
