import CellRuntime
import Quantities

// Entries against what the library's members computed.

extension LibraryFormulas {
  /// Where an entry and the member that it stands for came to different values in a cell.
  func problems(with traces: [FormulaTrace], of cell: String) -> [Diagnostic] {
    guard let source else { return [] }
    var waiting: [Int: FormulaTrace] = [:]
    var diagnostics: [Diagnostic] = []
    for trace in traces where trace.index >= 0 {
      if trace.formula != nil {
        waiting[trace.index] = trace
        continue
      }
      guard let stated = waiting.removeValue(forKey: trace.index),
        let entry = entries.first(where: { $0.name == stated.formula }),
        !Self.agree(stated.value, trace.value)
      else { continue }
      let had = trace.value.map { FormulaNames.plain($0) } ?? "no number"
      let makes = stated.value.map { FormulaNames.plain($0) } ?? "no number"
      diagnostics.append(
        source.diagnostic(
          .error,
          entry.range,
          id: "formula",
          "in cell '\(cell)' \(entry.name) is \(had), and this formula makes \(makes)",
          help: "write what the library computes, or remove the entry"
        )
      )
    }
    return diagnostics
  }

  /// Entries that cannot be shown, and those that no formula cell reads: nothing holds them against the library.
  ///
  /// - Returns: Nothing while a chapter has not run.
  func problems(in chapters: [CheckedChapter], _ names: FormulaNames) -> [Diagnostic] {
    guard let source, chapters.allSatisfy({ $0.record != nil }) else { return [] }
    return unread(in: chapters, source)
      + entries.compactMap { entry -> Diagnostic? in
        do throws(ComputedFormulaError) {
          let known = Self.typedQuantities(of: entry.name, in: chapters)
          _ = try entry.formula(names, known)
          return nil
        } catch {
          var range = entry.range
          range.start.column += error.offset
          range.length = error.length
          return source.diagnostic(.error, range, id: "formula", error.message, help: error.help)
        }
      }
  }

  private func unread(in chapters: [CheckedChapter], _ source: SourceText) -> [Diagnostic] {
    let read = Set(
      chapters.flatMap { $0.record?.transcript.traces.values.flatMap(\.self) ?? [] }
        .compactMap(\.formula)
    )
    return entries.filter { !read.contains($0.name) }.map { entry in
      source.diagnostic(
        .error,
        entry.range,
        id: "formula",
        "no formula cell reads '\(entry.name)', so nothing checks this formula",
        help: "remove it, or show the member in a formula cell"
      )
    }
  }

  /// What typed quantities in an entry are, as the program reported them.
  static func typedQuantities(
    of name: String,
    in chapters: [CheckedChapter]
  ) -> [Int: RecordedValue] {
    var known: [Int: RecordedValue] = [:]
    for checked in chapters {
      for trace in checked.record?.transcript.traces.values.flatMap(\.self) ?? []
      where trace.formula == name && trace.index < 0 {
        known[-1 - trace.index] = trace.value
      }
    }
    return known
  }

  private static func agree(_ left: RecordedValue?, _ right: RecordedValue?) -> Bool {
    guard let left, let right else { return false }
    if case .scalar(let first, _) = left.content, case .scalar(let second, _) = right.content,
      first.dimensions != second.dimensions
    {
      return false
    }
    return left.number.agrees(with: right.number)
  }
}

extension LibraryFormulas.Entry {
  /// The entry as it is set: its symbol, and that this is the expression.
  func formula(
    _ names: FormulaNames,
    _ known: [Int: RecordedValue]
  ) throws(ComputedFormulaError) -> (symbol: FormulaNode, formula: TypesetFormula) {
    try names.checkDistinct(expression.operands)
    var writer = FormulaWriter(names, known, at: 0)
    writer.dividesReals = true
    let right = try writer.write(expression)
    let path = type.split(separator: ".").map(String.init) + [member]
    let left = names.latex(path) ?? member
    if expression.operands.contains(where: { names.piece($0)?.latex == left }) {
      throw writer.problem(
        "'\(name)' and a part of it would both be shown as \(left)",
        help: "give one of them another symbol in book.yml"
      )
    }
    do {
      let (left, right) = (try Formula(parsing: left).root, try Formula(parsing: right.latex).root)
      let line = TypesetFormula.Line(
        left: left,
        steps: [right],
        reasons: [],
        symbols: [left, right]
      )
      return (left, TypesetFormula(lines: [line]))
    } catch {
      throw writer.problem("the formula of '\(name)' cannot be set: \(error)", help: error.help)
    }
  }
}
