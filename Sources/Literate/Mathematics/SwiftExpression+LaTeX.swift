extension SwiftExpression {
  /// The expression as LaTeX, its operands written by a closure that is asked in reading order.
  func latex(_ operand: () -> String) -> String {
    switch self {
    case .number(let text): return Self.latex(number: text)
    case .operand: return operand()
    case .negation(let inner): return "-" + inner.latex(operand, bracketed: inner.isSum)
    case .binary(.over, let above, let below):
      return "\\frac{\(above.latex(operand))}{\(below.latex(operand))}"
    case .binary(.times, let left, let right):
      let first = left.latex(operand, bracketed: left.isSum)
      return first + " \\cdot " + right.latex(operand, bracketed: right.isSum)
    case .binary(let sign, let left, let right):
      let first = left.latex(operand)
      let isGroup = sign == .minus && right.isSum
      return first + " \(sign.rawValue) " + right.latex(operand, bracketed: isGroup)
    case .root(let inner): return "\\sqrt{\(inner.latex(operand))}"
    case .power(let base, let exponent):
      let below = base.latex(operand, bracketed: !base.isLeaf)
      return "{\(below)}^{\(exponent.latex(operand))}"
    case .function(.abs, let arguments):
      let inner = arguments.map { $0.latex(operand) }.joined(separator: ", ")
      return "\\left| \(inner) \\right|"
    case .function(let function, let arguments):
      let inner = arguments.map { $0.latex(operand) }.joined(separator: ",\\; ")
      return "\\\(function.rawValue)\\left( \(inner) \\right)"
    }
  }

  private func latex(_ operand: () -> String, bracketed: Bool) -> String {
    let text = latex(operand)
    return bracketed ? "\\left( \(text) \\right)" : text
  }

  private var isSum: Bool {
    switch self {
    case .binary(.plus, _, _), .binary(.minus, _, _), .negation: true
    default: false
    }
  }

  private var isLeaf: Bool {
    switch self {
    case .number, .operand: true
    default: false
    }
  }

  /// `2e12` as a power of ten, `1000000` in groups.
  private static func latex(number: String) -> String {
    let parts = number.lowercased().split(separator: "e")
    if parts.count == 2 { return "\(parts[0]) \\cdot 10^{\(parts[1].drop { $0 == "+" })}" }
    let halves = number.split(separator: ".", maxSplits: 1)
    guard halves[0].count > 3 else { return number }
    var grouped = ""
    for (index, digit) in halves[0].enumerated() {
      if index > 0, (halves[0].count - index).isMultiple(of: 3) { grouped += "{,}" }
      grouped.append(digit)
    }
    return halves.count == 2 ? grouped + "." + halves[1] : grouped
  }
}
