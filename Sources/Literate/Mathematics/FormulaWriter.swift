import CellRuntime
import Foundation

/// Writes an expression as LaTeX, with symbols or with the values that the program had.
///
/// With values it also evaluates what it writes, so that the caller can hold it against the result: what
/// is not what ran does not come to the page.
struct FormulaWriter {
  let names: FormulaNames
  /// The last value of each place that was evaluated.
  let known: [Int: RecordedValue]
  /// Where the assignment stands, for problems of no operand of its own.
  let offset: Int
  /// How many significant digits values have.
  var digits = 3
  /// Whether it is evaluated what the digits say, as a reader would who has nothing else.
  var takesShown = false
  /// Whether no division here is one of whole numbers, which the compiler has seen to: a library's formula.
  var dividesReals = false
  /// The values; nil while symbols are written.
  var replay: FormulaReplay?
  /// Why the branches that were taken were taken.
  private(set) var reasons: [String] = []

  init(
    _ names: FormulaNames,
    _ known: [Int: RecordedValue],
    at offset: Int,
    replay: FormulaReplay? = nil
  ) {
    self.names = names
    self.known = known
    self.offset = offset
    self.replay = replay
  }

  /// Writes a part.
  ///
  /// - Parameters:
  ///   - expression: The part.
  ///   - whole: Whether its surroundings are of a whole type, which typed numbers follow.
  /// - Returns: Its LaTeX, and its value where there are values.
  /// - Throws: Where it cannot be shown as what it was.
  mutating func write(
    _ expression: SwiftExpression,
    whole: Bool? = nil
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let whole = expression.isWhole(known) ?? whole
    switch expression {
    case .number(let text): return Self.number(text)
    case .operand(let operand): return try write(operand)
    case .negation(let inner):
      let inner = try write(inner, whole: whole)
      return FormulaPiece.negation(inner).with(inner.value.map { -$0 })
    case .binary(let sign, let left, let right):
      let (first, second) = (try write(left, whole: whole), try write(right, whole: whole))
      return try binary(sign, first, second, whole)
    case .function(let function, let inner):
      var arguments: [FormulaPiece] = []
      for argument in inner { arguments.append(try write(argument, whole: whole)) }
      let values = arguments.compactMap(\.value)
      return FormulaPiece.function(function, arguments).with(function.value(of: values))
    case .power(let base, let exponent):
      let (base, exponent) = (try write(base), try write(exponent))
      return FormulaPiece.power(base, exponent).with(base.value, exponent.value, pow)
    case .converted(.whole, let inner): return try truncated(inner)
    case .converted(_, let inner): return try write(inner)
    case .conditional(let condition, let yes, let no):
      return try choice(condition, yes, no, whole)
    case .comparison(let relation, let left, let right, let index):
      let own = left.isWhole(known) ?? right.isWhole(known)
      let (first, second) = (try write(left, whole: own), try write(right, whole: own))
      let flag = try replay?.take(index, relation.rawValue, at: offset)
      return FormulaPiece.comparison(relation, first, second).with(flag?.number)
    case .both(let left, let right): return try joined(left, right, "and", .both, decides: 0)
    case .either(let left, let right): return try joined(left, right, "or", .either, decides: 1)
    case .not(let inner):
      let inner = try write(inner)
      let latex = "\\neg \(inner.bracketed(upTo: .product))"
      guard replay != nil else { return .init(latex, .power) }
      var piece = inner.with(inner.value.map { 1 - $0 })
      (piece.latex, piece.opposite) = (inner.opposite ?? latex, inner.latex)
      return piece
    case .series(let series): return try write(series, whole)
    }
  }

  // MARK: - Leaves

