extension ChapterChecker {
  /// In a book that says it is complete, every symbol of a displayed formula is in its notation, so that a reader can ask
  /// each what it stands for.
  func checkNotation(_ checked: inout CheckedChapter) {
    guard book.settings.isComplete else { return }
    let notation = NotationTable(book.settings, [])
    let (source, stem) = (checked.chapter.source, checked.chapter.stem)
    func report(_ names: [String], at range: SourceRange) {
      checked.diagnostics += names.map { name in
        source.diagnostic(
          .error,
          range,
          id: "notation",
          "the notation has no '\(name)', which stands in this formula",
          help:
            "explain it under notation: of book.yml, or for this chapter alone under \(stem): there"
        )
      }
    }
    for block in checked.chapter.document.blocks.withInner {
      guard case .formula(let latex, let line) = block.kind,
        let formula = try? Formula(parsing: latex)
      else { continue }
      report(notation.missing(in: formula, of: stem), at: SourceRange(line: line))
    }
    for cell in checked.chapter.cells {
      guard let formula = try? checked.formula(of: cell, names: book.settings.formulaNames) else {
        continue
      }
      report(notation.missing(in: formula, of: stem), at: cell.fence)
    }
  }
}
