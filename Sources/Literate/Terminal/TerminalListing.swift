import CellRuntime
import Quantities

/// A chapter's cells and outputs as lines of a terminal.
struct TerminalListing {
  let chapter: Chapter
  let record: RunRecord
  /// How names are written in formulas.
  let names: FormulaNames

  var head: String {
    let number = chapter.shownNumber.map { "\($0)  " } ?? ""
    let title = number + chapter.title
    return title + "\n" + String(repeating: "=", count: title.count) + "\n\n"
  }

  /// The code, indented by a bar, and below it what it printed and drew.
  func text(of cell: Cell) -> String {
    var text = ""
    if !cell.options.isHidden {
      text += "[\(cell.id)]\(note(on: cell))\n"
      for line in cell.code.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        text += line.isEmpty ? "  |\n" : "  | \(line)\n"
      }
    }
    if let formula = try? record.transcript.formula(of: cell, names: names) {
      text += formula.plainText.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    for piece in record.transcript.output[cell.id] ?? [] {
      switch piece {
      case .text(let printed): text += printed.hasSuffix("\n") ? printed : printed + "\n"
      case .figure(let shown):
        text += "\n\(shown.figure.terminalText())\n  \(shown.caption.plainText)\n"
      }
    }
    return text.isEmpty ? "" : text + "\n"
  }

  private func note(on cell: Cell) -> String {
    if cell.options.fails != nil { return " must not compile" }
    if cell.options.traps != nil { return " must stop" }
    return cell.options.isNotRun ? " compiled, not run" : ""
  }

  /// Each claim with its verdict.
  func verdicts() -> String {
    lines { claim, value in
      guard let statement = claim.statement else { return nil }
      switch Judge.verdict(statement, claim.options, against: value) {
      case .holds: return "holds     \(claim.text) = \(ClaimCard.unrounded(value, like: claim))"
      case .disputed:
        return "disputed  \(claim.text), computed \(ClaimCard.unrounded(value, like: claim))"
      case .failed(let message, _): return "FAILS     \(message)"
      case .unresolved: return "FAILS     \(claim.text): no value"
      }
    }
  }

  /// Each claim as the book has it beside what came out now; nothing is judged.
  func comparison() -> String {
    lines { claim, value in
      "book: \(claim.text), now \(ClaimCard.unrounded(value, like: claim))"
    }
  }

  private func lines(_ line: (Claim, RecordedValue) -> String?) -> String {
    let lines = chapter.claims.filter(\.isClaim).compactMap { claim -> String? in
      guard let value = record.transcript.values[claim.slot], let text = line(claim, value) else {
        return nil
      }
      return "\(claim.options.id ?? "    ")  \(text)\n"
    }
    return lines.isEmpty ? "" : "Claims\n------\n" + lines.joined()
  }
}
