/// Rendering as MathML Core, which browsers lay out without a script.
extension Formula {
  /// The formula as a `math` element, with its plain text as the alternative.
  ///
  /// Negative blanks (`\!`) are left out: MathML Core has none.
  package func mathML(display: Bool) -> String {
    element(root, display ? " display=\"block\"" : "")
  }

  /// What stands for the formula, whole or in lines, with the same alternative.
  func element(_ node: FormulaNode, _ attributes: String) -> String {
    let alternative = plainText.split(separator: "\n").joined(separator: "; ")
    return "<math\(attributes) alttext=\"\(alternative.htmlEscaped)\">\(node.mathML)</math>"
  }
}

extension FormulaNode {
  var mathML: String {
    switch self {
    case .identifier(let name, let upright):
      upright && name.count == 1
        ? "<mi mathvariant=\"normal\">\(name.htmlEscaped)</mi>"
        : "<mi>\(name.htmlEscaped)</mi>"
    case .number(let text): "<mn>\(text)</mn>"
    case .op(let sign, let kind): Self.operatorElement(sign, kind)
    case .text(let text): "<mtext>\(Self.keepingBlanks(text).htmlEscaped)</mtext>"
    case .function(let name, let limits):
      limits
        ? "<mo movablelimits=\"true\" form=\"prefix\" lspace=\"0\" rspace=\"0\">\(name.htmlEscaped)</mo>"
        : "<mi>\(name.htmlEscaped)</mi>"
    case .row(let pieces): "<mrow>\(Self.rowContent(pieces))</mrow>"
    case .fraction(let numerator, let denominator, let style):
      Self.fraction(numerator, denominator, style)
    case .root(let body, nil): "<msqrt>\(body.mathML)</msqrt>"
    case .root(let body, let degree?): "<mroot>\(body.mathML)\(degree.mathML)</mroot>"
    case .scripts(let base, let sub, let sup): Self.scripts(base, sub, sup)
    case .fenced(let left, let body, let right):
      "<mrow>\(Self.fence(left, "prefix"))\(body.mathML)\(Self.fence(right, "postfix"))</mrow>"
    case .accent(let base, "‾", true):
      // A rule that grows with its base in every font.
      "<mrow style=\"border-top:0.06em solid;padding-top:0.1em\">\(base.mathML)</mrow>"
    case .accent(let base, let mark, let stretches):
      "<mover accent=\"true\">\(base.mathML)<mo stretchy=\"\(stretches)\">\(mark)</mo></mover>"
    case .brace(let base, let above, let label): Self.brace(base, above, label)
    case .space(let ems):
      ems <= 0 ? "" : "<mspace width=\"\(Self.decimals(ems))em\"/>"
    case .table(let kind, let rows): Self.table(kind, rows)
    }
  }

  /// The pieces of a row, with the blanks around named functions.
  private static func rowContent(_ pieces: [FormulaNode]) -> String {
    // `\!` before an opening bracket is customary and means nothing here.
    let pieces = pieces.filter { if case .space(let ems) = $0 { ems > 0 } else { true } }
    let closed = timesOfPowers(in: pieces)
    var result = ""
    if let embellished = embellishment(pieces) { return embellished }
    for (index, piece) in pieces.enumerated() {
      if closed.contains(index) {
        result += "<mo lspace=\"0\" rspace=\"0\">×</mo>"
        continue
      }
      let before = index > 0 ? pieces[index - 1] : nil
      let after = index + 1 < pieces.count ? pieces[index + 1] : nil
      if piece.isFunction, let before, before.isOperand { result += thinSpace }
      result += piece.infix(between: pieces[..<index], pieces[(index + 1)...]) ?? piece.mathML
      if piece.isFunction {
        result += "<mo>\u{2061}</mo>"
        if let after, after.isOperand, !after.isFunction { result += thinSpace }
      }
    }
    return result
  }

  /// One operator among words alone.
  ///
  /// All of it would be that operator to MathML, with its blanks around the whole instead of within: they are said here.
  private static func embellishment(_ pieces: [FormulaNode]) -> String? {
    let operators = pieces.indices.filter { !pieces[$0].isBlankToMathML }
    guard pieces.count > 1, operators.count == 1,
      case .op(let sign, let kind) = pieces[operators[0]]
    else { return nil }
    let width: String
    switch kind {
    case .binary: width = "0.2222em"
    case .relation: width = "0.2778em"
    default: return nil
    }
    let blank = "<mspace width=\"\(width)\"/>"
    return pieces.enumerated().map { index, piece in
      guard index == operators[0] else { return piece.mathML }
      return blank + "<mo lspace=\"0\" rspace=\"0\">\(sign.htmlEscaped)</mo>"
        + (index + 1 < pieces.count ? blank : "")
    }.joined()
  }

  /// The plus or minus between words, which MathML takes for blank: without saying so it would be that of a number.
  private func infix(
    between before: ArraySlice<FormulaNode>,
    _ after: ArraySlice<FormulaNode>
  ) -> String? {
    guard case .op(let sign, .binary) = self, "+−".contains(sign),
      before.allSatisfy(\.isBlankToMathML) || after.allSatisfy(\.isBlankToMathML)
    else { return nil }
    return "<mo form=\"infix\">\(sign)</mo>"
  }

  private var isBlankToMathML: Bool {
    switch self {
    case .text, .space: true
    case .row(let pieces): pieces.allSatisfy(\.isBlankToMathML)
    default: false
    }
  }

  private static let thinSpace = "<mspace width=\"0.1667em\"/>"

