import CellRuntime

/// Checks what only the whole book can tell: cross references, and names of figures that stand twice.
enum BookReferences {
  static func problems(in chapters: [CheckedChapter]) -> [Diagnostic] {
    var owners: [String: String] = [:]
    var figures: [String: String] = [:]
    var diagnostics: [Diagnostic] = []
    for checked in chapters {
      for name in BookPages.names(in: checked) { owners[name] = checked.chapter.stem }
      diagnostics += sharedFigures(checked, &figures)
    }
    // A chapter that did not run has not shown its figures: their names are not known to be wrong.
    let isComplete = chapters.allSatisfy { $0.record != nil }
    for checked in chapters where isComplete {
      for link in checked.chapter.links where link.scheme == .ref && owners[link.target] == nil {
        diagnostics.append(
          checked.chapter.source.diagnostic(
            .error,
            SourceRange(link.targetPosition, length: link.target.count),
            id: "link",
            "nothing in the book is named '\(link.target)'"
              + Spelling.suggestion(for: link.target, among: owners.keys),
            help: "link to the id of a cell, figure or heading"
          )
        )
      }
    }
    return diagnostics
  }

  // Figures whose name is taken, in their chapter or by a figure of an earlier one; adds this chapter's own.
  private static func sharedFigures(
    _ checked: CheckedChapter,
    _ owners: inout [String: String]
  ) -> [Diagnostic] {
    var seen: Set<String> = Set(checked.chapter.cells.map(\.id))
    var diagnostics: [Diagnostic] = []
    for cell in checked.chapter.cells {
      for case .figure(let shown) in checked.record?.transcript.output[cell.id] ?? [] {
        let isNew = seen.insert(shown.id).inserted
        let owner = owners[shown.id]
        owners[shown.id] = owner ?? checked.chapter.stem
        guard !isNew || owner != nil else { continue }
        let place = owner.map { $0 == checked.chapter.stem ? "this chapter" : "\($0).md" }
        diagnostics.append(
          checked.chapter.source.diagnostic(
            .error,
            cell.range(line: shown.line, column: 1),
            id: "figure-id",
            "the id '\(shown.id)' is already taken in \(place ?? "this chapter")",
            help: "give one of them another id: ids are unique in the book"
          )
        )
      }
    }
    return diagnostics
  }
}
