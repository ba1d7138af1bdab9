/// The right side of an assignment in a `formula` cell, as far as a formula can show it.
///
/// Only what can be shown faithfully is in here. Anything else that Swift allows is an error of the
/// parser, never a formula that says something else.
indirect enum SwiftExpression: Hashable, Sendable {
  /// A typed number, without its underscores.
  case number(String)
  /// A name, a member or a call; its value is what the program had.
  case operand(Operand)
  case negation(SwiftExpression)
  case binary(BinaryOperator, SwiftExpression, SwiftExpression)
  case function(Function, [SwiftExpression])
  case power(SwiftExpression, SwiftExpression)
  /// `Double(x)`, `Int(x)`: the same number as another type.
  case converted(Conversion, SwiftExpression)
  case conditional(SwiftExpression, SwiftExpression, SwiftExpression)
  /// A comparison, with the place at which its outcome is reported.
  case comparison(Relation, SwiftExpression, SwiftExpression, index: Int)
  case both(SwiftExpression, SwiftExpression)
  case either(SwiftExpression, SwiftExpression)
  case not(SwiftExpression)
  case series(Series)

  enum BinaryOperator: String, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case modulo = "%"
  }

  /// Functions with a sign or name of their own; all others are operands.
  enum Function: String, Hashable, Sendable {
    case min, max, abs, log, log2, log10, exp, ceil, floor, round, trunc, root
  }

  enum Conversion: String, Hashable, Sendable {
    case real = "Double"
    case quantity = "Quantity"
    case whole = "Int"
  }

  enum Relation: String, Hashable, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case equal = "=="
    case different = "!="
  }

  /// A leaf.
  struct Operand: Hashable, Sendable {
    /// Where its value is reported.
    let index: Int
    /// The Swift text, as it stands in the cell.
    let source: String
    /// Its names without arguments, `["rack", "chip", "peak"]`; empty for a typed quantity, which has a
    /// value and no symbol.
    let path: [String]
    /// Whether its first name is what a series runs over.
    var isBound = false
    /// Characters before it in the cell, for messages.
    let offset: Int
  }

  /// `(1...n).map { … }.reduce(0, +)` and its kind.
  struct Series: Hashable, Sendable {
    /// The raw value is the command of its sign.
    enum Kind: String, Hashable, Sendable {
      case sum
      case product = "prod"
      case greatest = "max"
      case least = "min"
    }

    enum Base: Hashable, Sendable {
      case range(SwiftExpression, SwiftExpression, isClosed: Bool)
      case elements(Operand)
    }

    let kind: Kind
    let base: Base
    /// What runs over the base, as it is shown.
    let variable: String
    /// What is added; the elements themselves where there is none.
    let term: SwiftExpression?
    /// What the series begins with, unless that changes nothing.
    let start: SwiftExpression?
    /// Where the number of terms and the total are reported.
    let countIndex: Int
    let totalIndex: Int
  }

  /// The expressions directly inside, in the order in which the code is read.
  var parts: [SwiftExpression] {
    switch self {
    case .number, .operand: []
    case .negation(let inner), .converted(_, let inner), .not(let inner): [inner]
    case .binary(_, let left, let right), .power(let left, let right),
      .comparison(_, let left, let right, _), .both(let left, let right),
      .either(let left, let right):
      [left, right]
    case .function(_, let arguments): arguments
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .series(let series):
      switch series.base {
      case .range(let lower, let upper, _):
        [lower, upper] + [series.term, series.start].compactMap(\.self)
      case .elements(let elements):
        [.operand(elements)] + [series.term, series.start].compactMap(\.self)
      }
    }
  }

  /// The leaves, in reading order.
  var operands: [Operand] {
    if case .operand(let operand) = self { [operand] } else { parts.flatMap(\.operands) }
  }
}
