import CellRuntime
package import Quantities

/// What moves in a book when figures of the catalogue change: sentences, cells, figures and tables.
package struct Dependents: Sendable {
  /// Everything of one chapter.
  package struct InChapter: Sendable {
    package var chapter: Chapter
    package var claims: [ExplainedClaim] = []
    package var cells: [Cell] = []
    package var shown: [Shown] = []

    var isEmpty: Bool { claims.isEmpty && cells.isEmpty }
  }

  /// A figure or table that a cell shows, or a table of the text with a moved number in it.
  package struct Shown: Sendable {
    package let id: String
    package let isTable: Bool
    package let caption: String
    package let range: SourceRange
  }

  /// The chapters in which something moves, in order.
  package private(set) var chapters: [InChapter] = []

  /// Everything that rests on at least one of some figures.
  package init(on figures: Set<TracedFigure>, in report: BookReport) {
    for checked in report.chapters {
      let provenance = Provenance(checked)
      guard !figures.isDisjoint(with: provenance.figures) else { continue }
      var found = InChapter(chapter: checked.chapter)
      found.claims = checked.explained(in: report.book).filter {
        !figures.isDisjoint(with: $0.figures)
      }
      for cell in checked.chapter.program.cells
      where !figures.isDisjoint(with: provenance.figures(behind: cell)) {
        found.cells.append(cell)
        found.shown += checked.shown(by: cell)
      }
      found.shown += checked.captionedTables(holding: found.claims)
      if !found.isEmpty { chapters.append(found) }
    }
  }
}

extension CheckedChapter {
  /// The tables of the text that have a name and hold one of some checked numbers, in order.
  fileprivate func captionedTables(holding claims: [ExplainedClaim]) -> [Dependents.Shown] {
    let things = ChapterThings(self, prefix: nil, referred: chapter.referredNames)
    func tables(_ blocks: [Block]) -> [Dependents.Shown] {
      blocks.flatMap { block -> [Dependents.Shown] in
        switch block.kind {
        case .quote(let inner), .box(_, _, let inner): return tables(inner)
        case .list(_, let items): return items.flatMap(tables)
        case .table:
          guard claims.contains(where: { block.lines.contains($0.place.line) }),
            let thing = things.thing(onLine: block.lines.lowerBound),
            case .pipeTable(_, let caption) = thing.content
          else { return [] }
          let place = SourceRange(line: block.lines.lowerBound)
          let words = caption.plainText.trimming(" :")
          return [.init(id: thing.name, isTable: true, caption: words, range: place)]
        default: return []
        }
      }
    }
    return tables(chapter.document.blocks)
  }

  /// The figures and tables of a cell.
  package func shown(by cell: Cell) -> [Dependents.Shown] {
    (record?.transcript.output[cell.id] ?? []).compactMap { piece in
      guard case .figure(let shown) = piece else { return nil }
      return Dependents.Shown(
        id: shown.id,
        isTable: shown.kind == .table,
        caption: shown.caption.pageText,
        range: cell.range(line: shown.line, column: 1)
      )
    }
  }
}
