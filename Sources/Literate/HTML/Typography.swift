/// Running text with the marks that a typesetter would take: ’ for an apostrophe, “ ” and ‘ ’ around quotations, no
/// blank before a per cent sign.
///
/// A word that a number completes keeps it at the end of a line: Chapter 9. For what a page says in words. Code, formulas, addresses and ids are written as they are.
package struct Typography {
  /// What stands before the text: by it a mark opens or closes.
  private var last: Character = " "
  /// Whether the number before it is that of a chapter, a figure and the like.
  private var isBehindReference = false

  package init() {}

  /// Goes on behind something that is no text, such as a formula.
  package mutating func pass(_ character: Character) {
    (last, isBehindReference) = (character, false)
  }

  /// The next stretch of a text.
  package mutating func set(_ text: some StringProtocol) -> String {
    let set = marked(text).withFirmReferences
    if !set.isEmpty { isBehindReference = set.endsInReference }
    return set
  }

  private mutating func marked(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(where: Self.isOurs) else {
      if let end = text.last { last = end }
      return String(text)
    }
    var result = ""
    result.reserveCapacity(text.utf8.count + 8)
    var beforeLast: Character = " "
    for (index, character) in zip(text.indices, text) {
      var set = character
      switch character {
      case "\"": set = opens ? "“" : "”"
      case "'": set = opens && !Self.leavesOut(text[index...]) ? "‘" : "’"
      case "%" where " \u{A0}".contains(last) && beforeLast.isNumber && !result.isEmpty:
        result.removeLast()
      default: break
      }
      result.append(set)
      (beforeLast, last) = (last, set)
    }
    return result
  }

  var isBehindBracket: Bool { last == "(" }

  /// Whether what comes next may be what a number counts.
  var isBehindNumber: Bool { last.isNumber && !isBehindReference }

  /// The next stretch, which may go on from a number with what it counts: `32 layers` stay together.
  package mutating func setBehindNumber(_ text: String) -> String {
    let isBehindNumber = isBehindNumber
    let set = set(text)
    guard isBehindNumber, set.first == " ", set.dropFirst().first?.isLetter == true else {
      return set
    }
    return "\u{A0}" + set.dropFirst()
  }

  private static func isOurs(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "%")
  }

  /// Whether what follows is the start of a quotation, as far as what stands before it says.
  private var opens: Bool { last.isWhitespace || "([{—–/“‘".contains(last) }

  /// Whether a mark stands for the start of a number or of a word that is left out: `'90s`, `'em`.
  private static func leavesOut(_ rest: some StringProtocol) -> Bool {
    let word = rest.dropFirst().prefix { $0.isLetter || $0.isNumber }
    return word.first?.isNumber == true || word == "em" || word == "til"
  }
}

extension String {
  /// A text by itself, with a typesetter's marks.
  var typeset: String {
    var typography = Typography()
    return typography.set(self)
  }

  /// The words of a made page, a caption or a card as HTML, with numbers that hold on to their units.
  var proseHTML: String { typeset.withFirmSpaces.htmlEscaped }
}