  /// Whether this piece needs a blank between itself and a named function.
  private var isOperand: Bool {
    switch self {
    case .op(_, let kind): kind == .closing
    case .fenced, .space: false
    default: true
    }
  }

  private static func operatorElement(_ sign: String, _ kind: OperatorKind) -> String {
    switch kind {
    // Brackets open or close by themselves; bars do both.
    case .opening where "([{⟨".contains(sign), .closing where ")]}⟩".contains(sign):
      "<mo stretchy=\"false\">\(sign)</mo>"
    case .opening: "<mo stretchy=\"false\" form=\"prefix\">\(sign.htmlEscaped)</mo>"
    case .closing where "!?".contains(sign): "<mo form=\"postfix\" lspace=\"0\">\(sign)</mo>"
    case .closing: "<mo stretchy=\"false\" form=\"postfix\">\(sign.htmlEscaped)</mo>"
    case .sign: "<mo form=\"prefix\">\(sign)</mo>"
    case .ordinary where "/.".contains(sign): "<mo lspace=\"0\" rspace=\"0\">\(sign)</mo>"
    case .ordinary where "|‖".contains(sign):
      "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">\(sign)</mo>"
    case .relation where sign == ":": "<mo lspace=\"0.2222em\" rspace=\"0.2222em\">:</mo>"
    default: "<mo>\(sign.htmlEscaped)</mo>"
    }
  }

  private static func fraction(
    _ numerator: FormulaNode,
    _ denominator: FormulaNode,
    _ style: FractionStyle
  ) -> String {
    let attribute =
      switch style {
      case .automatic: ""
      case .display: " displaystyle=\"true\""
      case .text: " displaystyle=\"false\""
      }
    return "<mfrac\(attribute)>\(numerator.mathML)\(denominator.mathML)</mfrac>"
  }

  private static func scripts(
    _ base: FormulaNode,
    _ sub: FormulaNode?,
    _ sup: FormulaNode?
  ) -> String {
    if sub == nil, case .op(let sign, .ordinary)? = sup, sign.allSatisfy({ $0 == "′" }) {
      // A prime is high by itself.
      return "<mrow>\(base.mathML)<mo>\(sign)</mo></mrow>"
    }
    let below = base.putsScriptsBelow
    let name =
      switch (sub != nil, sup != nil) {
      case (true, true): below ? "munderover" : "msubsup"
      case (true, false): below ? "munder" : "msub"
      default: below ? "mover" : "msup"
      }
    return "<\(name)>\(base.mathML)\(sub?.mathML ?? "")\(sup?.mathML ?? "")</\(name)>"
  }

  private var putsScriptsBelow: Bool {
    switch self {
    case .op(_, .sum), .function(_, limits: true), .brace: true
    default: false
    }
  }

  private static func fence(_ delimiter: String, _ form: String) -> String {
    delimiter.isEmpty
      ? "" : "<mo fence=\"true\" stretchy=\"true\" form=\"\(form)\">\(delimiter)</mo>"
  }

  private static func brace(_ base: FormulaNode, _ above: Bool, _ label: FormulaNode?) -> String {
    let name = above ? "mover" : "munder"
    let braced =
      "<\(name)>\(base.mathML)<mo stretchy=\"true\">\(above ? "⏞" : "⏟")</mo></\(name)>"
    guard let label else { return braced }
    return "<\(name)>\(braced)\(label.mathML)</\(name)>"
  }

  private static func table(_ kind: TableKind, _ rows: [[FormulaNode]]) -> String {
    // Where equations take several rows, each new one keeps its distance.
    let starts = kind == .aligned || kind == .stack ? rows.indices.filter { isStart(rows[$0]) } : []
    let areApart = starts.count > 1 && starts.count < rows.count
    let body = rows.enumerated().map { index, row in
      let cells = row.map { cell in
        "<mtd>\(cell.mathML)</mtd>"
      }
      let isNext = areApart && index > 0 && starts.contains(index)
      return "<mtr\(isNext ? " class=\"next\"" : "")>\(cells.joined())</mtr>"
    }.joined()
    let style = kind == .aligned || kind == .stack ? " displaystyle=\"true\"" : ""
    // How the cells stand is said by the style sheet; the kind that is met most is the one without a name.
    let name = kind == .aligned ? "" : " class=\"\(kind.rawValue)\""
    let table = "<mtable\(name)\(style)>\(body)</mtable>"
    return kind == .cases ? "<mrow>\(fence("{", "prefix"))\(table)</mrow>" : table
  }

  /// Whether a row begins an equation: nothing is left free at its start.
  private static func isStart(_ row: [FormulaNode]) -> Bool {
    guard case .row(let pieces)? = row.first else { return true }
    return pieces.first?.isVisible ?? false
  }

  /// Blanks at the edges of words are part of them; MathML would drop them.
  private static func keepingBlanks(_ text: String) -> String {
    var characters = Array(text)
    if characters.first == " " { characters[0] = "\u{A0}" }
    if characters.last == " " { characters[characters.count - 1] = "\u{A0}" }
    return String(characters)
  }

  /// A length with at most four decimals, without trailing zeros.
  private static func decimals(_ value: Double) -> String {
    let scaled = Int((value * 10_000).rounded())
    let fraction = String(10_000 + scaled % 10_000).dropFirst()
    let trimmed = fraction.reversed().drop { $0 == "0" }.reversed()
    return trimmed.isEmpty ? "\(scaled / 10_000)" : "\(scaled / 10_000).\(String(trimmed))"
  }
}
