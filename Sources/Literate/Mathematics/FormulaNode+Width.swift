/// How wide a formula comes out, in ems of its face: estimated, a little wide.
extension FormulaNode {
  var width: Double {
    switch self {
    case .identifier(let name, _), .function(let name, _), .number(let name), .text(let name):
      TextMetrics.width(name, size: 0.92)
    case .op(let sign, let kind): Self.width(of: sign, kind)
    case .row(let pieces):
      pieces.reduce(0) { $0 + $1.width } - 0.44 * Double(Self.timesOfPowers(in: pieces).count)
    case .fraction(let above, let below, _): max(above.width, below.width) + 0.2
    case .root(let body, let degree): body.width + 0.95 + (degree?.width ?? 0) * 0.4
    case .scripts(.op(_, .sum), let sub, let sup):
      max(1.3, 0.72 * max(sub?.width ?? 0, sup?.width ?? 0)) + 0.2
    case .scripts(let base, let sub, let sup):
      base.width + 0.72 * max(sub?.width ?? 0, sup?.width ?? 0) + 0.05
    case .fenced(let left, let body, let right):
      body.width + (left.isEmpty ? 0 : 0.5) + (right.isEmpty ? 0 : 0.5)
    case .accent(let base, _, _): base.width
    case .brace(let base, _, let label): max(base.width, 0.72 * (label?.width ?? 0))
    case .space(let ems): max(0, ems)
    case .table(let kind, let rows): Self.width(of: rows, kind)
    }
  }

  private static func width(of sign: String, _ kind: OperatorKind) -> Double {
    switch kind {
    case .relation: TextMetrics.width(sign, size: 1) + 0.56
    case .binary: sign == "⋅" ? 0.72 : 1.2
    case .sum: 1.4
    case .punctuation: 0.45
    case .opening, .closing: 0.4
    case .sign, .integral, .ordinary: 0.75
    }
  }

  private static func width(of rows: [[FormulaNode]], _ kind: TableKind) -> Double {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    let gaps = kind == .cases ? 1.7 : kind == .matrix ? 0.8 * Double(columns) : 0
    return widths.reduce(gaps, +)
  }
}
