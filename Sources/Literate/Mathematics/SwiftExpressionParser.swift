/// Why a cell cannot be shown as formulas, and where in its code.
package struct ComputedFormulaError: Error, Hashable, Sendable {
  package let message: String
  package let help: String?
  /// Characters before the place, from 0.
  package let offset: Int
  let length: Int
}

/// Reads assignments of arithmetic, token by token: this file has the grammar, from the loosest binding to
/// the tightest.
///
/// On the way it notes what the tangled program reports where (`probes`).
struct SwiftExpressionParser {
  let source: SwiftTokens
  let tokens: [SwiftTokens.Token]
  var position = 0
  var probes: [FormulaProbe] = []
  /// The calls among the operands, by the place of each.
  var calls: [Int: FormulaCall] = [:]
  /// Quantities typed with their unit, by place.
  var typed: [(index: Int, probe: FormulaProbe)] = []
  /// Around each division, which of whole numbers a library's formula must not have.
  var quotients: [FormulaProbe] = []
  /// The number of places that report.
  var placeCount = 0
  /// What the series around the present place run over: the name in the code, and as it is shown.
  var variables: [(name: String, shown: String)] = []

  init(_ code: String) {
    source = SwiftTokens(code)
    tokens = source.tokens.filter { ![.blank, .comment].contains($0.kind) }
  }

  static let help = """
    a formula shows + - * / %, min max abs pow squareRoot rounded log exp, comparisons with && || !, \
    if/else and ?:, and (1...n).map { … }.reduce(0, +); compute the rest in another cell and name it
    """

  /// `let NAME = EXPRESSION`, as often as there are any.
  mutating func assignments() throws(ComputedFormulaError) -> [ComputedFormula.Assignment] {
    var result: [ComputedFormula.Assignment] = []
    while position < tokens.count {
      let start = position
      guard take("let") else { throw unexpected("a formula cell holds 'let name = …' only") }
      guard let name = takeName() else { throw unexpected("a formula names one result") }
      var type = ""
      if take(":") {
        while position < tokens.count, text != "=" {
          type += text
          position += 1
        }
      }
      guard take("=") else { throw unexpected("'\(name)' has no value") }
      let expression: SwiftExpression
      if let typed = try typedValue(of: type) {
        expression = typed
      } else {
        expression = try text == "if" ? branches() : choice()
      }
      if text == ";" {
        position += 1
      } else if position < tokens.count, text != "let" {
        throw unexpected("a formula cannot show '\(text)'")
      }
      result.append(
        .init(name: name, expression: expression, index: nextPlace(), offset: offset(of: start))
      )
    }
    return result
  }

  /// One expression and nothing behind it: the formula of a library's member.
  mutating func wholeExpression() throws(ComputedFormulaError) -> SwiftExpression {
    let expression = try text == "if" ? branches() : choice()
    guard position == tokens.count else { throw unexpected("a formula cannot show '\(text)'") }
    guard !expression.operands.isEmpty else {
      position = 0
      throw unexpected("this is a typed number; there is nothing to show")
    }
    return expression
  }

  /// Typed quantities report what they are, since a formula shows it.
  func typedQuantities(reportedBy name: String) -> [FormulaProbe] {
    typed.map { index, probe in
      let opening = "CellRuntime.traced(\(-1 - index), "
      let closing = ", by: \"\(name)\")"
      return FormulaProbe(start: probe.start, end: probe.end, opening: opening, closing: closing)
    }
  }

  /// `.init(3 / 4)` as the whole value of a name whose type is written.
  private mutating func typedValue(of type: String) throws(ComputedFormulaError) -> SwiftExpression?
  {
    guard text == ".", text(at: position + 1) == "init", text(at: position + 2) == "(",
      let conversion = SwiftExpression.Conversion(rawValue: type)
    else { return nil }
    let start = position
    position += 2
    return try converted(conversion, from: start)
  }

  // MARK: - Grammar

  /// `if CONDITION { … } else { … }`, which Swift has on the right of an assignment only.
  private mutating func branches() throws(ComputedFormulaError) -> SwiftExpression {
    guard take("if") else { throw unexpected("a formula cannot show '\(text)'") }
    let condition = try either()
    let yes = try block()
    guard take("else") else { throw unexpected("an 'if' in a formula has an 'else'") }
    return .conditional(condition, yes, try text == "if" ? branches() : block())
  }

  private mutating func block() throws(ComputedFormulaError) -> SwiftExpression {
    guard take("{") else { throw unexpected("a formula cannot show '\(text)'") }
    let inner = try text == "if" ? branches() : choice()
    guard take("}") else { throw unexpected("a branch of a formula is one expression") }
    return inner
  }

