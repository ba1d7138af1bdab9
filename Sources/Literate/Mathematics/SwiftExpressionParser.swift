/// Why a cell cannot be shown as formulas, and where in its code.
package struct ComputedFormulaError: Error, Hashable, Sendable {
  package let message: String
  package let help: String?
  /// Characters before the place, from 0.
  package let offset: Int
  let length: Int
}

/// Reads assignments of arithmetic, token by token.
struct SwiftExpressionParser {
  private let source: SwiftTokens
  private let tokens: [SwiftTokens.Token]
  private var position = 0

  init(_ code: String) {
    source = SwiftTokens(code)
    tokens = source.tokens.filter { ![.blank, .comment].contains($0.kind) }
  }

  private static let help =
    "a formula shows + - * / min max abs pow squareRoot; compute the rest in another cell and name it"

  /// `let NAME = EXPRESSION`, as often as there are any.
  mutating func assignments() throws(ComputedFormulaError) -> [ComputedFormula.Assignment] {
    var result: [ComputedFormula.Assignment] = []
    while position < tokens.count {
      let start = position
      guard take("let") else { throw unexpected("a formula cell holds 'let name = …' only") }
      guard let name = takeName() else { throw unexpected("a formula names one result") }
      if take(":") {
        while position < tokens.count, text != "=" { position += 1 }
      }
      guard take("=") else { throw unexpected("'\(name)' has no value") }
      let expression = try sum()
      guard !expression.operands.isEmpty else {
        position = start
        throw unexpected("'\(name)' is a typed number; there is nothing to show")
      }
      result.append(.init(name: name, expression: expression, line: line(of: start)))
    }
    return result
  }

  // MARK: - Grammar

  private mutating func sum() throws(ComputedFormulaError) -> SwiftExpression {
    var left = try product()
    while let sign = SwiftExpression.BinaryOperator(rawValue: text), [.plus, .minus].contains(sign)
    {
      position += 1
      left = .binary(sign, left, try product())
    }
    return left
  }

  private mutating func product() throws(ComputedFormulaError) -> SwiftExpression {
    var left = try factor()
    while let sign = SwiftExpression.BinaryOperator(rawValue: text), [.times, .over].contains(sign)
    {
      position += 1
      left = .binary(sign, left, try factor())
    }
    if isAtForeignOperator { throw unexpected("a formula cannot show '\(text)'") }
    return left
  }

  private mutating func factor() throws(ComputedFormulaError) -> SwiftExpression {
    if take("-") { return .negation(try factor()) }
    var inner: SwiftExpression
    if take("(") {
      inner = try sum()
      guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
    } else if position < tokens.count, tokens[position].kind == .number {
      inner = .number(text.filter { $0 != "_" })
      position += 1
    } else {
      inner = try named()
    }
    while takeRoot() { inner = .root(inner) }
    if text == "." { throw unexpected("a formula cannot show a member of what it computes") }
    return inner
  }

  /// A name with its members and arguments, or one of the functions that have a form of their own.
  private mutating func named() throws(ComputedFormulaError) -> SwiftExpression {
    let start = position
    guard let name = takeName() else { throw unexpected("a formula cannot show '\(text)'") }
    if text == "(" {
      if let function = SwiftExpression.Function(rawValue: name) {
        return .function(function, try arguments())
      }
      if name == "pow" {
        let pair = try arguments()
        guard pair.count == 2 else { throw unexpected("'pow' takes a base and an exponent") }
        return .power(pair[0], pair[1])
      }
      if ["Quantity", "Double"].contains(name) { return try converted(from: start) }
    }
    var path = [name]
    while position < tokens.count, !isAtRoot {
      if text == ".", position + 1 < tokens.count {
        position += 1
        guard let member = takeName() else { throw unexpected("a formula cannot show '\(text)'") }
        path.append(member)
      } else if text == "(" || text == "[" {
        skipBrackets()
      } else {
        break
      }
    }
    return .operand(.init(source: source(from: start), path: path))
  }

  /// `Quantity(x)` and `Double(x)` are what they hold; `Quantity(24, .gigabytes)` is a typed quantity.
  private mutating func converted(from start: Int) throws(ComputedFormulaError) -> SwiftExpression {
    let bracket = position
    position += 1
    if let inner = try? sum(), take(")") { return inner }
    position = bracket
    skipBrackets()
    return .operand(.init(source: source(from: start), path: []))
  }

  private mutating func arguments() throws(ComputedFormulaError) -> [SwiftExpression] {
    guard take("(") else { throw unexpected("a formula cannot show '\(text)'") }
    var result = [try sum()]
    while take(",") { result.append(try sum()) }
    guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
    return result
  }

  // MARK: - Tokens

  private var text: String {
    position < tokens.count ? String(source.text(of: tokens[position])) : ""
  }

  private var isAtForeignOperator: Bool {
    guard position < tokens.count else { return false }
    let isOperator = tokens[position].kind == .operator || "?:{;".contains(text)
    return isOperator && !["+", "-", "*", "/"].contains(text)
  }

  private var isAtRoot: Bool {
    guard position + 3 < tokens.count else { return false }
    return tokens[position...position + 3].map { String(source.text(of: $0)) }
      == [".", "squareRoot", "(", ")"]
  }

  private mutating func takeRoot() -> Bool {
    guard isAtRoot else { return false }
    position += 4
    return true
  }

  private mutating func take(_ wanted: String) -> Bool {
    guard text == wanted else { return false }
    position += 1
    return true
  }

  private mutating func takeName() -> String? {
    guard position < tokens.count, [.identifier, .type].contains(tokens[position].kind) else {
      return nil
    }
    defer { position += 1 }
    return text
  }

  private mutating func skipBrackets() {
    var depth = 0
    while position < tokens.count {
      if "([{".contains(text) { depth += 1 }
      if ")]}".contains(text) { depth -= 1 }
      position += 1
      if depth == 0 { return }
    }
  }

  /// The code of the tokens from a place up to here.
  private func source(from start: Int) -> String {
    let end = tokens[position - 1].range.upperBound
    return String(source.source[tokens[start].range.lowerBound..<end])
  }

  private func line(of token: Int) -> Int {
    source.source[..<tokens[token].range.lowerBound].reduce(into: 1) { if $1 == "\n" { $0 += 1 } }
  }

  private func unexpected(_ message: String) -> ComputedFormulaError {
    let place = min(position, tokens.count - 1)
    guard place >= 0 else {
      return ComputedFormulaError(message: message, help: Self.help, offset: 0, length: 1)
    }
    let range = tokens[place].range
    return ComputedFormulaError(
      message: message,
      help: Self.help,
      offset: source.source.distance(from: source.source.startIndex, to: range.lowerBound),
      length: source.text(of: tokens[place]).count
    )
  }
}
