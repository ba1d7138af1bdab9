/// The symbols of one displayed formula.
struct SymbolPlace: Codable, Sendable {
  /// The line of the chapter that the formula begins on.
  var line: Int
  /// The anchors of their rows on the notation page, in the order in which they are met.
  var anchors: [String]

  /// The symbols of a chapter's displayed formulas, typed and computed, in the order of its lines.
  static func all(in checked: CheckedChapter, of book: BookPages) -> [SymbolPlace] {
    let stem = checked.chapter.stem
    let typed = checked.chapter.document.blocks.withInner.compactMap { block -> SymbolPlace? in
      guard case .formula(let latex, let line) = block.kind,
        let formula = try? Formula(parsing: latex)
      else { return nil }
      return SymbolPlace(line, book.notation.rows(in: formula, of: stem))
    }
    let computed = checked.chapter.cells.compactMap { cell in
      (try? checked.formula(of: cell, names: book.settings.formulaNames)).map {
        SymbolPlace(cell.fence.start.line, book.notation.rows(in: $0, of: stem))
      }
    }
    return (typed + computed).sorted { $0.line < $1.line }
  }

  private init(_ line: Int, _ rows: [NotationTable.Row]) {
    self.line = line
    anchors = rows.map(\.anchor)
  }
}
