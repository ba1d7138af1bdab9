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
    let fence = FenceWords(
      onLine: lineNumber,
      of: source,
      id: "cell-option",
      diagnostics: &diagnostics
    )
    for word in fence.words {
      guard let problem = set(word.name, to: word.value, range: word.range) else { continue }
      diagnostics.append(
        source.diagnostic(
          .error,
          word.nameRange,
          id: "cell-option",
          problem.message,
          help: problem.help
        )
      )
    }
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
    if Self.words.contains(name), value != nil {
      return ("'\(name)' takes no value", "write \(name) alone")
    }
    switch name {
    case "hide": isHidden = true
    case "fold": isFolded = true
    case "formula": isFormula = true
    case "norun": isNotRun = true
    case "parameters": isParameters = true
    case "slow": isSlow = true
    case "id":
      guard let value, FenceWords.isName(value) else {
        return ("a cell's id is a word of letters, digits and hyphens", "write id=batch-knee")
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
