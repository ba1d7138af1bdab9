/// Rendering as a line of text, for terminals, alt texts and search.
extension FormulaNode {
  var plainText: String {
    switch self {
    case .identifier(let name, _), .number(let name), .function(let name, _): name
    case .text(let text): text
    case .op("⋅", _): "·"
    case .op(let sign, _): sign
    case .row(let pieces): Self.line(pieces)
    case .fraction(let numerator, let denominator, _):
      numerator.bracketed + "/" + denominator.bracketed
    case .root(let body, let degree):
      (degree.map { Self.raised($0.plainText) } ?? "") + "√" + body.bracketed
    case .scripts(let base, let sub, let sup):
      base.plainText + (sub.map { "_" + $0.subscriptText } ?? "")
        + (sup.map { Self.raised($0.plainText) } ?? "")
    case .fenced(let left, let body, let right): left + body.plainText + right
    case .accent(let base, let mark, _): base.bracketed + (Self.combining[mark] ?? mark)
    case .brace(let base, _, let label):
      base.plainText + (label.map { " [" + $0.plainText + "]" } ?? "")
    case .space(let ems): ems >= 1 ? "  " : ems > 0 ? " " : ""
    case .table(let kind, let rows): Self.lines(kind, rows)
    }
  }

  /// The text, in brackets if it has several parts.
  private var bracketed: String {
    let text = plainText
    switch self {
    case .identifier, .number, .text, .function, .scripts, .fenced, .accent, .root: return text
    default:
      return text.count > 1 && text.contains { " +−·×/=≈≥≤,".contains($0) } ? "(\(text))" : text
    }
  }

  /// The text of a subscript: letters side by side are one name there, `D_PT`.
  private var subscriptText: String {
    if case .row(let pieces) = self, pieces.allSatisfy(\.isLetter) {
      return pieces.map(\.plainText).joined()
    }
    return bracketed
  }

  /// Whether it is one letter by itself.
  var isLetter: Bool {
    if case .identifier(let name, _) = self { name.count == 1 } else { false }
  }

  private static func line(_ pieces: [FormulaNode]) -> String {
    let closed = timesOfPowers(in: pieces)
    var result = ""
    var before: FormulaNode?
    for (index, piece) in pieces.enumerated() {
      let text = piece.plainText
      if text.isEmpty { continue }
      if text.allSatisfy(\.isWhitespace) {
        if !result.hasSuffix(" ") { result += text } else { result += String(text.dropFirst()) }
        before = piece
        continue
      }
      let isClosed = closed.contains(index) || closed.contains(index - 1)
      if !isClosed, needsBlank(between: before, and: piece), !result.hasSuffix(" "), !result.isEmpty
      {
        result += " "
      }
      result += text
      before = piece
    }
    while result.hasSuffix(" ") { result.removeLast() }
    return result
  }

  private static func needsBlank(between before: FormulaNode?, and piece: FormulaNode) -> Bool {
    guard let before else { return false }
    // `$2/h`, `25%`: nothing comes between a number and these.
    if case .identifier("$", _) = before { return false }
    if case .text(let words) = piece, let first = words.first, "/%".contains(first) { return false }
    switch (before.operatorKind, piece.operatorKind) {
    case (.opening, _), (.sign, _), (_, .closing), (_, .punctuation): return false
    case (.relation, _), (.binary, _), (.punctuation, _), (.sum, _), (.integral, _): return true
    case (_, .relation), (_, .binary), (_, .sign), (_, .sum), (_, .integral): return true
    case (.ordinary, _), (_, .ordinary): return false
    case (_, .opening): return before.isText
    default: break
    }
    if case .fenced = piece { return before.isText }
    return true
  }

  private var operatorKind: OperatorKind? {
    if case .op(_, let kind) = self { kind } else { nil }
  }

  private var isText: Bool {
    if case .text = self { true } else { false }
  }

  private static func lines(_ kind: TableKind, _ rows: [[FormulaNode]]) -> String {
    switch kind {
    case .aligned, .stack: rows.map(line).joined(separator: "\n")
    case .cases:
      "{ " + rows.map { $0.map(\.plainText).joined(separator: "  ") }.joined(separator: "; ") + " }"
    case .matrix:
      "[" + rows.map { $0.map(\.plainText).joined(separator: ", ") }.joined(separator: "; ") + "]"
    }
  }

  /// A superscript: small digits where there are some, a caret otherwise.
  private static func raised(_ text: String) -> String {
    let small: [Character: Character] = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹", "−": "⁻", "+": "⁺", "n": "ⁿ", "′": "′",
    ]
    let raised = text.compactMap { small[$0] }
    if raised.count == text.count { return String(raised) }
    if text == "∗" { return "*" }
    return text.count == 1 ? "^" + text : "^(" + text + ")"
  }

  private static let combining: [String: String] = [
    "^": "\u{302}", "‾": "\u{305}", "~": "\u{303}", "→": "\u{20D7}", "˙": "\u{307}", "¨": "\u{308}",
  ]
}
