/// What the words after ```` ```math ```` say: a closed list of one, the id that gives the formula its number.
struct EquationOptions: Sendable {
  private(set) var id: String?
  /// Where the id stands, or else the fence.
  private(set) var range: SourceRange

  private static let keys = ["id"]

  /// Reads the options of a fence from its source line.
  ///
  /// - Parameters:
  ///   - line: The line of the opening fence.
  ///   - source: The chapter.
  ///   - diagnostics: Unknown, repeated and malformed options are added here.
  init(onLine line: Int, of source: SourceText, diagnostics: inout [Diagnostic]) {
    range = SourceRange(line: line)
    let fence = FenceWords(
      onLine: line,
      of: source,
      id: "math-option",
      diagnostics: &diagnostics
    )
    for word in fence.words {
      var problem: (message: String, help: String)?
      if word.name != "id" {
        problem = (
          "there is no option '\(word.name)' of a formula"
            + Spelling.suggestion(for: word.name, among: Self.keys),
          "the only option is id, which gives the formula a number: id=eq-knee"
        )
      } else if let value = word.value, FenceWords.isName(value) {
        id = value
        range = word.range
      } else {
        problem = ("a formula's id is a word of letters, digits and hyphens", "write id=eq-knee")
      }
      guard let problem else { continue }
      diagnostics.append(
        source.diagnostic(
          .error,
          word.nameRange,
          id: "math-option",
          problem.message,
          help: problem.help
        )
      )
    }
  }

  /// The options of all formulas of a chapter, by the first line of their LaTeX.
  static func all(
    in document: Document,
    of source: SourceText,
    diagnostics: inout [Diagnostic]
  ) -> [Int: EquationOptions] {
    var options: [Int: EquationOptions] = [:]
    for block in document.blocks.withInner {
      guard case .formula(_, let line) = block.kind else { continue }
      options[line] = EquationOptions(onLine: line - 1, of: source, diagnostics: &diagnostics)
    }
    return options
  }
}
