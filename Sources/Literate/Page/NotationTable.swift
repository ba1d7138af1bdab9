/// The rows of the notation page, which formulas of all chapters lead to.
struct NotationTable {
  struct Row {
    let anchor: String
    /// As it stands in `book.yml`; nil for a member of the library without a symbol of its own there.
    let symbol: String?
    /// LaTeX of the symbol, or of each of several.
    let parts: [FormulaNode]
    let meaning: String
    /// What members of the library that are written so compute, by entry.
    var formulas: [(name: String, formula: TypesetFormula)] = []

    /// Whether it is a letter, or several, without an index or a mark.
    var isLetter: Bool { parts.allSatisfy(\.isLetter) }
  }

  private(set) var rows: [Row] = []

  /// - Parameters:
  ///   - settings: Symbols, their meanings, and formulas of the library.
  ///   - chapters: Where typed quantities of those formulas were seen.
  init(_ settings: BookSettings, _ chapters: [CheckedChapter]) {
    var names = AnchorNames()
    for (symbol, meaning) in settings.notation {
      let parts = symbol.split(separator: ",").map { $0.trimming(" ") }.compactMap {
        try? Formula(parsing: NotationPage.latex(of: $0)).root
      }
      let row = Row(
        anchor: names.next(named: Self.anchor(of: symbol)),
        symbol: symbol,
        parts: parts,
        meaning: meaning.trimming(" \n")
      )
      rows.append(row)
    }
    let symbols = FormulaNames(symbols: settings.symbols)
    for entry in settings.formulas.entries {
      let known = LibraryFormulas.typedQuantities(of: entry.name, in: chapters)
      // A page is only written of a book whose formulas can be set.
      guard let (left, formula) = try? entry.formula(symbols, known) else { continue }
      if let index = rows.firstIndex(where: { $0.parts.contains(left) }) {
        rows[index].formulas.append((entry.name, formula))
      } else {
        let anchor = names.next(named: Self.anchor(of: "formula " + entry.name))
        let row = Row(
          anchor: anchor,
          symbol: nil,
          parts: [left],
          meaning: "",
          formulas: [(entry.name, formula)]
        )
        rows.append(row)
      }
    }
  }

  /// The rows of what stands in computed formulas, in the order in which it is met.
  func rows(in formula: TypesetFormula) -> [Row] {
    rows(in: formula.lines.flatMap(\.symbols), called: formula.called)
  }

  /// The rows of what stands in a formula that was typed.
  func rows(in formula: Formula) -> [Row] { rows(in: [formula.root], called: []) }

  private func rows(in nodes: [FormulaNode], called: [String]) -> [Row] {
    var found: [Int] = []
    func visit(_ node: FormulaNode) {
      if let index = rows.firstIndex(where: { $0.parts.contains(node) }) {
        if !found.contains(index) { found.append(index) }
        return
      }
      node.symbolParts.forEach(visit)
    }
    nodes.forEach(visit)
    for name in called {
      if let index = rows.firstIndex(where: { row in row.formulas.contains { $0.name == name } }),
        !found.contains(index)
      {
        found.append(index)
      }
    }
    return found.map { rows[$0] }
  }

  /// The same for a symbol wherever its row comes to stand: `symbol-B-star` of `B*`.
  static func anchor(of symbol: String) -> String {
    let words = symbol.replacing("*", with: " star").split { !($0.isLetter || $0.isNumber) }
    return "symbol-" + words.joined(separator: "-")
  }
}

extension FormulaNode {
  /// The parts that may be symbols of their own; a letter with an index is one symbol.
  fileprivate var symbolParts: [FormulaNode] {
    switch self {
    case .row(let pieces): pieces
    case .fraction(let above, let below, _): [above, below]
    case .root(let body, _), .fenced(_, let body, _), .accent(let body, _, _),
      .brace(let body, _, _):
      [body]
    case .scripts(.op(_, .sum), let sub, let sup): [sub, sup].compactMap(\.self)
    case .scripts(.function, let sub, _): [sub].compactMap(\.self)
    case .scripts(let base, nil, let sup): [base] + [sup].compactMap(\.self)
    case .table(_, let rows): rows.flatMap(\.self)
    default: []
    }
  }
}
