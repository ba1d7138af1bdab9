import Foundation
import Literate

/// A checked book as one JSON object.
struct ReportJSON: Encodable {
  let version = 1
  let diagnostics: [Item]
  let claims: Claims
  let numbers: Numbers
  let chapters: [Chapter]
  /// Each id of the lecture that has a place, with its places: `Chapters/01-batch-size.md:57`.
  let coverage: [String: [String]]?
  /// The ids that the book owes something, with what it is; an error only in a book that says `complete: true`.
  let coverageGaps: [String: String]?
  /// By kind of entry (`claim`, `equation` …): how many ids there are, and how many in each state.
  let coverageTotals: [String: [String: Int]]?

  /// With `--numbers`: every number of the book with its owner, in order.
  let numbersList: [NumberList.Item]?

  struct Item: Encodable {
    let file: String
    let line: Int
    let column: Int
    let severity: String
    let id: String
    let message: String
    let help: String?
  }

  struct Claims: Encodable {
    let total: Int
    let holds: Int
    let disputed: Int
    let failed: Int
    let arithmetic: Int

    init(_ tally: CheckedChapter.Tally) {
      total = tally.total
      holds = tally.holds
      disputed = tally.disputed
      failed = tally.failed
      arithmetic = tally.arithmetic
    }
  }

  struct Numbers: Encodable {
    let owned: Int
    let plain: Int
    let exempt: Int
    let unowned: Int

    init(_ count: OwnedNumbers.Count) {
      owned = count.owned
      plain = count.plain
      exempt = count.exempt
      unowned = count.unowned
    }
  }

  struct Chapter: Encodable {
    let file: String
    let title: String
    let claims: Claims
    let numbers: Numbers
    let cells: Cells

    struct Cells: Encodable {
      let total: Int
      let ran: Int
      let cached: Int
    }
  }

  init(_ report: BookReport, coverage: Bool, numbers lists: Bool = false) {
    let directory = FileManager.default.currentDirectoryPath
    diagnostics = report.diagnostics.map {
      Item(
        file: Diagnostic.shortened($0.file, relativeTo: directory),
        line: $0.range.start.line,
        column: $0.range.start.column,
        severity: $0.severity.rawValue,
        id: $0.id,
        message: $0.message,
        help: $0.help
      )
    }
    chapters = report.chapters.map { checked in
      let cells = checked.chapter.cells.count
      let done = checked.record == nil ? 0 : cells
      return Chapter(
        file: Diagnostic.shortened(checked.chapter.source.file, relativeTo: directory),
        title: checked.chapter.title,
        claims: Claims(checked.tally),
        numbers: Numbers(checked.numbers),
        cells: Chapter.Cells(
          total: cells,
          ran: checked.isFromCache ? 0 : done,
          cached: checked.isFromCache ? done : 0
        )
      )
    }
    claims = Claims(report.tally)
    numbers = Numbers(report.numbers)
    numbersList = lists ? NumberList.items(report) : nil
    let places = coverage ? report.coverage : nil
    self.coverage = places.map(CoveragePlaces.texts)
    coverageGaps = places.map { places in
      Dictionary(places.gaps.map { ($0.id, $0.what) }, uniquingKeysWith: { first, _ in first })
    }
    coverageTotals = places.map(CoveragePlaces.totals)
  }

  var text: String {
    get throws { try JSONText.of(self) }
  }
}
