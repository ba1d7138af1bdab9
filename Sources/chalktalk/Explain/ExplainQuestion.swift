import ArgumentParser
import Literate
import Quantities

/// Finds what the words after `explain` mean.
struct ExplainQuestion {
  private let what: String
  private let report: BookReport
  private let builder: BookBuilder

  init(_ what: String, of report: BookReport, by builder: BookBuilder) {
    self.what = what
    self.report = report
    self.builder = builder
  }

  enum Answer {
    /// Checked numbers; `entry` is the lecture's own words for those of one id.
    case claims([ExplainedClaim], entry: LectureClaims.Entry?)
    case cell(Cell, of: CheckedChapter)
    /// Figures of the catalogue and all that rests on them.
    case figures([TracedFigure], Dependents)
    /// A constant of the libraries without a source, and its value: what rests on it is not known.
    case untraced(LibraryConstant)
  }

  /// What was asked for.
  ///
  /// - Throws: A usage error that says what can be asked, with the nearest spelling.
  func answer() async throws -> Answer {
    if let entry = report.book.lectureClaims.entries[what] {
      return .claims(claims { $0.options.id == what }, entry: entry)
    }
    if let place = Place(what) { return try answer(at: place) }
    for checked in report.chapters {
      for cell in checked.chapter.cells
      where cell.id == what || checked.shown(by: cell).contains(where: { $0.id == what }) {
        return .cell(cell, of: checked)
      }
    }
    let claims = claims { $0.options.id == what || $0.link.target == what }
    if !claims.isEmpty, claims.contains(where: { $0.claim.link.scheme != .given }) {
      return .claims(claims, entry: nil)
    }
    if let file = try? report.book.file(ofChapter: what) {
      let chapter = report.chapters.filter { $0.chapter.source.file == file }
      return .claims(chapter.flatMap { $0.explained(in: report.book) }, entry: nil)
    }
    return try await figures()
  }

  private func claims(where isMeant: (Claim) -> Bool) -> [ExplainedClaim] {
    report.chapters.flatMap { checked in
      checked.claims.contains(where: isMeant)
        ? checked.explained(in: report.book).filter { isMeant($0.claim) } : []
    }
  }

  // MARK: - A place

  /// `1:57`, `01-batch-size.md:57:12`.
  private struct Place {
    var chapter: String
    var line: Int
    var column: Int?

    init?(_ text: String) {
      guard let match = text.wholeMatch(of: /(.+?):(\d+)(?::(\d+))?/), let line = Int(match.2)
      else { return nil }
      (chapter, self.line) = (String(match.1), line)
      column = match.3.flatMap { Int($0) }
    }
  }

  private func answer(at place: Place) throws -> Answer {
    let file = try report.book.file(ofChapter: place.chapter)
    guard let checked = report.chapters.first(where: { $0.chapter.source.file == file }) else {
      throw ValidationError("\(place.chapter) cannot be read; 'chalktalk check' says why")
    }
    let claims = checked.explained(in: report.book)
    let onLine = claims.filter { $0.place.line == place.line }
    if let column = place.column {
      let range = { (claim: ExplainedClaim) in
        claim.place.column..<claim.place.column + claim.claim.link.textRange.length
      }
      if let exact = onLine.first(where: { range($0).contains(column) }) {
        return .claims([exact], entry: nil)
      }
    } else if !onLine.isEmpty {
      return .claims(onLine, entry: nil)
    }
    for cell in checked.chapter.cells
    where (cell.fence.start.line...cell.lastLine).contains(place.line) {
      return .cell(cell, of: checked)
    }
    let lines = onLine.isEmpty ? claims.map(\.place.line) : []
    let nearest = lines.min { abs($0 - place.line) < abs($1 - place.line) }
    let hint =
      onLine.isEmpty
      ? nearest.map { "; the nearest checked number is on line \($0)" } ?? ""
      : "; on this line they are at column "
        + onLine.map { "\($0.place.column)" }.joined(separator: ", ")
    throw ValidationError("nothing is checked at '\(what)'\(hint)")
  }

  // MARK: - The catalogue

  private func figures() async throws -> Answer {
    let figures: [TracedFigure]
    do {
      figures = try await builder.figures(of: what)
    } catch BookBuilder.ExpressionProblem.wrong(let problem) {
      let hint = Spelling.suggestion(for: what, among: names + (try await catalogue()))
      throw ValidationError(
        "nothing here is called '\(what)'\(hint)\nAs an expression: \(problem)\n"
          + "Ask for a claim's id (C027), a place (1:57), the id of a cell or figure, "
          + "or a figure of the catalogue (Chip.h100.memory); 'chalktalk explain --list' has all names"
      )
    }
    guard !figures.isEmpty else {
      if let constant = try await builder.constants().first(where: { $0.name == what }) {
        return .untraced(constant)
      }
      throw ValidationError("'\(what)' holds no figure of the catalogue and is computed from none")
    }
    return .figures(figures, Dependents(on: Set(figures), in: report))
  }

  private func catalogue() async throws -> [String] {
    try await builder.figureNames(in: report).named.map(\.name) + builder.constantNames()
  }

  /// What has a name in the book: ids of the lecture, of cells and figures, and expressions.
  private var names: [String] {
    let things = report.chapters.flatMap { checked in
      checked.chapter.cells.flatMap { [$0.id] + checked.shown(by: $0).map(\.id) }
    }
    return report.book.lectureClaims.ids + things
      + report.chapters.flatMap { $0.claims.map(\.link.target) }
  }
}

extension Cell {
  /// The line of its last character.
  var lastLine: Int {
    firstLine + code.split(separator: "\n", omittingEmptySubsequences: false).count - 1
  }
}
