extension CellOptions {
  private static let words = ["hide", "fold", "formula", "norun", "parameters", "slow"]
  private static let keys = ["id", "fails", "traps", "reads", "covers"]

  /// Reads the options of a fence from its source line, so that a problem is named at its column.
  ///
  /// - Parameters:
  ///   - lineNumber: The line of the opening fence.
  ///   - source: The chapter.
  ///   - diagnostics: Unknown, repeated and malformed options are added here.
  init(onLine lineNumber: Int, of source: SourceText, diagnostics: inout [Diagnostic]) {
    let characters = Array(source.line(lineNumber))
    func report(_ range: Range<Int>, _ message: String, help: String? = nil) {
      diagnostics.append(
        source.diagnostic(
          .error,
          SourceRange(line: lineNumber, column: range.lowerBound + 1, length: range.count),
          id: "cell-option",
          message,
          help: help
        )
      )
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
          report(start..<characters.count, "the quotation of '\(name)' does not end")
          return
        }
        value = read
      }
      guard seen.insert(name).inserted else {
        report(nameRange, "the option '\(name)' stands twice")
        continue
      }
      if let problem = set(
        name,
        to: value,
        range: SourceRange(
          line: lineNumber,
          column: start + 1,
          length: i - start
        )
      ) {
        report(nameRange, problem.message, help: problem.help)
      }
    }
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

  private mutating func set(
    _ name: String,
    to value: String?,
    range: SourceRange
  ) -> (message: String, help: String?)? {
    func list() -> [String] {
      (value ?? "").split(separator: ",").map { $0.trimming(" ") }
    }
    if Self.keys.contains(name), (value ?? "").isEmpty {
      return ("'\(name)' needs a value", "write \(name)=… or \(name)=\"…\"")
    }
    if Self.words.contains(name), value != nil { return ("'\(name)' takes no value", nil) }
    switch name {
    case "hide": isHidden = true
    case "fold": isFolded = true
    case "formula": isFormula = true
    case "norun": isNotRun = true
    case "parameters": isParameters = true
    case "slow": isSlow = true
    case "id":
      guard let value, value.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else {
        return ("a cell's id is a word of letters, digits and hyphens", nil)
      }
      id = value
    case "fails": fails = value
    case "traps": traps = value
    case "reads": reads = list()
    case "covers":
      covers = list()
      coversRange = range
    default:
      let known = Self.words + Self.keys
      return (
        "there is no cell option '\(name)'\(Spelling.suggestion(for: name, among: known))",
        "options are \(known.sorted().joined(separator: ", "))"
      )
    }
    return nil
  }
}
