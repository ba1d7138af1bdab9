/// A piece of a formula, after reading.
indirect enum FormulaNode: Hashable, Sendable {
  /// A variable: one italic letter, or an upright word.
  case identifier(String, upright: Bool)
  case number(String)
  case op(String, OperatorKind)
  /// Words in the face of the page.
  case text(String)
  /// A named function; one with `limits` puts its subscript below when displayed.
  case function(String, limits: Bool)
  case row([FormulaNode])
  case fraction(FormulaNode, FormulaNode, style: FractionStyle)
  case root(FormulaNode, degree: FormulaNode?)
  case scripts(FormulaNode, sub: FormulaNode?, sup: FormulaNode?)
  case fenced(String, FormulaNode, String)
  /// A mark over a base, as wide as the base if it stretches.
  case accent(FormulaNode, mark: String, stretches: Bool)
  case brace(FormulaNode, above: Bool, label: FormulaNode?)
  /// Blank, in ems.
  case space(Double)
  case table(TableKind, [[FormulaNode]])

  enum FractionStyle: Hashable, Sendable {
    case automatic
    case display
    case text
  }

  enum TableKind: String, Hashable, Sendable, CaseIterable {
    case aligned
    case cases
    case matrix
    /// Lines of one long formula, flush left; no environment of LaTeX is called that.
    case stack
  }

  /// What an operator does to the blank around it.
  enum OperatorKind: Hashable, Sendable {
    case relation
    case binary
    /// A plus or minus that belongs to what follows.
    case sign
    case sum
    case integral
    case opening
    case closing
    case punctuation
    case ordinary
  }

  /// Whether a sign after this piece is a sign of the number, not a difference.
  var expectsOperand: Bool {
    switch self {
    case .op(_, let kind): ![.closing, .ordinary].contains(kind)
    default: false
    }
  }

  /// The signs of times in a row that belong to a number with its power of ten, which is set as one word: `1.8×10¹⁷`.
  static func timesOfPowers(in pieces: [FormulaNode]) -> Set<Int> {
    Set(
      pieces.indices.dropFirst().dropLast().filter { index in
        guard case .op("×", .binary) = pieces[index], case .number = pieces[index - 1],
          case .scripts(.number("10"), nil, .some) = pieces[index + 1]
        else { return false }
        return true
      }
    )
  }

  /// Whether there is anything but blank.
  var isVisible: Bool {
    if case .space = self { false } else { true }
  }

  /// Whether this piece is a named function, with or without scripts.
  var isFunction: Bool {
    switch self {
    case .function: true
    case .scripts(let base, _, _): base.isFunction
    default: false
    }
  }
}
