import Foundation
import Literate
import Quantities

/// An answer of `explain` for the terminal.
struct ExplainText {
  private let answer: ExplainQuestion.Answer
  private let report: BookReport
  private let names: FigureNames
  private let directory = FileManager.default.currentDirectoryPath

  init(_ answer: ExplainQuestion.Answer, _ report: BookReport, _ names: FigureNames) {
    self.answer = answer
    self.report = report
    self.names = names
  }

  var text: String {
    switch answer {
    case .claims(let claims, let entry):
      (entry.map(head) ?? "") + claims.map(text).joined(separator: "\n")
    case .cell(let cell, let checked): text(cell, checked)
    case .figures(let figures, let dependents): text(figures) + "\n" + text(dependents)
    case .untraced(let constant):
      """
      \(constant.name) \(constant.value.map { "is \($0)" } ?? "holds numbers")
        \(Self.padded("source"))none: it is a constant without one
        \(Self.padded("moves"))not known: what rests on it is not traced

      """
    }
  }

  private func place(_ chapter: Chapter, _ position: SourcePosition) -> String {
    let file = Diagnostic.shortened(chapter.source.file, relativeTo: directory)
    return "\(file):\(position.line):\(position.column)"
  }

  // MARK: - Claims

  private func head(_ entry: LectureClaims.Entry) -> String {
    var lines = [
      ([entry.id, entry.time, entry.speaker].compactMap(\.self)).joined(separator: ", ")
    ]
    if let claim = entry.claim { lines[0] += ": \(claim)" }
    if let numbers = entry.numbers { lines.append("  numbers     \(numbers)") }
    if let verdict = entry.verdict { lines.append("  finding     \(verdict)") }
    if let places = report.coverage.places[entry.id] {
      let places = places.map {
        "\(Diagnostic.shortened($0.file, relativeTo: directory)):\($0.line)"
      }
      lines.append("  places      \(places.joined(separator: ", "))")
    } else {
      lines.append("  places      none: the book does not come to it")
    }
    if let reason = entry.unchecked { lines.append("  not checked \(reason)") }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  private func text(_ claim: ExplainedClaim) -> String {
    var rows = [("sentence", claim.sentence), ("expression", claim.claim.link.target)]
    rows.append(("value", claim.value ?? "none: its cell failed"))
    if let allowed = claim.allowed {
      let reason = claim.tolerance.map { " (\($0))" } ?? " (every written digit counts)"
      rows.append(
        (
          "allowed",
          allowed.low == allowed.high
            ? allowed.low + reason : "\(allowed.low) to \(allowed.high)\(reason)"
        )
      )
    }
    rows.append(("verdict", claim.verdict))
    if let entry = claim.lecture {
      let parts = [entry.id, entry.time, entry.speaker].compactMap(\.self)
      rows.append(("lecture", parts.joined(separator: ", ")))
    }
    for (index, name) in claim.names.enumerated() {
      rows.append(
        (
          index == 0 ? "names" : "",
          "\(name.name): line \(name.line), cell \(name.cell): \(name.code)"
        )
      )
    }
    let body = rows.map { "  " + Self.padded($0.0) + $0.1 + "\n" }.joined()
    return "\(place(claim.chapter, claim.place))  \(claim.claim.text)\n" + body
      + (claim.figures.isEmpty
        ? "  " + Self.padded("figures") + "none of the catalogue\n"
        : "  figures, each with its source\n" + table(claim.figures))
  }

  private static func padded(_ word: String) -> String {
    word + String(repeating: " ", count: max(1, 12 - word.count))
  }

  // MARK: - Figures of the catalogue

  /// One figure a line: value, name where the book has one, source, date, convention.
  private func table(_ figures: [TracedFigure]) -> String {
    let rows = figures.map { figure in
      ["    " + figure.value, names[figure] ?? "", figure.key, figure.date, figure.convention]
    }
    return AlignedColumns.text(rows, rightAligned: [])
  }

  private func text(_ figures: [TracedFigure]) -> String {
    figures.map { figure in
      var lines = [figure.value + (names[figure].map { "  \($0)" } ?? "")]
      lines.append("  " + Self.padded("source") + "\(figure.title) (\(figure.key))")
      if let location = figure.location { lines.append("  " + Self.padded("") + location) }
      lines.append("  " + Self.padded("date") + figure.date)
      lines.append("  " + Self.padded("counted") + figure.convention)
      for (index, other) in figure.others.enumerated() {
        let word = index == 0 ? "others" : ""
        lines.append(
          "  " + Self.padded(word)
            + "\(other.value): \(other.key), \(other.date), \(other.convention)"
        )
      }
      return lines.map { $0 + "\n" }.joined()
    }.joined()
  }

  private func text(_ cell: Cell, _ checked: CheckedChapter) -> String {
    let provenance = Provenance(checked)
    let needed = provenance.cells(behind: cell).map(\.id)
    let figures = provenance.figures(behind: cell)
    var text = "\(place(checked.chapter, cell.fence.start))  cell \(cell.id)\n"
    for shown in checked.shown(by: cell) {
      text += "  \(Self.padded(shown.isTable ? "table" : "figure"))\(shown.id): \(shown.caption)\n"
    }
    if !cell.isInProgram { text += "  compiled apart from the chapter's program\n" }
    text +=
      "  \(Self.padded("needs"))\(needed.isEmpty ? "no other cell" : needed.joined(separator: ", "))\n"
    text += figures.isEmpty ? "  \(Self.padded("figures"))none of the catalogue\n" : "  figures\n"
    return text + table(figures)
  }

  // MARK: - What moves

  private func text(_ dependents: Dependents) -> String {
    guard !dependents.chapters.isEmpty else { return "Nothing in the book rests on it.\n" }
    return dependents.chapters.map { part in
      let (claims, cells) = (part.claims.count, part.cells.count)
      let file = Diagnostic.shortened(part.chapter.source.file, relativeTo: directory)
      var text = "\(file): \(claims) checked number\(claims == 1 ? "" : "s"), "
      text += "\(cells) cell\(cells == 1 ? "" : "s"), \(part.shown.count) shown\n"
      for claim in part.claims {
        text += "  \(place(part.chapter, claim.place)): \(claim.claim.text): \(claim.sentence)\n"
      }
      if !part.cells.isEmpty {
        text += "  cells   \(part.cells.map(\.id).joined(separator: ", "))\n"
      }
      for shown in part.shown {
        text += "  \(shown.isTable ? "table " : "figure")  \(shown.id): \(shown.caption)\n"
      }
      return text
    }.joined(separator: "\n")
  }
}
