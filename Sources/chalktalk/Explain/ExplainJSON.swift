import Foundation
import Literate
import Quantities

/// An answer of `explain` as one JSON object.
///
/// `question`, and by what was asked for: `lecture` (the entry of an id), `claims`, `cell`, `figures` with
/// `moves`, the chapters in which something rests on them, or `untraced`, the value of a constant without a source.
/// Places are as in the report of `check`.
struct ExplainJSON: Encodable {
  let version = 1
  let question: String
  var lecture: Lecture?
  var claims: [Claim]?
  var cell: Cell?
  var figures: [Figure]?
  var moves: [Moves]?
  var untraced: Untraced?

  struct Untraced: Encodable {
    let name: String
    let value: String?
  }

  struct Lecture: Encodable {
    let id: String
    let time: String?
    let speaker: String?
    let claim: String?

    init(_ entry: LectureClaims.Entry) {
      (id, time, speaker, claim) = (entry.id, entry.time, entry.speaker, entry.claim)
    }
  }

  struct Claim: Encodable {
    let file: String
    let line: Int
    let column: Int
    /// `claim`, `value` or `given`.
    let kind: String
    let text: String
    let sentence: String
    let expression: String
    /// Ten significant digits with the unit of the text.
    let value: String?
    let tolerance: String?
    /// The computed values that the text allows: the lowest and the highest.
    let allowed: [String]?
    let verdict: String
    let lecture: Lecture?
    let names: [Name]
    let figures: [Figure]

    struct Name: Encodable {
      let name: String
      let cell: String
      let line: Int
      let code: String
    }
  }

  struct Figure: Encodable {
    let value: String
    let name: String?
    let source: String
    let title: String
    let location: String?
    let date: String
    let convention: String
    let others: [Figure]
  }

  struct Cell: Encodable {
    let id: String
    let file: String
    let line: Int
    let needs: [String]
    let shows: [Shown]
    let figures: [Figure]
  }

  struct Shown: Encodable {
    let id: String
    /// `figure` or `table`.
    let kind: String
    let caption: String
    let line: Int
  }

  struct Moves: Encodable {
    let file: String
    let claims: [Claim]
    let cells: [String]
    let shows: [Shown]
  }

  init(
    _ answer: ExplainQuestion.Answer,
    to question: String,
    _ report: BookReport,
    _ names: FigureNames
  ) {
    self.question = question
    let form = Form(names: names)
    switch answer {
    case .claims(let claims, let entry):
      lecture = entry.map(Lecture.init)
      self.claims = claims.map(form.claim)
    case .untraced(let constant): untraced = Untraced(name: constant.name, value: constant.value)
    case .cell(let cell, let checked): self.cell = form.cell(cell, checked)
    case .figures(let figures, let dependents):
      self.figures = figures.map(form.figure)
      moves = dependents.chapters.map { part in
        Moves(
          file: form.file(part.chapter),
          claims: part.claims.map(form.claim),
          cells: part.cells.map(\.id),
          shows: part.shown.map(form.shown)
        )
      }
    }
  }

  var text: String {
    get throws { try JSONText.of(self) }
  }

  // MARK: -

  private struct Form {
    let names: FigureNames
    let directory = FileManager.default.currentDirectoryPath

    func file(_ chapter: Chapter) -> String {
      Diagnostic.shortened(chapter.source.file, relativeTo: directory)
    }

    func claim(_ claim: ExplainedClaim) -> Claim {
      Claim(
        file: file(claim.chapter),
        line: claim.place.line,
        column: claim.place.column,
        kind: claim.claim.link.scheme.rawValue,
        text: claim.claim.text,
        sentence: claim.sentence,
        expression: claim.claim.link.target,
        value: claim.value,
        tolerance: claim.tolerance,
        allowed: claim.allowed.map { [$0.low, $0.high] },
        verdict: claim.verdict,
        lecture: claim.lecture.map(Lecture.init),
        names: claim.names.map {
          Claim.Name(name: $0.name, cell: $0.cell, line: $0.line, code: $0.code)
        },
        figures: claim.figures.map(figure)
      )
    }

    func figure(_ figure: TracedFigure) -> Figure {
      Figure(
        value: figure.value,
        name: names[figure],
        source: figure.key,
        title: figure.title,
        location: figure.location,
        date: figure.date,
        convention: figure.convention,
        others: figure.others.map(self.figure)
      )
    }

    func shown(_ shown: Dependents.Shown) -> Shown {
      Shown(
        id: shown.id,
        kind: shown.isTable ? "table" : "figure",
        caption: shown.caption,
        line: shown.range.start.line
      )
    }

    func cell(_ cell: Literate.Cell, _ checked: CheckedChapter) -> Cell {
      let provenance = Provenance(checked)
      return Cell(
        id: cell.id,
        file: file(checked.chapter),
        line: cell.fence.start.line,
        needs: provenance.cells(behind: cell).map(\.id),
        shows: checked.shown(by: cell).map(shown),
        figures: provenance.figures(behind: cell).map(figure)
      )
    }
  }
}
