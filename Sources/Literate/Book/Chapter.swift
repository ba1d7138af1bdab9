import Foundation

/// One chapter as far as reading alone can take it: nothing has been compiled or run.
package struct Chapter: Sendable {
  package let source: SourceText
  package let frontMatter: FrontMatter
  package let document: Document
  package let cells: [Cell]
  package let program: Program
  /// The links that a cell's value stands behind, in the order of the text.
  package let claims: [Claim]
  /// All other links with a scheme.
  package let links: [SchemeLink]
  /// What in the prose is spelled as an id of the lecture, known or not, in the order of the text.
  package let mentions: [Mention]
  package let diagnostics: [Diagnostic]
  /// Whether the program is worth compiling: no cell is broken in a way that would spoil its neighbours.
  package let canRun: Bool

  /// `01-batch-size` of `…/01-batch-size.md`.
  package var stem: String {
    URL(fileURLWithPath: source.file).deletingPathExtension().lastPathComponent
  }

  /// The number at the head of the file's name, by which commands take it.
  package var number: Int? { Int(stem.prefix { $0.isNumber }) }

  /// The number as pages show it; a chapter of the appendix has none.
  package var shownNumber: Int? { frontMatter.isAppendix ? nil : number }

  /// What the numbers of the chapter's sections start with.
  var numbering: HeadingNumbers.Numbering {
    frontMatter.isAppendix ? .none : .chapter(number)
  }

  package var title: String {
    Self.title(frontMatter, document) ?? stem
  }

  private static func title(_ frontMatter: FrontMatter, _ document: Document) -> String? {
    if let title = frontMatter.title { return title }
    for block in document.blocks {
      if case .heading(_, let inlines) = block.kind { return inlines.plainText }
    }
    return nil
  }

  /// Reads a chapter.
  ///
  /// - Parameters:
  ///   - source: Its text.
  ///   - library: The book's formulas of the library, for its formula cells.
  package init(_ source: SourceText, library: LibraryFormulas = LibraryFormulas()) {
    var diagnostics: [Diagnostic] = []
    self.source = source
    frontMatter = FrontMatter(source, diagnostics: &diagnostics)
    document = MarkdownParser.document(source, bodyLine: frontMatter.bodyLine)
    diagnostics += document.diagnostics
    if document.blocks.isEmpty {
      diagnostics.append(
        source.diagnostic(
          .warning,
          SourceRange(line: 1),
          id: "empty",
          "this chapter is empty",
          help: "start with a title: '# …'"
        )
      )
    }
    let collector = CellCollector(document, source: source)
    diagnostics += collector.diagnostics
    canRun = !collector.diagnostics.contains { ["cell-bracket", "cell-id"].contains($0.id) }
    var links = LinkCollector(document, cells: collector.cells, source: source)
    diagnostics += links.takeDiagnostics()
    cells = collector.cells
    claims = links.claims
    self.links = links.others
    let title = Self.title(frontMatter, document) ?? ""
    mentions = MentionCollector(document, source: source, title: title).mentions
    program = Program(
      cells: collector.cells.filter(\.isInProgram),
      slots: links.slots,
      fileName: URL(fileURLWithPath: source.file).lastPathComponent,
      library: library
    )
    self.diagnostics = diagnostics
  }
}
