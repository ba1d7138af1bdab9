package import CellRuntime
import Quantities

/// A `formula` cell: its assignments, shown as symbols, then numbers, then result.
///
/// The structure is that of the code, the values are those that the program had, and the symbols are the
/// book's. Nothing is typed twice, so a formula cannot say something else than what ran.
package struct ComputedFormula: Hashable, Sendable {
  /// One `let`.
  struct Assignment: Hashable, Sendable {
    let name: String
    let expression: SwiftExpression
    /// Its line in the cell, from 1.
    let line: Int
  }

  let assignments: [Assignment]

  /// Reads the code of a cell.
  package init(_ code: String) throws(ComputedFormulaError) {
    var parser = SwiftExpressionParser(code)
    assignments = try parser.assignments()
  }

  /// What is recorded once the cell has run, in order: the operands of each assignment, then its result.
  package var recorded: [(expression: String, line: Int)] {
    assignments.flatMap { assignment in
      assignment.expression.operands.map { ($0.source, assignment.line) }
        + [(assignment.name, assignment.line)]
    }
  }

  /// The formulas with their values, aligned on the equals signs.
  ///
  /// - Parameters:
  ///   - values: In the order of `recorded`.
  ///   - symbols: LaTeX by Swift name, from the book.
  /// - Returns: One display formula.
  /// - Throws: Where two operands of one assignment would look the same, or a symbol cannot be set.
  package func typeset(
    _ values: [RecordedValue],
    symbols: FormulaNames
  ) throws(ComputedFormulaError) -> Formula {
    var rest = values[...]
    var lines: [String] = []
    for assignment in assignments {
      let operands = assignment.expression.operands
      let own = rest.prefix(operands.count)
      rest = rest.dropFirst(operands.count)
      guard let result = rest.popFirst() else { break }
      try symbols.checkDistinct(operands)
      var names = zip(operands, own).map { operand, value in
        symbols.latex(operand) ?? FormulaNames.latex(value)
      }[...]
      var numbers = own.map(FormulaNames.latex)[...]
      let left = symbols.latex(name: assignment.name)
      let symbolic = assignment.expression.latex { names.popFirst() ?? "" }
      let numeric = assignment.expression.latex { numbers.popFirst() ?? "" }
      let value = FormulaNames.latex(result)
      // A quotient may be named as what it is, D_PT/N: then that is not said twice.
      var steps = symbolic == left ? [] : [symbolic]
      if numeric != value && numeric != symbolic { steps.append(numeric) }
      steps.append(value)
      lines += Self.rows(left, steps)
    }
    let source = "\\begin{aligned} " + lines.joined(separator: " \\\\ ") + " \\end{aligned}"
    do {
      return try Formula(parsing: source)
    } catch {
      throw ComputedFormulaError(
        message: "the formula \(source) cannot be set: \(error)",
        help: nil,
        offset: 0,
        length: 1
      )
    }
  }

  /// One row where it fits on a narrow page, else a row for each step.
  private static func rows(_ left: String, _ steps: [String]) -> [String] {
    let length = (try? Formula(parsing: ([left] + steps).joined(separator: "=")))?.plainText.count
    if (length ?? .max) <= 60 { return ["\(left) &= " + steps.joined(separator: " = ")] }
    return steps.enumerated().map { "\($0 == 0 ? left : "") &= \($1)" }
  }
}