  private mutating func write(
    _ operand: SwiftExpression.Operand
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let symbol = names.piece(operand)
    guard let value = try replay?.take(operand.index, operand.source, at: operand.offset) else {
      // A typed quantity has no symbol: it is shown as what it is.
      return symbol ?? known[operand.index].map { FormulaNames.piece($0) }
        ?? .init(FormulaNames.text(operand.source), .atom)
    }
    if case .flag(let flag) = value.content, var symbol {
      symbol.value = flag ? 1 : 0
      symbol.opposite = "\\neg \(symbol.bracketed(upTo: .product))"
      return symbol
    }
    return names.piece(value, of: operand.path, digits: digits, takesShown: takesShown)
  }

  /// `2e12` as a power of ten, `1000000` in groups.
  private static func number(_ text: String) -> FormulaPiece {
    let value = Double(text)
    let parts = text.lowercased().split(separator: "e")
    if parts.count == 2 {
      let power = "10^{\(parts[1].drop { $0 == "+" })}"
      return .init("\(parts[0]) \\times \(power)", .product, value: value)
    }
    let halves = text.split(separator: ".", maxSplits: 1)
    guard halves[0].count > 3 else { return .init(text, .atom, value: value) }
    var grouped = ""
    for (index, digit) in halves[0].enumerated() {
      if index > 0, (halves[0].count - index).isMultiple(of: 3) { grouped += "{,}" }
      grouped.append(digit)
    }
    if halves.count == 2 { grouped += "." + halves[1] }
    return .init(grouped, .atom, value: value)
  }

  // MARK: - Operators

  private func binary(
    _ sign: SwiftExpression.BinaryOperator,
    _ left: FormulaPiece,
    _ right: FormulaPiece,
    _ whole: Bool?
  ) throws(ComputedFormulaError) -> FormulaPiece {
    switch sign {
    case .plus: return FormulaPiece.sum(left, right).with(left.value, right.value, +)
    case .minus: return FormulaPiece.difference(left, right).with(left.value, right.value, -)
    case .times: return FormulaPiece.product(left, right).with(left.value, right.value, *)
    case .over:
      let quotient = FormulaPiece.quotient(left, right).with(left.value, right.value, /)
      guard let whole = dividesReals ? false : whole else {
        throw problem(
          "no value says whether this division is one of whole numbers",
          help: "name the quotient in another cell"
        )
      }
      return whole ? try floor(quotient) : quotient
    case .modulo where dividesReals:
      throw problem(
        "the formula of a member shows no remainder",
        help: "remove the entry: what is negative could not be told"
      )
    case .modulo:
      let rest = FormulaPiece.modulo(left, right).with(left.value, right.value) {
        $0.truncatingRemainder(dividingBy: $1)
      }
      if let value = left.value, value < 0 { throw negative("a remainder") }
      return rest
    }
  }

  /// Swift cuts towards zero, which is rounding down as long as nothing is negative.
  private func floor(_ piece: FormulaPiece) throws(ComputedFormulaError) -> FormulaPiece {
    if let value = piece.value, value <= -1 || value < 0 && value.rounded(.towardZero) != value {
      throw negative("a division of whole numbers")
    }
    return FormulaPiece.floor(piece).with(piece.value?.rounded(.towardZero))
  }

  /// `Int(x)`; nothing is cut off what is rounded or whole already.
  private mutating func truncated(
    _ inner: SwiftExpression
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let piece = try write(inner)
    if dividesReals {
      throw problem(
        "the formula of a member shows no 'Int'",
        help: "remove the entry: what is cut off could not be told"
      )
    }
    if case .function(.ceil, _) = inner { return piece }
    if case .function(.floor, _) = inner { return piece }
    if case .function(.round, _) = inner { return piece }
    return inner.isWhole(known) == true ? piece : try floor(piece)
  }

  private mutating func choice(
    _ condition: SwiftExpression,
    _ yes: SwiftExpression,
    _ no: SwiftExpression,
    _ whole: Bool?
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let test = try write(condition)
    guard replay != nil else {
      var rows: [(FormulaPiece, FormulaPiece?)] = [(try write(yes, whole: whole), test)]
      var rest = no
      while case .conditional(let condition, let yes, let no) = rest {
        let test = try write(condition)
        rows.append((try write(yes, whole: whole), test))
        rest = no
      }
      return .cases(rows + [(try write(rest, whole: whole), nil)])
    }
    let holds = test.value == 1
    reasons.append(holds ? test.latex : test.opposite ?? "\\neg \\left( \(test.latex) \\right)")
    return try write(holds ? yes : no, whole: whole)
  }

