// Sums, products and extremes over a range or a collection.

extension SwiftExpressionParser {
  var isAtRange: Bool { text == "..." || text == "..<" }

  /// `.map {`, `.reduce(`, `.max()!` and `.min()!`.
  var isAtSeries: Bool {
    guard text == "." else { return false }
    let after = text(at: position + 2)
    switch text(at: position + 1) {
    case "map": return after == "{"
    case "reduce": return after == "("
    case "max", "min": return after == "(" && text(at: position + 3) == ")"
    default: return false
    }
  }

  /// The rest of `(A...B).map { … }.reduce(0, +)`, read up to its lower end.
  mutating func range(
    from lower: SwiftExpression,
    at start: Int
  ) throws(ComputedFormulaError) -> SwiftExpression {
    let isClosed = text == "..."
    position += 1
    let upper = try choice()
    guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
    guard isAtSeries else {
      throw unexpected("a range in a formula is what a sum runs over", at: start)
    }
    return try series(over: .range(lower, upper, isClosed: isClosed), from: start)
  }

  /// What is done with each element, and how the terms are put together.
  mutating func series(
    over base: SwiftExpression.Series.Base,
    from start: Int
  ) throws(ComputedFormulaError) -> SwiftExpression {
    let count = if case .elements(let elements) = base { elements.index } else { nextPlace() }
    let isMapped = text(at: position + 1) == "map"
    let tracer = isMapped ? "tracedTerms" : "tracedElements"
    probes.append(probe("CellRuntime.\(tracer)(\(count), ", from: start))
    var variable = freeLetter
    var term: SwiftExpression?
    if take(all: ".", "map", "{") {
      var name = "$0"
      if text(at: position + 1) == "in", let given = takeName() {
        position += 1
        (name, variable) = (given, given)
      }
      variables.append((name, variable))
      let body = position
      term = try choice()
      probes.append(probe("CellRuntime.tracedTerm(", from: body))
      variables.removeLast()
      guard take("}") else { throw unexpected("a closure in a formula is one expression") }
    }
    let (kind, first) = try gathering()
    let total = nextPlace()
    probes.append(probe("CellRuntime.traced(\(total), ", from: start))
    return .series(
      .init(
        kind: kind,
        base: base,
        variable: variable,
        term: term,
        start: first,
        countIndex: count,
        totalIndex: total
      )
    )
  }

  /// `.reduce(0, +)`, `.max()!` and their kind.
  private mutating func gathering() throws(ComputedFormulaError) -> (
    SwiftExpression.Series.Kind, SwiftExpression?
  ) {
    if take(all: ".", "max", "(", ")", "!") { return (.greatest, nil) }
    if take(all: ".", "min", "(", ")", "!") { return (.least, nil) }
    guard take(all: ".", "reduce", "(") else {
      throw unexpected("a formula shows .reduce(0, +), .reduce(1, *), .max()! and .min()! here")
    }
    let before = (probes, placeCount)
    var first: SwiftExpression? = take(all: ".", "zero") ? .number("0") : try choice()
    guard take(","), let sign = SwiftExpression.BinaryOperator(rawValue: text),
      [.plus, .times].contains(sign)
    else { throw unexpected("a formula adds or multiplies: .reduce(0, +) or .reduce(1, *)") }
    position += 1
    guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
    if let value = first?.typedNumber, value == (sign == .plus ? 0 : 1) {
      // It changes nothing, and so neither is it shown nor does it report.
      (probes, placeCount) = before
      first = nil
    }
    return (sign == .plus ? .sum : .product, first)
  }

  /// A letter that no name of the cell is, for what runs over a series without a name.
  private var freeLetter: String {
    let names = Set(tokens.map { String(source.text(of: $0)) } + variables.map(\.shown))
    return ["i", "j", "k", "l"].first { !names.contains($0) } ?? "i"
  }
}

extension SwiftExpression {
  /// The value of `0`, `Quantity(0)` and `Quantity(0, .bytes)`.
  fileprivate var typedNumber: Double? {
    switch self {
    case .number(let text): Double(text)
    case .converted(_, let inner): inner.typedNumber
    case .operand(let operand) where operand.path.isEmpty:
      operand.source.firstMatch(of: /\( *([0-9.]+) *,/).flatMap { Double($0.1) }
    default: nil
    }
  }
}
