import Foundation
import Literate

/// A checked book as one JSON object: `ReportSchema` describes it, and changes with it.
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

  /// The links to other hosts in the order of their addresses, each with its places.
  let links: [LinkPlaces]?
  /// With `--numbers`: every number of the book with its owner, in order.
  let numbersList: [NumberList.Item]?

  struct Item: Encodable {
    let file: String
    let line: Int
    let column: Int
    /// Behind the last character of the place, which lies on one line.
    let endColumn: Int
    let severity: String
    let id: String
    let message: String
    let details: [String]?
    let help: String?
    let notes: [Note]?
    let fix: Edit?

    struct Note: Encodable {
      let file: String
      let line: Int
      let column: Int
      let endColumn: Int
      let message: String
    }

    /// What `--fix` (`computed`) or `--fix-claims` (`stated`) would write, or the nearest name (`suggested`).
    struct Edit: Encodable {
      let kind: String
      let line: Int
      let column: Int
      let endLine: Int
      let endColumn: Int
      let text: String

      init?(_ fix: Diagnostic.Fix?) {
        switch fix {
        case .computed(let edit): self.init("computed", edit)
        case .stated(let edit): self.init("stated", edit)
        case .suggested(let edit): self.init("suggested", edit)
        case .leave, nil: return nil
        }
      }

      private init(_ kind: String, _ edit: SourceEdit) {
        self.kind = kind
        line = edit.start.line
        column = edit.start.column
        endLine = edit.end.line
        endColumn = edit.end.column
        text = edit.text
      }
    }

    init(_ diagnostic: Diagnostic, relativeTo directory: String) {
      file = Diagnostic.shortened(diagnostic.file, relativeTo: directory)
      line = diagnostic.range.start.line
      column = diagnostic.range.start.column
      endColumn = column + diagnostic.range.length
      severity = diagnostic.severity.rawValue
      id = diagnostic.id
      message = diagnostic.message
      details = diagnostic.details.isEmpty ? nil : diagnostic.details
      help = diagnostic.help
      let notes = diagnostic.notes.map { note in
        Note(
          file: Diagnostic.shortened(note.file, relativeTo: directory),
          line: note.range.start.line,
          column: note.range.start.column,
          endColumn: note.range.start.column + note.range.length,
          message: note.message
        )
      }
      self.notes = notes.isEmpty ? nil : notes
      fix = Edit(diagnostic.fix)
    }
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
    /// Whether the record of its program was found, and why not; nil for a chapter that was not to be run.
    let cache: Cache?

    struct Cache: Encodable {
      /// `hit` or `miss`.
      let result: String
      let reason: String
    }

    struct Cells: Encodable {
      let total: Int
      let ran: Int
      let cached: Int
    }
  }

  init(
    _ report: BookReport,
    coverage: Bool,
    links: Bool = false,
    numbers lists: Bool = false
  ) {
    let directory = FileManager.default.currentDirectoryPath
    diagnostics = report.diagnostics.map { Item($0, relativeTo: directory) }
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
        ),
        cache: checked.cache.map {
          Chapter.Cache(result: $0.isHit ? "hit" : "miss", reason: $0.reason)
        }
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
    self.links = links ? LinkPlaces.all(report) : nil
  }

  var text: String {
    get throws { try JSONText.of(self) }
  }
}