  /// `&&` and `||`: where the left side decides, the right one was not evaluated, and is not shown.
  private mutating func joined(
    _ left: SwiftExpression,
    _ right: SwiftExpression,
    _ word: String,
    _ binding: FormulaPiece.Binding,
    decides: Double
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let first = try write(left)
    if replay != nil, first.value == decides { return first }
    let second = try write(right)
    if replay != nil, second.value == decides { return second }
    func join(_ left: String, _ right: String, _ word: String) -> String {
      "\(left) \\;\\text{\(word)}\\; \(right)"
    }
    func side(_ piece: FormulaPiece) -> String {
      piece.binding == binding ? piece.latex : piece.bracketed(upTo: .both)
    }
    var piece = FormulaPiece(join(side(first), side(second), word), binding)
    piece.value = replay == nil ? nil : 1 - decides
    if let first = first.opposite, let second = second.opposite {
      piece.opposite = join(first, second, word == "and" ? "or" : "and")
    }
    return piece
  }

  // MARK: - Problems

  private func negative(_ what: String) -> ComputedFormulaError {
    problem(
      "a formula shows \(what) only where nothing is negative",
      help: "name it in another cell"
    )
  }

  func problem(_ message: String, help: String?) -> ComputedFormulaError {
    ComputedFormulaError(message: message, help: help, offset: offset, length: 1)
  }

  /// One term of many: it is not said of each why its branch was taken.
  mutating func writeWithoutReasons(
    _ term: SwiftExpression,
    _ whole: Bool?
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let before = reasons
    let piece = try write(term, whole: whole)
    reasons = before
    return piece
  }
}

extension FormulaPiece {
  func with(_ value: Double?) -> FormulaPiece {
    var piece = self
    piece.value = value
    return piece
  }

  func with(_ left: Double?, _ right: Double?, _ operation: (Double, Double) -> Double)
    -> FormulaPiece
  {
    guard let left, let right else { return self }
    return with(operation(left, right))
  }
}

extension SwiftExpression.Function {
  /// nil without values.
  func value(of values: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    return switch self {
    case .min: values.dropFirst().reduce(first, Swift.min)
    case .max: values.dropFirst().reduce(first, Swift.max)
    case .abs: Swift.abs(first)
    case .log: Foundation.log(first)
    case .log2: Foundation.log2(first)
    case .log10: Foundation.log10(first)
    case .exp: Foundation.exp(first)
    case .ceil: first.rounded(.up)
    case .floor: first.rounded(.down)
    case .round: first.rounded()
    case .trunc: first.rounded(.towardZero)
    case .root: first.squareRoot()
    }
  }
}

extension SwiftExpression {
  /// Whether this is of a whole type, by the values of its operands; nil where typed numbers alone stand here,
  /// or nothing here was evaluated.
  func isWhole(_ known: [Int: RecordedValue]) -> Bool? {
    func all(_ parts: [SwiftExpression]) -> Bool? {
      let known = parts.compactMap { $0.isWhole(known) }
      return known.isEmpty ? nil : known.allSatisfy(\.self)
    }
    return switch self {
    case .number(let text): text.allSatisfy(\.isNumber) ? nil : false
    case .operand(let operand): known[operand.index]?.isWhole
    case .function(.min, let arguments), .function(.max, let arguments),
      .function(.abs, let arguments):
      all(arguments)
    case .function, .power: false
    case .converted(let conversion, _): conversion == .whole
    case .conditional(_, let yes, let no): all([yes, no])
    case .series(let series): known[series.totalIndex]?.isWhole
    case .comparison, .both, .either, .not: nil
    case .negation, .binary: all(parts)
    }
  }
}
