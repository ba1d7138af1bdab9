// What does not part at the end of a line: a number and its unit, a chapter and its number.

extension String {
  /// A number is never torn from its unit at the end of a line, nor a range of numbers at its dash, nor a word from the
  /// number that says which one is meant: `378 million tok/s`, `32 of 256` and `5 to 10` are one word each.
  package var withFirmSpaces: String {
    guard contains(where: \.isNumber) else { return self }
    let text = withFirmReferences
    var result = ""
    var previous: Character = "a"
    // The word since the last blank, and whether that blank stands behind a number.
    var (word, isCounted) = ("", false)
    for index in text.indices {
      let character = text[index]
      if previous == "–", character.isNumber { result.append("\u{2060}") }
      if character == " " || character == "\u{A0}" {
        let isScale = isCounted && ["million", "billion", "trillion"].contains(word)
        let next = text[text.index(after: index)...].first
        let isBetween = isCounted && ["of", "to"].contains(word) && next?.isNumber == true
        let isUnit = previous.isNumber && !result.endsInReference
        result.append(isUnit || previous == "≈" || isScale || isBetween ? "\u{A0}" : character)
        (word, isCounted) = ("", previous.isNumber)
      } else {
        result.append(character)
        word.append(character)
      }
      previous = character
    }
    return result
  }

  /// The text with `Chapter 9` and the like as one word.
  var withFirmReferences: String {
    guard utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return self
    }
    var result = ""
    result.reserveCapacity(utf8.count + 4)
    var isBehindBlank = false
    for character in self {
      if isBehindBlank, character.isNumber, result.dropLast().endsInReferenceWord {
        result.removeLast()
        result.append("\u{A0}")
      }
      result.append(character)
      isBehindBlank = character == " "
    }
    return result
  }

  /// Whether it ends with a word and the number that completes it.
  var endsInReference: Bool {
    guard let last, last.isNumber else { return false }
    let words = self[...].trimmingEnd(while: { $0.isNumber || $0 == "." })
    return words.last == "\u{A0}" && words.dropLast().endsInReferenceWord
  }
}

extension Substring {
  /// Whether it ends with a word that a number completes.
  fileprivate var endsInReferenceWord: Bool {
    let word = self[trimmingEnd(while: \.isLetter).endIndex...]
    return word.utf8.count > 3 && Self.referenceWords.contains(word.lowercased())
  }

  fileprivate func trimmingEnd(while isEnd: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, isEnd(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }

  private static let referenceWords: Set<String> = [
    "appendix", "chapter", "chapters", "equation", "equations", "exercise", "exercises", "figure",
    "figures", "page", "pages", "section", "sections", "table", "tables",
  ]
}
