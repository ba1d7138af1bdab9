/// Finds the links of a chapter in order and gives each expression its slot in the program: after the
/// last cell above it.
struct LinkCollector {
  private let source: SourceText
  private let cells: [Cell]
  private var diagnostics: [Diagnostic] = []
  private var cellsSeen = 0
  private var cellsInProgram = 0
  private(set) var slots: [Program.Slot] = []
  private(set) var claims: [Claim] = []
  private(set) var others: [SchemeLink] = []
  private(set) var references: [Reference] = []
  private var slotNumbers: [Program.Slot: Int] = [:]

  init(_ document: Document, cells: [Cell], source: SourceText) {
    self.source = source
    self.cells = cells
    visit(document.blocks)
  }

  mutating func takeDiagnostics() -> [Diagnostic] {
    defer { diagnostics = [] }
    return diagnostics
  }

  // MARK: -

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      switch block.kind {
      case .code(let code) where code.language == "swift":
        if cells[cellsSeen].isInProgram { cellsInProgram += 1 }
        cellsSeen += 1
      case .paragraph(let inlines), .heading(_, let inlines): visit(inlines)
      case .quote(let inner): visit(inner)
      case .box(_, let title, let inner):
        visit(title)
        visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      case .table(let table):
        for cell in table.header { visit(cell) }
        for cell in table.rows.joined() { visit(cell) }
      case .code, .html, .formula, .thematicBreak: break
      }
    }
  }

  private mutating func visit(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner),
        .image(_, _, let inner):
        visit(inner)
      case .scheme(let link, let inner):
        add(link, text: inner.plainText)
        visit(inner)
      default: break
      }
    }
  }

  private mutating func add(_ link: SchemeLink, text: String) {
    guard [.claim, .value, .given].contains(link.scheme) else {
      others.append(link)
      if link.scheme == .ref { references.append(Reference(link: link, text: text)) }
      return
    }
    guard !link.target.isEmpty else { return }  // reported by the parser
    if let problem = Self.problem(in: link.target) {
      diagnostics.append(
        source.diagnostic(
          .error,
          SourceRange(link.targetPosition, length: link.target.count),
          id: "claim-expression",
          problem.message,
          help: problem.help
        )
      )
      return
    }
    var options = ClaimOptions()
    var statement: ClaimStatement?
    if link.scheme != .value {
      options = ClaimOptions(link, in: source, diagnostics: &diagnostics)
      do {
        statement = try ClaimTextReader.statement(text)
      } catch {
        diagnostics.append(
          source.diagnostic(
            .error,
            link.textRange,
            id: "claim-text",
            error.message,
            help: error.help
          )
        )
      }
    }
    let slot = Program.Slot(cellIndex: cellsInProgram, expression: link.target)
    let number = slotNumbers[slot] ?? slots.count
    if number == slots.count {
      slots.append(slot)
      slotNumbers[slot] = number
    }
    claims.append(
      Claim(link: link, text: text, slot: number, options: options, statement: statement)
    )
  }

  /// What keeps a text from being a claim's expression.
  private static func problem(in expression: String) -> (message: String, help: String)? {
    if let character = expression.first(where: { "<>`".contains($0) }) {
      return (
        "an expression in a link holds no '\(character)'",
        "give the expression a name in a cell, and link to the name"
      )
    }
    let tokens = SwiftTokens(expression)
    if let open = tokens.unbalanced {
      return (
        "this '\(open.text)' has no partner in the expression", "close it in the link's target"
      )
    }
    let names = tokens.tokens.filter {
      $0.kind == .identifier || $0.kind == .type
    }
    if names.isEmpty {
      return (
        "an expression names something that was computed; this is a constant",
        "compute it in a cell and link to the name, or write plain: with a reason"
      )
    }
    return nil
  }
}
