import Quantities

/// Finds the cells of a chapter, in order, with the output that the author expects of each.
struct CellCollector {
  private let source: SourceText
  private(set) var cells: [Cell] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ document: Document, source: SourceText) {
    self.source = source
    visit(document.blocks)
    checkIdentifiers()
  }

  private mutating func visit(_ blocks: [Block]) {
    var last: Int?
    for block in blocks {
      switch block.kind {
      case .code(let code) where code.language == "swift":
        add(code)
        last = cells.count - 1
        continue
      case .code(let code) where code.language == "output":
        let range = SourceRange(line: code.line, column: code.indentation + 1, length: 3)
        if let last {
          cells[last].expectedOutput = Cell.ExpectedOutput(text: code.text, line: code.line)
        } else {
          diagnostics.append(
            source.diagnostic(
              .error,
              range,
              id: "output",
              "this output does not follow a cell",
              help: "put it right after the cell that prints it"
            )
          )
        }
      case .code(let code): checkLanguage(code)
      case .quote(let inner), .box(_, _, let inner): visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      default: break
      }
      last = nil
    }
  }

  /// A fence that means nothing to the tool is a listing; one that nearly means something is a slip.
  private mutating func checkLanguage(_ code: CodeBlock) {
    let language = code.language
    guard !["math", "mathml"].contains(language),
      let meant = nearestSpelling(of: language, among: ["swift", "output", "math"])
    else { return }
    let fence = source.line(code.line).dropFirst(code.indentation).prefix { "`~ \t".contains($0) }
    diagnostics.append(
      source.diagnostic(
        .error,
        SourceRange(
          line: code.line,
          column: code.indentation + fence.count + 1,
          length: language.count
        ),
        id: "fence",
        "a fence of '\(language)' is a listing that is never run; did you mean '\(meant)'?",
        help: "write '\(meant)', or the name of another language"
      )
    )
  }

  private mutating func add(_ code: CodeBlock) {
    let fence = SourceRange(line: code.line, column: code.indentation + 1, length: 3)
    let options = CellOptions(onLine: code.line, of: source, diagnostics: &diagnostics)
    let tokens = SwiftTokens(code.text)
    cells.append(
      Cell(
        id: options.id ?? "cell-\(cells.count + 1)",
        number: cells.count + 1,
        tokens: tokens,
        options: options,
        fence: fence,
        firstLine: code.contentLine,
        indentation: code.indentation
      )
    )
    let exclusive = [
      options.isNotRun ? "norun" : nil, options.fails.map { _ in "fails" },
      options.traps.map { _ in "traps" },
    ].compactMap { $0 }
    if exclusive.count > 1 {
      // Said once; it is then taken for the first of them.
      cells[cells.count - 1].options.keep(exclusive[0])
      diagnostics.append(
        source.diagnostic(
          .error,
          fence,
          id: "cell-option",
          "a cell cannot have both '\(exclusive[0])' and '\(exclusive[1])'",
          help: "drop one of them"
        )
      )
    }
    if options.isSlow, options.id == nil {
      diagnostics.append(
        source.diagnostic(
          .error,
          fence,
          id: "cell-option",
          "a slow cell needs an id: the record of its result is named after it",
          help: "write id=… on the fence"
        )
      )
    }
    if options.isFormula {
      do {
        cells[cells.count - 1].formula = try ComputedFormula(code.text)
      } catch {
        let place = cells[cells.count - 1].range(offset: error.offset, length: error.length)
        diagnostics.append(
          source.diagnostic(.error, place, id: "formula", error.message, help: error.help)
        )
      }
    }
    if let open = tokens.unbalanced {
      diagnostics.append(
        source.diagnostic(
          .error,
          cells[cells.count - 1].range(offset: open.offset, length: 1),
          id: "cell-bracket",
          "this '\(open.text)' has no partner in its cell",
          help: "a cell is a whole piece of Swift: close in it what it opens"
        )
      )
    }
  }

  private mutating func checkIdentifiers() {
    var first: [String: Int] = [:]
    for cell in cells {
      if let line = first[cell.id] {
        diagnostics.append(
          source.diagnostic(
            .error,
            cell.fence,
            id: "cell-id",
            "the id '\(cell.id)' is already that of the cell at line \(line)",
            help: "give one of them another id"
          )
        )
      } else {
        first[cell.id] = cell.fence.start.line
      }
    }
  }
}
