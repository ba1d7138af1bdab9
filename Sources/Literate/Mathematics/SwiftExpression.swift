/// The right side of an assignment in a `formula` cell, as far as it is arithmetic.
///
/// Only what a formula can show faithfully is in here. Anything else that Swift allows (closures,
/// comparisons, conditionals, ranges) is an error of the parser, never a formula that says something else.
indirect enum SwiftExpression: Hashable, Sendable {
  /// A typed number, without its underscores.
  case number(String)
  /// A name, a member or a call; its value is what the program had.
  case operand(Operand)
  case negation(SwiftExpression)
  case binary(BinaryOperator, SwiftExpression, SwiftExpression)
  case function(Function, [SwiftExpression])
  case root(SwiftExpression)
  case power(SwiftExpression, SwiftExpression)

  enum BinaryOperator: String, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  /// Functions that are drawn as such; all others are operands.
  enum Function: String, Hashable, Sendable {
    case min
    case max
    case abs
  }

  /// A leaf: what is evaluated again once the cell has run, since it names constants only.
  struct Operand: Hashable, Sendable {
    /// The Swift text, as it stands in the cell.
    let source: String
    /// Its names without arguments, `["rack", "chip", "peak"]`; empty for a typed quantity, which has a
    /// value and no symbol.
    let path: [String]
  }

  /// The leaves, in reading order.
  var operands: [Operand] {
    switch self {
    case .number: []
    case .operand(let operand): [operand]
    case .negation(let inner), .root(let inner): inner.operands
    case .binary(_, let left, let right), .power(let left, let right):
      left.operands + right.operands
    case .function(_, let arguments): arguments.flatMap(\.operands)
    }
  }
}
