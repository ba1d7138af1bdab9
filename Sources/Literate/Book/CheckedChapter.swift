import CellRuntime

/// A chapter after its program has run and everything it states has been held against what came out.
package struct CheckedChapter: Sendable {
  package let chapter: Chapter
  /// nil when the program did not compile or did not reach its end.
  package var record: RunRecord?
  package var claims: [Claim]
  /// What came of the cells that are compiled apart, by cell id: what the page shows as their output.
  package var apart: [String: ApartCell.Outcome] = [:]
  package var numbers = OwnedNumbers.Count()
  package var diagnostics: [Diagnostic]
  package var isFromCache = false
  /// Why its record was found or not; nil for a chapter that was not to be run.
  package var cache: CacheReport?
  /// What it was run with besides its text and the book's settings; nil where another check may end otherwise.
  var circumstances: String?

  package init(_ chapter: Chapter) {
    self.chapter = chapter
    claims = chapter.claims
    diagnostics = chapter.diagnostics
  }

  /// Whether a check of the same text with the same settings would end like this one.
  func holds(for chapter: Chapter, _ circumstances: String?) -> Bool {
    circumstances != nil && circumstances == self.circumstances
      && chapter.source.text == self.chapter.source.text
  }

  /// The same chapter, as it is when its record is found.
  var found: CheckedChapter {
    var found = self
    found.isFromCache = true
    found.cache = CacheReport(isHit: true, reason: CacheReport.unchanged)
    return found
  }

  /// The formulas of a `formula` cell, with the values of its run; nil for other cells and before a run.
  func formula(
    of cell: Cell,
    names: FormulaNames
  ) throws(ComputedFormulaError) -> TypesetFormula? {
    guard let transcript = record?.transcript else { return nil }
    return try transcript.formula(of: cell, names: names)
  }

  /// Every number of the chapter with its owner.
  ///
  /// - Parameter references: The book's.
  /// - Returns: Them in the order of the file.
  package func numberUses(_ references: References) -> [NumberUse] {
    OwnedNumbers(self, references: references).uses.enumerated()
      .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
      .map(\.element)
  }

  /// The sources that cells of shown tables name, and where each table is shown.
  package var tableSources: [(key: String, place: SourceRange)] {
    chapter.cells.flatMap { cell in
      (record?.transcript.output[cell.id] ?? []).flatMap { piece -> [(String, SourceRange)] in
        guard case .figure(let shown) = piece, shown.kind == .table,
          case .table(let table) = shown.figure
        else {
          return []
        }
        return table.sourceKeys.map { ($0, cell.range(line: shown.line, column: 1)) }
      }
    }
  }

  /// The claims of a chapter by verdict.
  package struct Tally: Sendable, Equatable {
    package var holds = 0
    package var disputed = 0
    package var failed = 0
    /// Of those that hold or are disputed: lecture claims that rest on the talk's own figures alone.
    package var arithmetic = 0

    package var total: Int { holds + disputed + failed }

    static func + (left: Tally, right: Tally) -> Tally {
      Tally(
        holds: left.holds + right.holds,
        disputed: left.disputed + right.disputed,
        failed: left.failed + right.failed,
        arithmetic: left.arithmetic + right.arithmetic
      )
    }
  }

  package var tally: Tally {
    var tally = Tally()
    for claim in claims where claim.isClaim {
      switch claim.verdict {
      case .holds: tally.holds += 1
      case .disputed: tally.disputed += 1
      case .failed, .unresolved: tally.failed += 1
      }
      if claim.options.id != nil, !claim.dependsOnLibrary { tally.arithmetic += 1 }
    }
    return tally
  }
}
