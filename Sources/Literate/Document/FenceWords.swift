/// The words after the language of a fence, `word`, `key=word` or `key="…"`, with their places.
struct FenceWords {
  struct Word {
    var name: String
    /// What stands after `=`; nil without one.
    var value: String?
    var nameRange: SourceRange
    var range: SourceRange
  }

  private(set) var words: [Word] = []

  /// Reads the opening line of a fence from the source, so that a problem is named at its column.
  ///
  /// - Parameters:
  ///   - line: The line of the opening fence.
  ///   - source: The chapter.
  ///   - id: What a problem is reported as.
  ///   - diagnostics: Repeated words and quotations that do not end are added here.
  init(onLine line: Int, of source: SourceText, id: String, diagnostics: inout [Diagnostic]) {
    let characters = Array(source.line(line))
    func range(_ columns: Range<Int>) -> SourceRange {
      SourceRange(line: line, column: columns.lowerBound + 1, length: columns.count)
    }
    func report(_ columns: Range<Int>, _ message: String, help: String) {
      diagnostics.append(source.diagnostic(.error, range(columns), id: id, message, help: help))
    }
    var i = characters.firstIndex { $0 == "`" || $0 == "~" } ?? 0
    while i < characters.count, "`~ ".contains(characters[i]) { i += 1 }
    while i < characters.count, !characters[i].isWhitespace { i += 1 }  // the language
    var seen = Set<String>()
    while true {
      while i < characters.count, characters[i].isWhitespace { i += 1 }
      guard i < characters.count else { return }
      let start = i
      while i < characters.count, !characters[i].isWhitespace, characters[i] != "=" { i += 1 }
      let name = String(characters[start..<i])
      let nameRange = start..<i
      var value: String?
      if i < characters.count, characters[i] == "=" {
        i += 1
        guard let read = Self.value(characters, at: &i) else {
          report(
            start..<characters.count,
            "the quotation of '\(name)' does not end",
            help: "close it with \"; a quotation mark inside is written \\\""
          )
          return
        }
        value = read
      }
      guard seen.insert(name).inserted else {
        report(nameRange, "the option '\(name)' stands twice", help: "drop one of them")
        continue
      }
      words.append(
        Word(name: name, value: value, nameRange: range(nameRange), range: range(start..<i))
      )
    }
  }

  /// Whether a text can be the id of something: letters, digits, hyphens, underscores and points.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
  }

  /// A word, or what stands between quotes; nil when the closing quote is missing.
  private static func value(_ characters: [Character], at i: inout Int) -> String? {
    guard i < characters.count, characters[i] == "\"" else {
      let start = i
      while i < characters.count, !characters[i].isWhitespace { i += 1 }
      return String(characters[start..<i])
    }
    i += 1
    var value = ""
    while i < characters.count, characters[i] != "\"" {
      if characters[i] == "\\", i + 1 < characters.count { i += 1 }
      value.append(characters[i])
      i += 1
    }
    guard i < characters.count else { return nil }
    i += 1
    return value
  }
}