  /// A condition with its two branches, `… ? … : …`.
  mutating func choice() throws(ComputedFormulaError) -> SwiftExpression {
    let condition = try either()
    guard text == "?" else { return condition }
    if text(at: position + 1) == "." { throw unexpected("a formula cannot show '?.'") }
    position += 1
    let yes = try choice()
    guard take(":") else { throw unexpected("a formula cannot show '\(text)'") }
    return .conditional(condition, yes, try choice())
  }

  private mutating func either() throws(ComputedFormulaError) -> SwiftExpression {
    var left = try both()
    while take("||") { left = .either(left, try both()) }
    return left
  }

  private mutating func both() throws(ComputedFormulaError) -> SwiftExpression {
    var left = try comparison()
    while take("&&") { left = .both(left, try comparison()) }
    return left
  }

  private mutating func comparison() throws(ComputedFormulaError) -> SwiftExpression {
    let start = position
    let left = try sum()
    guard let relation = SwiftExpression.Relation(rawValue: text) else { return left }
    position += 1
    let right = try sum()
    let place = nextPlace()
    probes.append(probe("CellRuntime.traced(\(place), ", from: start))
    return .comparison(relation, left, right, index: place)
  }

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
    let start = position
    var left = try factor()
    while let sign = SwiftExpression.BinaryOperator(rawValue: text),
      ![.plus, .minus].contains(sign)
    {
      position += 1
      left = .binary(sign, left, try factor())
      if sign == .over { quotients.append(probe("CellRuntime.quotient(", from: start)) }
    }
    if isAtForeignOperator { throw unexpected("a formula cannot show '\(text)'") }
    return left
  }

  /// A value with its sign in front and the methods behind it that a formula has signs for.
  private mutating func factor() throws(ComputedFormulaError) -> SwiftExpression {
    if take("-") { return .negation(try factor()) }
    if take("!") { return .not(try factor()) }
    let start = position
    var inner: SwiftExpression
    if take("(") {
      inner = try choice()
      if isAtRange {
        inner = try range(from: inner, at: start)
      } else {
        guard take(")") else { throw unexpected("a formula cannot show '\(text)'") }
      }
    } else if position < tokens.count, tokens[position].kind == .number {
      inner = .number(try number())
    } else {
      inner = try named()
    }
    while let applied = try method(on: inner, from: start) { inner = applied }
    if text == "." {
      position += 1
      throw unexpected("a formula cannot show '.\(text)' of what it computes")
    }
    return inner
  }

  private mutating func number() throws(ComputedFormulaError) -> String {
    let digits = text.filter { $0 != "_" }
    guard digits.wholeMatch(of: /[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
      throw unexpected("a formula shows decimal numbers, not '\(text)'")
    }
    position += 1
    return digits
  }

  // MARK: - Tokens

  var text: String { text(at: position) }

  func text(at place: Int) -> String {
    place < tokens.count ? String(source.text(of: tokens[place])) : ""
  }

  private var isAtForeignOperator: Bool {
    guard position < tokens.count else { return false }
    let known = ["+", "-", "*", "/", "%", "?", "&&", "||"]
    return tokens[position].kind == .operator && !known.contains(text)
      && SwiftExpression.Relation(rawValue: text) == nil && !isAtRange
  }

  mutating func take(_ wanted: String) -> Bool {
    guard text == wanted else { return false }
    position += 1
    return true
  }

  /// Takes several tokens, or none.
  mutating func take(all wanted: String...) -> Bool {
    guard wanted.enumerated().allSatisfy({ text(at: position + $0) == $1 }) else { return false }
    position += wanted.count
    return true
  }

  mutating func takeName() -> String? {
    guard position < tokens.count,
      [.identifier, .type, .parameter].contains(tokens[position].kind)
    else { return nil }
    defer { position += 1 }
    return text
  }

  mutating func nextPlace() -> Int {
    defer { placeCount += 1 }
    return placeCount
  }

  /// Something to be written around the code from a token up to here.
  func probe(_ opening: String, from start: Int, closing: String = ")") -> FormulaProbe {
    FormulaProbe(
      start: offset(of: start),
      end: offset(of: position - 1) + text(at: position - 1).count,
      opening: opening,
      closing: closing
    )
  }

  /// The code of the tokens from a place up to here.
  func source(from start: Int) -> String {
    let end = tokens[position - 1].range.upperBound
    return String(source.source[tokens[start].range.lowerBound..<end])
  }

  func offset(of token: Int) -> Int {
    source.source.distance(
      from: source.source.startIndex,
      to: tokens[token].range.lowerBound
    )
  }

  func unexpected(_ message: String, at token: Int? = nil) -> ComputedFormulaError {
    let place = min(token ?? position, tokens.count - 1)
    guard place >= 0 else {
      return ComputedFormulaError(message: message, help: Self.help, offset: 0, length: 1)
    }
    return ComputedFormulaError(
      message: message,
      help: Self.help,
      offset: offset(of: place),
      length: source.text(of: tokens[place]).count
    )
  }
}
