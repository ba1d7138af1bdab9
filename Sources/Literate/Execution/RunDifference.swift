import CellRuntime
import Foundation
import Quantities

/// The first thing that two runs of one program do not both say.
package struct RunDifference: Sendable, Equatable {
  /// Where: a cell or a link's expression; nil when the whole program is meant.
  package let place: Program.Piece?
  /// What the runs say.
  package let words: String

  /// Compares in the order of the program: what cells print and show, their formulas, then claims.
  ///
  /// - Parameters:
  ///   - old: The record.
  ///   - new: The new run.
  ///   - program: What ran both times.
  init(from old: RunRecord, to new: RunRecord, in program: Program) {
    for cell in program.cells {
      let pieces = [new, old].map { $0.transcript.output[cell.id] ?? [] }
      if let words = Self.difference(pieces[0], pieces[1]) {
        place = .cell(cell.id, line: 1, column: 1)
        self.words = "cell '\(cell.id)' \(words)"
        return
      }
    }
    let (now, before) = (new.transcript.values, old.transcript.values)
    if let slot = Set(now.keys).union(before.keys).sorted().first(where: { now[$0] != before[$0] })
    {
      let values = [now[slot], before[slot]].map { $0.map(Self.words) ?? "missing" }
      let cell = program.cells.first { slot < 0 && -slot / 1000 == $0.number }
      place = cell.map { .cell($0.id, line: 1, column: 1) } ?? .slot(slot, column: nil)
      words =
        values[0] == values[1]
        ? "\(values[0]) now, and something of it that is not printed is another in the record"
        : "\(values[0]) now, \(values[1]) in the record"
      return
    }
    place = (new.stop ?? old.stop)?.cell.map { .cell($0, line: 1, column: 1) }
    let stops = [new, old].map { $0.stop?.reason.message ?? "nothing" }
    words =
      stops[0] == stops[1]
      ? "the way in which the program stops"
      : "the program stops with '\(stops[0])', the record has '\(stops[1])'"
  }

  /// The first message of the compiler that is another one; nil if all are the same.
  ///
  /// - Parameters:
  ///   - old: The record.
  ///   - new: The new compile.
  ///   - program: What was compiled both times, with the cell last that it was about.
  init?(from old: [CompilerMessage], to new: [CompilerMessage], in program: Program) {
    guard old != new else { return nil }
    let index = zip(old, new).prefix { $0 == $1 }.count
    let texts = [new, old].map { index < $0.count ? "'\($0[index].text)'" : "nothing" }
    place = program.cells.last.map { .cell($0.id, line: 1, column: 1) }
    words =
      texts[0] == texts[1]
      ? "the compiler says \(texts[0]) at another place than in the record"
      : "the compiler says \(texts[0]), the record has \(texts[1])"
  }

  /// The first constant of a slow cell that is another one; nil if they are the same.
  init?(from old: [KeptConstant], to new: [KeptConstant], of cell: Cell) {
    guard let constant = new.first(where: { !old.contains($0) }) else { return nil }
    let before = old.first { $0.name == constant.name }?.json ?? "nothing"
    place = .cell(cell.id, line: 1, column: 1)
    words =
      "'\(constant.name)' of cell '\(cell.id)' is \(constant.json.prefix(80)), "
      + "the record has \(before.prefix(80))"
  }

  private static func difference(
    _ new: [Transcript.Piece],
    _ old: [Transcript.Piece]
  ) -> String? {
    let texts = [new, old].map { pieces in
      pieces.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        .split(separator: "\n", omittingEmptySubsequences: false)
    }
    if texts[0] != texts[1] {
      let line = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
      let lines = texts.map { line < $0.count ? "'\($0[line])'" : "nothing" }
      return "prints \(lines[0]) on line \(line + 1), the record has \(lines[1])"
    }
    let figures = [new, old].map { pieces in
      pieces.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }
    guard figures[0].count == figures[1].count else { return "shows other figures" }
    let other = zip(figures[0], figures[1]).first { new, old in
      (try? RecordCoding.bytes(of: new)) != (try? RecordCoding.bytes(of: old))
    }
    return other.map { "shows '\($0.0.id)' with other content" }
  }

  private static func words(_ value: RecordedValue) -> String {
    switch value.content {
    case .flag(let flag): "\(flag)"
    case .scalar(let quantity, _): quantity.formatted(.exact)
    case .range(let low, let high):
      "\(low.formatted(.exact)) to \(high.formatted(.exact))"
    }
  }
}
