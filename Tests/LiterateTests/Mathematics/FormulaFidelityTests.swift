import CellRuntime
import Literate
import Quantities
import TestSupport
import Testing

/// What a formula shows, read again with the rules of arithmetic alone, is what ran.
@Suite struct FormulaFidelityTests {
  @Test(arguments: 0..<400)
  func whatIsShownReadsAsTheResult(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let expression = RandomExpression.make(depth: 4, &random)
    // No power of ten and no fourth digit: numbers are then printed as they are.
    var values: [String: Double] = [:]
    for name in ["b", "c", "d", "f"] {
      values[name] =
        Double(Int.random(in: -9...9, using: &random)) + (Bool.random(using: &random) ? 0.5 : 0)
    }
    var traces: [FormulaTrace] = []
    var place = 0
    let result = expression.run(values, &traces, &place, isRead: true)
    guard result.isFinite, place > 0 else { return }
    traces.append(Self.trace(place, result))
    let formula = try ComputedFormula("let a = \(expression.code)")
    let typeset: TypesetFormula?
    do {
      typeset = try formula.typeset(traces, names: FormulaNames())
    } catch {
      // Of `3 / 4` no value says which division it is, and so it is not shown.
      #expect(expression.dividesTypedNumbers, "\(error) of \(expression.code)")
      return
    }
    let shown = try #require(typeset).plainText
    let steps = shown.replacing(/\s*\n\s*/, with: " ").split(separator: " = ").map(String.init)
    let first = try #require(steps.dropFirst().first)
    // Of cases, one branch was taken: the numbers say which.
    if !first.contains("{") {
      #expect(Self.agree(try PlainArithmetic.value(of: first, values), result), "\(shown)")
    }
    if steps.count > 3 {
      let numbers = steps[2].split(separator: "  as ")[0]
      #expect(
        Self.agree(try PlainArithmetic.value(of: String(numbers), values), result),
        "\(shown)"
      )
    }
  }

  static func trace(_ place: Int, _ value: Double) -> FormulaTrace {
    FormulaTrace(index: place, value: RecordedValue(.scalar(Quantity(value), isWhole: false)))
  }

  static func agree(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
  }
}

/// Arithmetic made by chance, as Swift code and as what it computes.
private indirect enum RandomExpression {
  case name(String)
  case number(Int)
  case negation(RandomExpression)
  case binary(String, RandomExpression, RandomExpression)
  case call(String, [RandomExpression])
  case square(RandomExpression)
  case choice(RandomExpression, RandomExpression, RandomExpression, RandomExpression)

  static func make(depth: Int, _ random: inout SeededGenerator) -> RandomExpression {
    let kind =
      depth == 0 ? Int.random(in: 0...1, using: &random) : Int.random(in: 0...9, using: &random)
    switch kind {
    case 0: return .name(["b", "c", "d", "f"][Int.random(in: 0...3, using: &random)])
    case 1: return depth == 4 ? .name("b") : .number(Int.random(in: 0...12, using: &random))
    case 2: return .negation(make(depth: depth - 1, &random))
    case 3:
      return .call(
        ["min", "max"][Int.random(in: 0...1, using: &random)],
        [make(depth: depth - 1, &random), make(depth: depth - 1, &random)]
      )
    case 4:
      return .call(
        ["abs", "floor", "ceil"][Int.random(in: 0...2, using: &random)],
        [make(depth: depth - 1, &random)]
      )
    case 5: return .square(make(depth: depth - 1, &random))
    case 6:
      let parts = (0..<4).map { _ in make(depth: depth - 1, &random) }
      return .choice(parts[0], parts[1], parts[2], parts[3])
    default:
      let sign = ["+", "-", "*", "/"][Int.random(in: 0...3, using: &random)]
      return .binary(sign, make(depth: depth - 1, &random), make(depth: depth - 1, &random))
    }
  }

  private var parts: [RandomExpression] {
    switch self {
    case .name, .number: []
    case .negation(let inner), .square(let inner): [inner]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments
    case .choice(let left, let right, let yes, let no): [left, right, yes, no]
    }
  }

  private var hasNames: Bool {
    if case .name = self { true } else { parts.contains(where: \.hasNames) }
  }

  var dividesTypedNumbers: Bool {
    if case .binary("/", _, _) = self, !hasNames { return true }
    return parts.contains(where: \.dividesTypedNumbers)
  }

  /// With brackets around every part: what may be left out is the formula's to find.
  var code: String {
    switch self {
    case .name(let name): name
    case .number(let number): "\(number)"
    case .negation(let inner): "-(\(inner.code))"
    case .binary(let sign, let left, let right): "(\(left.code)) \(sign) (\(right.code))"
    case .call(let name, let arguments): "\(name)(\(arguments.map(\.code).joined(separator: ", ")))"
    case .square(let inner): "pow(\(inner.code), 2)"
    case .choice(let left, let right, let yes, let no):
      "((\(left.code)) < (\(right.code)) ? \(yes.code) : \(no.code))"
    }
  }

  /// Evaluates, and reports names as the program would; `isRead` is whether this part is evaluated at all.
  func run(
    _ values: [String: Double],
    _ traces: inout [FormulaTrace],
    _ place: inout Int,
    isRead: Bool
  ) -> Double {
    switch self {
    case .name(let name):
      let value = values[name] ?? .nan
      if isRead { traces.append(FormulaFidelityTests.trace(place, value)) }
      place += 1
      return value
    case .number(let number): return Double(number)
    case .negation(let inner): return -inner.run(values, &traces, &place, isRead: isRead)
    case .binary(let sign, let left, let right):
      let first = left.run(values, &traces, &place, isRead: isRead)
      let second = right.run(values, &traces, &place, isRead: isRead)
      switch sign {
      case "+": return first + second
      case "-": return first - second
      case "*": return first * second
      default: return first / second
      }
    case .call(let name, let arguments):
      let inner = arguments.map { $0.run(values, &traces, &place, isRead: isRead) }
      switch name {
      case "min": return Swift.min(inner[0], inner[1])
      case "max": return Swift.max(inner[0], inner[1])
      case "abs": return Swift.abs(inner[0])
      case "floor": return inner[0].rounded(.down)
      default: return inner[0].rounded(.up)
      }
    case .square(let inner):
      let value = inner.run(values, &traces, &place, isRead: isRead)
      return value * value
    case .choice(let left, let right, let yes, let no):
      let first = left.run(values, &traces, &place, isRead: isRead)
      let second = right.run(values, &traces, &place, isRead: isRead)
      let holds = first < second
      if isRead { traces.append(.init(index: place, value: RecordedValue(.flag(holds)))) }
      place += 1
      let whenTrue = yes.run(values, &traces, &place, isRead: isRead && holds)
      let whenFalse = no.run(values, &traces, &place, isRead: isRead && !holds)
      return holds ? whenTrue : whenFalse
    }
  }
}
