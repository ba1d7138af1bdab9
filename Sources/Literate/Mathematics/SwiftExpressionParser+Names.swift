// What begins with a name: operands, functions, conversions, and the methods that have a sign.

extension SwiftExpressionParser {
  /// A name with its members and arguments, or one of the functions that have a form of their own.
  mutating func named() throws(ComputedFormulaError) -> SwiftExpression {
    let start = position
    if take(all: ".", "init"), text == "(" { return try typedQuantity(from: start) }
    guard let name = takeName() else { throw unexpected("a formula cannot show '\(text)'") }
    if text == "(" {
      let names = ["sqrt": SwiftExpression.Function.root]
      if let function = names[name] ?? .init(rawValue: name), name != "root" {
        return try call(function, name)
      }
      if name == "pow" {
        let pair = try arguments()
        guard pair.count == 2 else { throw unexpected("'pow' takes a base and an exponent") }
        return .power(pair[0], pair[1])
      }
      if let conversion = SwiftExpression.Conversion(rawValue: name) {
        return try converted(conversion, from: start)
      }
    }
    let variable = variables.last { $0.name == name }
    guard variable != nil || !name.hasPrefix("$") else {
      throw unexpected("a formula cannot show '\(name)' here", at: start)
    }
    var path = [variable?.shown ?? name]
    var call: FormulaCall?
    while position < tokens.count, !isAtMethod, !isAtSeries {
      if text == ".", position + 1 < tokens.count {
        let receiver = start..<position
        position += 1
        let place = position
        guard let member = takeName() else { throw unexpected("a formula cannot show '\(text)'") }
        if Self.foreignMethods.contains(member), text == "(" || text == "{" {
          throw unexpected("a formula cannot show '.\(member)'", at: place)
        }
        path.append(member)
        call = FormulaCall(member: member, receiver: source(receiver))
      } else if text == "(" {
        let opening = position
        skipBrackets()
        call?.arguments = source((opening + 1)..<(position - 1))
      } else if text == "[" {
        skipBrackets()
        call = nil
      } else {
        break
      }
    }
    if isAtSeries {
      let elements = operand(from: start, path, isBound: variable != nil)
      return try series(over: .elements(elements), from: start)
    }
    let operand = operand(from: start, path, isBound: variable != nil)
    probes.append(probe("CellRuntime.traced(\(operand.index), ", from: start))
    if let call { calls[operand.index] = call }
    return .operand(operand)
  }

  private mutating func operand(from start: Int, _ path: [String], isBound: Bool = false)
    -> SwiftExpression.Operand
  {
    .init(
      index: nextPlace(),
      source: source(from: start),
      path: path,
      isBound: isBound,
      offset: offset(of: start)
    )
  }

  private mutating func call(
    _ function: SwiftExpression.Function,
    _ name: String
  ) throws(ComputedFormulaError) -> SwiftExpression {
    let arguments = try arguments()
    let takesMany = function == .min || function == .max
    guard takesMany ? arguments.count > 1 : arguments.count == 1 else {
      throw unexpected("'\(name)' takes \(takesMany ? "two arguments or more" : "one argument")")
    }
    return .function(function, arguments)
  }

  /// `Quantity(x)` and `Double(x)` are what they hold; `Quantity(24, .gigabytes)` is a typed quantity.
  mutating func converted(
    _ conversion: SwiftExpression.Conversion,
    from start: Int
  ) throws(ComputedFormulaError) -> SwiftExpression {
    let bracket = position
    position += 1
    let inner = try choice()
    if take(")") { return .converted(conversion, inner) }
    position = bracket
    return try typedQuantity(from: start)
  }

  /// The brackets of a typed quantity, `(24, .gigabytes)`.
  private mutating func typedQuantity(
    from start: Int
  ) throws(ComputedFormulaError) -> SwiftExpression {
    let bracket = position
    position += 1
    let inner = try choice()
    guard text == ",", inner.operands.isEmpty else {
      throw unexpected("a formula shows a typed number with its unit, or a quantity by its name")
    }
    position = bracket
    skipBrackets()
    let operand = operand(from: start, [])
    probes.append(probe("CellRuntime.traced(\(operand.index), ", from: start))
    typed.append((operand.index, probe("", from: start)))
    return .operand(operand)
  }

  mutating func arguments() throws(ComputedFormulaError) -> [SwiftExpression] {
    guard take("(") else { throw unexpected("a formula cannot show '\(text)'") }
    var result = [try choice()]
    while take(",") { result.append(try choice()) }
    guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
    return result
  }

  // MARK: - Methods

  private static let roundings: [String: SwiftExpression.Function] = [
    "up": .ceil, "down": .floor, "towardZero": .trunc, "toNearestOrAwayFromZero": .round,
  ]

  /// Methods that make another number of what stands before them and have no symbol for it.
  private static let foreignMethods: Set<String> = [
    "advanced", "addingProduct", "compactMap", "distance", "filter", "flatMap", "isMultiple", "map",
    "max", "min", "negated", "quotientAndRemainder", "reduce", "remainder", "truncatingRemainder",
  ]

  private var isAtMethod: Bool {
    text == "."
      && ["squareRoot", "rounded", "magnitude", "raised"].contains(text(at: position + 1))
  }

  /// The method behind a value, if it has a form of its own.
  mutating func method(
    on inner: SwiftExpression,
    from start: Int
  ) throws(ComputedFormulaError) -> SwiftExpression? {
    guard isAtMethod else { return nil }
    if take(all: ".", "magnitude") { return .function(.abs, [inner]) }
    if take(all: ".", "squareRoot", "(", ")") { return .function(.root, [inner]) }
    if take(all: ".", "rounded", "(", ")") { return .function(.round, [inner]) }
    if take(all: ".", "rounded", "(", "."), let function = Self.roundings[text] {
      position += 1
      if take(")") { return .function(function, [inner]) }
    }
    if take(all: ".", "raised", "(", "to", ":") {
      let exponent = try choice()
      if take(")") { return .power(inner, exponent) }
    }
    throw unexpected("a formula cannot show '\(text)' here")
  }

  // MARK: - Brackets

  private mutating func skipBrackets() {
    var depth = 0
    while position < tokens.count {
      if "([{".contains(text) { depth += 1 }
      if ")]}".contains(text) { depth -= 1 }
      position += 1
      if depth == 0 { return }
    }
  }

  private func source(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    let end = tokens[last].range.upperBound
    return String(source.source[tokens[first].range.lowerBound..<end])
  }
}
