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
    /// Where its result is reported.
    let index: Int
    /// Characters before it in the cell.
    let offset: Int
  }

  let assignments: [Assignment]
  /// The author's code.
  private let code: String
  private let probes: [FormulaProbe]
  /// The calls among the operands, by the place of each.
  let calls: [Int: FormulaCall]

  /// The calls, in the order of the code.
  var sortedCalls: [FormulaCall] { calls.sorted { $0.key < $1.key }.map(\.value) }

  /// Reads the code of a cell.
  package init(_ code: String) throws(ComputedFormulaError) {
    var parser = SwiftExpressionParser(code)
    assignments = try parser.assignments()
    self.code = code
    probes = parser.probes
    calls = parser.calls
  }

  /// The code that runs: the author's, which reports each value as it is read, and then the results.
  ///
  /// - Parameter library: Formulas of members that are evaluated on the same receivers.
  /// - Returns: The cell's lines, and one more.
  package func tracedCode(_ library: LibraryFormulas = .init()) -> String {
    let results = assignments.map { "CellRuntime.traced(\($0.index), \($0.name))" }
    let traced = FormulaProbe.apply(allProbes(library), to: code)
    return traced + "\n" + results.joined(separator: "; ") + "\n"
  }

  /// The column in the author's code of a column in the code that runs.
  package func column(_ column: Int, onLine line: Int, _ library: LibraryFormulas = .init()) -> Int
  {
    FormulaProbe.column(column, onLine: line, of: code, allProbes(library))
  }

  /// The probes, those of members that the library has a formula for with the receiver.
  private func allProbes(_ library: LibraryFormulas) -> [FormulaProbe] {
    var members: [String: FormulaProbe] = [:]
    for operand in assignments.flatMap(\.expression.operands) {
      guard let call = calls[operand.index], library.mayBe(call) else { continue }
      let opening = "CellRuntime.traced(\(operand.index), "
      members[opening] = FormulaProbe(
        start: operand.offset,
        end: operand.offset + operand.source.count,
        opening: "CellRuntime.tracedMember(\(operand.index), ",
        closing: ", \"\(call.member)\", of: \(call.receiver))"
      )
    }
    return probes.map { members[$0.opening] ?? $0 }
  }

  /// The formulas with their values.
  ///
  /// - Parameters:
  ///   - traces: What the cell's code reported, in order.
  ///   - names: LaTeX by Swift name, from the book.
  /// - Returns: Lines to be laid out; nil where the cell did not reach its end.
  /// - Throws: What a formula would not show as it was, and where.
  package func typeset(
    _ traces: [FormulaTrace],
    names: FormulaNames
  ) throws(ComputedFormulaError) -> TypesetFormula? {
    guard let last = assignments.last, traces.contains(where: { $0.index == last.index }) else {
      return nil
    }
    // Results are reported behind the cell's last line.
    let results = Set(assignments.map(\.index))
    let values = Dictionary(
      traces.filter { results.contains($0.index) }.map { ($0.index, $0.value) },
      uniquingKeysWith: { $1 }
    )
    let start = FormulaReplay(traces.filter { !results.contains($0.index) })
    // What stands in several lines of a cell has the same digits in each.
    var (replay, digits) = (start, 0)
    for assignment in assignments {
      guard let value = values[assignment.index] ?? nil else {
        throw ComputedFormulaError(
          message: "'\(assignment.name)' is no number, quantity or property",
          help: "a formula shows what is computed with numbers",
          offset: assignment.offset,
          length: 3
        )
      }
      try names.checkDistinct(assignment.expression.operands)
      digits = max(digits, Self.digits(for: assignment, value, replay, names))
      _ = try Self.line(assignment, value, &replay, names, digits: digits)
    }
    replay = start
    var lines: [TypesetFormula.Line] = []
    for assignment in assignments {
      guard let value = values[assignment.index] ?? nil else { continue }
      lines.append(try Self.line(assignment, value, &replay, names, digits: digits))
    }
    let called = Set(traces.filter { $0.index >= 0 }.compactMap(\.formula)).sorted()
    return TypesetFormula(lines: lines, called: called)
  }

  private static func line(
    _ assignment: Assignment,
    _ value: RecordedValue,
    _ replay: inout FormulaReplay,
    _ names: FormulaNames,
    digits: Int
  ) throws(ComputedFormulaError) -> TypesetFormula.Line {
    let (offset, known) = (assignment.offset, replay.known)
    let result = names.piece(value, of: [assignment.name])
    let isWhole = value.isWhole
    var numbers = FormulaWriter(names, known, at: offset, replay: replay)
    numbers.digits = digits
    let numeric = try numbers.write(assignment.expression, whole: isWhole)
    if let next = numbers.replay { replay = next }
    guard let shown = numeric.value, let had = result.value, shown.agrees(with: had) else {
      throw numbers.problem(
        "'\(assignment.name)' is \(result.value ?? .nan), and what a formula would show makes "
          + "\(numeric.value ?? .nan)",
        help: "an operator or a function here may be the book's own: compute it in another cell"
      )
    }
    var symbols = FormulaWriter(names, known, at: offset)
    let symbolic = try symbols.write(assignment.expression, whole: isWhole)
    let left = names.latex(name: assignment.name)
    // A quotient may be named as what it is, D_PT/N: then that is not said twice.
    var steps = symbolic.latex == left ? [] : [symbolic.bracketed(upTo: .relation, but: .choice)]
    if numeric.latex != result.latex, numeric.latex != symbolic.latex {
      steps.append(numeric.bracketed(upTo: .relation))
    }
    if steps.last != result.latex { steps.append(result.latex) }
    var nodes: [FormulaNode] = []
    for step in [left] + steps { nodes.append(try node(step, offset)) }
    var reasons: [FormulaNode] = []
    for reason in numbers.reasons { reasons.append(try node(reason, offset)) }
    return .init(
      left: nodes[0],
      steps: Array(nodes.dropFirst()),
      reasons: reasons,
      symbols: [nodes[0], try node(symbolic.latex, offset)]
    )
  }

  /// How many digits values need for a reader who computes with them to arrive at the result that is shown: three if
  /// that is enough, and where not even six are.
  private static func digits(
    for assignment: Assignment,
    _ value: RecordedValue,
    _ replay: FormulaReplay,
    _ names: FormulaNames
  ) -> Int {
    let (fewest, most) = (3, 6)
    guard case .scalar(let quantity, let isWhole) = value.content else { return fewest }
    let shown = FormulaNames.piece(value).latex
    for digits in fewest...most {
      var reader = FormulaWriter(names, replay.known, at: assignment.offset, replay: replay)
      (reader.digits, reader.takesShown) = (digits, true)
      // What goes wrong with rounded values only, such as a remainder of something negative, is no result.
      guard
        let found = try? reader.write(assignment.expression, whole: value.isWhole).value
      else { continue }
      var result = value
      result.content = .scalar(
        Quantity(baseValue: found, dimensions: quantity.dimensions),
        isWhole: isWhole
      )
      if FormulaNames.piece(result).latex == shown { return digits }
    }
    return fewest
  }

  private static func node(
    _ latex: String,
    _ offset: Int
  ) throws(ComputedFormulaError) -> FormulaNode {
    do {
      return try Formula(parsing: latex).root
    } catch {
      throw ComputedFormulaError(
        message: "the formula \(latex) cannot be set: \(error)",
        help: error.help,
        offset: offset,
        length: 1
      )
    }
  }
}

extension FormulaPiece {
  /// Cases as a whole right side need no brackets; properties do, beside an equals sign.
  fileprivate func bracketed(upTo binding: Binding, but free: Binding) -> String {
    self.binding == free ? latex : bracketed(upTo: binding)
  }
}
