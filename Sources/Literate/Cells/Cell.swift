/// A fence of Swift in a chapter: what is compiled, run and shown.
package struct Cell: Sendable {
  /// Unique in the book: the `id=` of the fence, or `cell-N`, its number in the chapter.
  package var id: String
  /// Its number in the chapter, from 1.
  package var number = 0
  package var code: String { didSet { knownParts = nil } }
  package var options: CellOptions
  /// The opening fence, where a problem of the whole cell is reported.
  package var fence: SourceRange
  /// The line of the first character of `code`.
  package var firstLine: Int
  /// How many characters stand before the code on each of its lines.
  package var indentation: Int
  /// What a `formula` cell shows of its assignments.
  package var formula: ComputedFormula?
  /// The ```` ```output ```` fence right after the cell.
  package var expectedOutput: ExpectedOutput?
  /// Its parts where they are known already: code is cut into tokens once.
  private var knownParts: CellParts?

  package struct ExpectedOutput: Sendable {
    package var text: String
    package var line: Int
  }

  /// A cell as it stands in its chapter.
  ///
  /// - Parameters:
  ///   - id: Unique in the book.
  ///   - number: Its number in the chapter, from 1.
  ///   - tokens: Its code.
  ///   - options: What its fence says.
  ///   - fence: Its opening fence.
  ///   - firstLine: The line of the first character of the code.
  ///   - indentation: How many characters stand before the code on each line.
  init(
    id: String,
    number: Int,
    tokens: SwiftTokens,
    options: CellOptions,
    fence: SourceRange,
    firstLine: Int,
    indentation: Int
  ) {
    self.id = id
    self.number = number
    code = tokens.source
    self.options = options
    self.fence = fence
    self.firstLine = firstLine
    self.indentation = indentation
    knownParts = CellParts(tokens)
  }

  /// Where its code can be cut.
  var parts: CellParts { knownParts ?? CellParts(code) }

  /// Whether it is part of the chapter's one program; the others are compiled apart and leave no trace.
  package var isInProgram: Bool {
    !options.isNotRun && options.fails == nil && options.traps == nil
  }

  /// Whether its result is kept beside the chapters, under its own key.
  package var isKept: Bool { isInProgram && options.isSlow }

  /// The code as the page shows it: without the lines that end in `// hide`.
  package var shownCode: String { lines(hidden: false) }
  package var hiddenLineCount: Int {
    guard code.holds(Self.hideMark) else { return 0 }
    return code.split(separator: "\n", omittingEmptySubsequences: false).filter(Self.isHidden).count
  }

  private func lines(hidden: Bool) -> String {
    guard code.holds(Self.hideMark) else { return hidden ? "" : code }
    return code.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { Self.isHidden($0) == hidden }.joined(separator: "\n")
  }

  private static func isHidden(_ line: Substring) -> Bool {
    line.trimming(" \t").hasSuffix(hideMark)
  }

  private static let hideMark = "// hide"

  /// The place in the chapter of a place in the code.
  package func range(line: Int, column: Int, length: Int = 1) -> SourceRange {
    SourceRange(line: firstLine + line - 1, column: column + indentation, length: length)
  }

  /// The place in the chapter of a character of the code, counted from 0.
  package func range(offset: Int, length: Int) -> SourceRange {
    let before = code.prefix(offset)
    let line = before.reduce(into: 1) { if $1 == "\n" { $0 += 1 } }
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    return range(line: line, column: column, length: length)
  }
}

/// What the words after ```` ```swift ```` say: a closed list.
package struct CellOptions: Sendable, Equatable {
  package var id: String?
  /// Run, not shown.
  package var isHidden = false
  /// Shown closed.
  package var isFolded = false
  /// Must not compile, with this text in a message.
  package var fails: String?
  /// Must trap, with this text in what it says.
  package var traps: String?
  /// Compiled, not run; the page says so.
  package var isNotRun = false
  /// Its assignments are shown as symbols, numbers and result.
  package var isFormula = false
  /// Its `let`s may be set from the command line.
  package var isParameters = false
  /// May take long: what came of it is kept beside the chapters, under its own key.
  package var isSlow = false
  /// A file beside the chapter that the cell reads.
  package var reads: [String] = []
  /// Equations, drawings, cards and cross-checks of the lecture that this cell stands for.
  package var covers: [String] = []
  /// Where `covers` stands, for messages.
  package var coversRange = SourceRange(line: 1)

  /// Drops two of `norun`, `fails` and `traps`, which exclude each other.
  mutating func keep(_ name: String) {
    if name != "norun" { isNotRun = false }
    if name != "fails" { fails = nil }
    if name != "traps" { traps = nil }
  }
}
