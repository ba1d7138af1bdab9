/// The formulas of a cell before they are laid out: each a name, and what it is equal to, step by step.
package struct TypesetFormula: Hashable, Sendable {
  struct Line: Hashable, Sendable {
    let left: FormulaNode
    let steps: [FormulaNode]
    /// Why the branches that were taken were taken.
    let reasons: [FormulaNode]
    /// The parts that consist of symbols.
    let symbols: [FormulaNode]
  }

  let lines: [Line]
  /// The entries of the book's formulas for what is called here, in order.
  var called: [String] = []

  /// Ems of the column in a window and on paper, and on a phone.
  static let (wide, narrow) = (30.0, 15.0)

  /// One row for each formula where it fits a terminal, else one for each step.
  package var plainText: String {
    lines.map { line in
      let steps = line.wordedSteps.map(\.plainText)
      let left = line.left.plainText
      let row = ([left] + steps).joined(separator: " = ")
      guard row.count > 60, steps.count > 1 else { return row }
      let margin = String(repeating: " ", count: left.count)
      return steps.enumerated().map { ($0 == 0 ? left : margin) + " = " + $1 }
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// All of it in one line.
  var sentence: String {
    lines.map { line in
      ([line.left] + line.wordedSteps).map(\.plainText).joined(separator: " = ")
    }.joined(separator: "; ")
  }

  /// The formulas aligned on their equals signs, for a window and for a phone if that needs more lines.
  package var mathML: String { mathML(wide: Self.wide, narrow: Self.narrow) }

  /// The same for columns of other widths, in ems.
  func mathML(wide: Double, narrow: Double) -> String {
    let (wide, narrow) = (table(within: wide), table(within: narrow))
    let alternative = sentence.htmlEscaped
    func element(_ table: FormulaNode, _ name: String?) -> String {
      let attribute = name.map { " class=\"\($0)\"" } ?? ""
      return "<math display=\"block\"\(attribute) alttext=\"\(alternative)\">\(table.mathML)</math>"
    }
    if wide == narrow { return element(wide, nil) }
    return element(wide, "in-wide") + element(narrow, "in-narrow")
  }

  /// The rows within a width.
  private func table(within width: Double) -> FormulaNode {
    // Long names on the left would leave the right side no room: they get rows of their own.
    let column = lines.map(\.left.width).max() ?? 0
    let isOver = column > width * 0.3 && lines.contains { $0.width > width }
    var rows: [[FormulaNode]] = []
    for line in lines {
      let room = width - (isOver ? 2 : column) - Self.equals.width
      var own = line.rows(within: room)
      if isOver {
        rows.append([line.left])
        own = own.map { [.row([.space(1)] + $0)] }
      } else {
        for index in own.indices {
          own[index] = [index == 0 ? line.left : .row([]), .row(own[index])]
        }
      }
      rows += own
    }
    return .table(isOver ? .stack : .aligned, rows)
  }

  static let equals = FormulaNode.op("=", .relation)
}

extension TypesetFormula.Line {
  /// The steps, with what explains the branch behind the first that has values.
  var wordedSteps: [FormulaNode] {
    guard !reasons.isEmpty else { return steps }
    var steps = steps
    let place = Swift.min(1, steps.count - 1)
    steps[place] = .row([steps[place]] + why)
    return steps
  }

  /// Such as "as 2400 > 300 and 5 < 7".
  private var why: [FormulaNode] {
    var pieces: [FormulaNode] = []
    for reason in reasons {
      pieces += pieces.isEmpty ? [.space(1), .text("as ")] : [.space(0.25), .text("and ")]
      pieces.append(reason)
    }
    return pieces
  }

  var width: Double {
    wordedSteps.reduce(left.width) { $0 + $1.width + TypesetFormula.equals.width }
  }

  /// One row where everything fits and no numbers stand between symbols and result, else rows that each begin with an
  /// equals sign or go on from above.
  func rows(within room: Double) -> [[FormulaNode]] {
    let steps = wordedSteps
    let equals = TypesetFormula.equals
    let single = steps.reduce(-equals.width) { $0 + $1.width + equals.width }
    if single <= room, steps.count < 3 { return [steps.flatMap { [equals, $0] }] }
    let indent = 1.5
    return steps.enumerated().flatMap { index, step -> [[FormulaNode]] in
      var lines: [[FormulaNode]]
      if index == 1 || steps.count == 1, !reasons.isEmpty, step.width > room {
        // The reason has a row of its own.
        lines =
          self.steps[index].lines(within: room, indent: indent).map { [$0] }
          + [FormulaNode.row(why).lines(within: room - indent).first ?? .row([])].map { [$0] }
      } else {
        lines = step.lines(within: room, indent: indent).map { [$0] }
      }
      for index in lines.indices {
        lines[index].insert(index == 0 ? equals : .space(equals.width + indent), at: 0)
      }
      return lines
    }
  }
}
