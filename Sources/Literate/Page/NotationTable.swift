/// The rows of the notation page, which formulas of all chapters lead to.
struct NotationTable {
  struct Row {
    let anchor: String
    /// As it stands in `book.yml`; nil for a member of the library without a symbol of its own there.
    let symbol: String?
    /// LaTeX of the symbol, or of each of several.
    let parts: [FormulaNode]
    let meaning: String
    /// The chapter whose own it is; nil for what the whole book writes so.
    var chapter: String?
    /// What members of the library that are written so compute, by entry.
    var formulas: [(name: String, formula: TypesetFormula)] = []
  }

  private(set) var rows: [Row] = []

  /// - Parameters:
  ///   - settings: Symbols, their meanings, and formulas of the library.
  ///   - chapters: Where typed quantities of those formulas were seen.
  init(_ settings: BookSettings, _ chapters: [CheckedChapter]) {
    var names = AnchorNames()
    for (symbol, meaning, chapter) in settings.notation {
      let parts = NotationPage.symbols(of: symbol).compactMap {
        try? Formula(parsing: NotationPage.latex(of: $0)).root
      }
      let row = Row(
        anchor: names.next(named: Self.anchor(of: symbol, chapter)),
        symbol: symbol,
        parts: parts,
        meaning: meaning.trimming(" \n"),
        chapter: chapter
      )
      rows.append(row)
    }
    let symbols = settings.formulaNames
    for entry in settings.formulas.entries {
      let known = LibraryFormulas.typedQuantities(of: entry.name, in: chapters)
      // A page is only written of a book whose formulas can be set.
      guard let (left, formula) = try? entry.formula(symbols, known) else { continue }
      if let index = rows.firstIndex(where: { $0.chapter == nil && $0.parts.contains(left) }) {
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

  /// The rows of what stands in a chapter's computed formulas, in the order in which it is met.
  func rows(in formula: TypesetFormula, of chapter: String) -> [Row] {
    rows(in: formula.lines.flatMap(\.symbols), called: formula.called, chapter)
  }

  /// The rows of what stands in a formula that a chapter has typed.
  func rows(in formula: Formula, of chapter: String) -> [Row] {
    rows(in: [formula.root], called: [], chapter)
  }

  /// What a chapter means by a symbol: its own meaning before the book's.
  private func index(of node: FormulaNode, in chapter: String) -> Int? {
    rows.firstIndex { $0.chapter == chapter && $0.parts.contains(node) }
      ?? rows.firstIndex { $0.chapter == nil && $0.parts.contains(node) }
  }

  private func rows(in nodes: [FormulaNode], called: [String], _ chapter: String) -> [Row] {
    var found: [Int] = []
    func visit(_ node: FormulaNode) {
      if let index = index(of: node, in: chapter) {
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

  /// What stands in a chapter's formula like a symbol and has no row: a letter, or anything with an index.
  func missing(in formula: Formula, of chapter: String) -> [String] {
    missing(in: [formula.root], of: chapter)
  }

  func missing(in formula: TypesetFormula, of chapter: String) -> [String] {
    missing(in: formula.lines.flatMap(\.symbols), of: chapter)
  }

  private func missing(in nodes: [FormulaNode], of chapter: String) -> [String] {
    var names: [String] = []
    func visit(_ node: FormulaNode) {
      if index(of: node, in: chapter) != nil { return }
      if node.isSymbol {
        if !names.contains(node.plainText) { names.append(node.plainText) }
      } else {
        node.symbolParts.forEach(visit)
      }
    }
    nodes.forEach(visit)
    return names
  }

  /// The same for a symbol wherever its row comes to stand: `symbol-B-star` of `B*`; one of a chapter has its name.
  static func anchor(of symbol: String, _ chapter: String? = nil) -> String {
    let name = [chapter, plain(symbol)].compactMap(\.self).joined(separator: " ")
    let words = name.replacing("*", with: " star").split { !($0.isLetter || $0.isNumber) }
    return "symbol-" + words.joined(separator: "-")
  }

  /// A symbol as a line of text: `t_min` of `t_{\min}`.
  static func plain(_ symbol: String) -> String {
    guard symbol.contains("\\"), let formula = try? Formula(parsing: symbol) else { return symbol }
    return formula.plainText
  }
}

extension FormulaNode {
  /// Whether it is a letter, or a name with an index.
  fileprivate var isSymbol: Bool {
    switch self {
    case .identifier(let name, _): name.count == 1 && name.allSatisfy(\.isLetter)
    case .scripts(.identifier, .some, _), .scripts(.text, .some, _): true
    default: false
    }
  }

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
