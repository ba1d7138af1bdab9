// Formulas on lines of their own.

extension Formula {
  /// The formula by itself, and where it is wider than a phone a second time as it stands there: what is said at a
  /// distance begins a line, and where there is no room each equals sign does.
  package var displayMathML: String {
    let lines = root.statements(within: TypesetFormula.narrow)
    guard lines.count > 1 else { return mathML(display: true) }
    let narrow = FormulaNode.table(.stack, lines.map { [$0] })
    return element(root, " display=\"block\" class=\"in-wide\"")
      + element(narrow, " display=\"block\" class=\"in-narrow\"")
  }
}

extension FormulaNode {
  /// The lines of a formula that says one thing or several.
  fileprivate func statements(within limit: Double) -> [FormulaNode] {
    guard width > limit, case .row(let pieces) = self else {
      return lines(within: limit, indent: 1)
    }
    return pieces.split {
      if case .space(1...) = $0 { true } else { false }
    }.flatMap { Self.rows(of: Array($0), within: limit) }
  }

  /// The lines of one statement.
  private static func rows(of pieces: [FormulaNode], within limit: Double) -> [FormulaNode] {
    var parts: [[FormulaNode]] = [[]]
    for piece in pieces {
      if case .op(_, .relation) = piece, parts[parts.count - 1].contains(where: \.isVisible) {
        parts.append([])
      }
      parts[parts.count - 1].append(piece)
    }
    var rows: [FormulaNode] = []
    for part in parts.map(FormulaNode.row) {
      if let last = rows.last, last.width + part.width <= limit {
        rows[rows.count - 1] = .row([last, part])
      } else {
        rows += part.lines(within: limit, indent: 1)
      }
    }
    return rows
  }
}
