import Foundation

/// One chapter as far as reading alone can take it: nothing has been compiled or run.
package struct Chapter: Sendable {
  package let source: SourceText
  package let frontMatter: FrontMatter
  package let document: Document
  package private(set) var cells: [Cell]
  package private(set) var program: Program
  /// The links that a cell's value stands behind, in the order of the text.
  package let claims: [Claim]
  /// All other links with a scheme.
  package let links: [SchemeLink]
  /// The `ref:` links with their words, in the order of the text.
  let references: [Reference]
  /// The options of the chapter's formulas, by the first line of their LaTeX.
  let equations: [Int: EquationOptions]
  /// What in the prose is spelled as an id of the lecture, known or not, in the order of the text.
  package let mentions: [Mention]
  package let diagnostics: [Diagnostic]
  /// Whether the program is worth compiling: no cell is broken in a way that would spoil its neighbours.
  package let canRun: Bool

  /// `01-batch-size` of `…/01-batch-size.md`.
  package let stem: String

  /// The number at the head of the file's name, by which commands take it.
  package var number: Int? { Int(stem.prefix { $0.isNumber }) }

  /// The names that its links lead to, of `ref:` and of Markdown: `03-pipelines.md#eq-idle`.
  var referredNames: Set<String> {
    let anchors = document.plainLinks.compactMap { link in
      link.url.split(separator: "#", maxSplits: 1).dropFirst().first.map(String.init)
    }
    return Set(references.map(\.link.target) + anchors)
  }

  /// The number as pages show it; a chapter of the appendix has none.
  package var shownNumber: Int? { frontMatter.isAppendix ? nil : number }

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
    let file = URL(fileURLWithPath: source.file)
    stem = file.deletingPathExtension().lastPathComponent
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
    references = links.references
    equations = EquationOptions.all(in: document, of: source, diagnostics: &diagnostics)
    let title = Self.title(frontMatter, document) ?? ""
    mentions = MentionCollector(document, source: source, title: title).mentions
    program = Program(
      cells: collector.cells.filter(\.isInProgram),
      slots: links.slots,
      fileName: file.lastPathComponent,
      library: library
    )
    self.diagnostics = diagnostics
  }

  /// The same chapter with other code in its cells, which is what runs; places are those of the text.
  func running(_ cells: [Cell]) -> Chapter {
    var chapter = self
    chapter.cells = cells
    chapter.program = program.with(cells.filter(\.isInProgram), slots: program.slots)
    return chapter
  }
}

/// A `ref:` link and what it says.
struct Reference: Sendable {
  var link: SchemeLink
  var text: String
}
