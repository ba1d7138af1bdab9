/// A part of a formula as LaTeX, with what is needed to put it into a larger part.
struct FormulaPiece: Hashable, Sendable {
  /// How tightly a part holds together, from the loosest.
  enum Binding: Int, Comparable, Sendable {
    case choice, either, both, relation, modulo, sum, sign, series, product, power, atom

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  var latex: String
  var binding: Binding
  /// Whether it begins with a minus, which no plus or minus may stand before.
  var hasLeadingSign = false
  /// What the program had, a property as 1 or 0; nil where nothing is evaluated.
  var value: Double?
  /// A property said the other way round, for where it does not hold.
  var opposite: String?

  init(_ latex: String, _ binding: Binding, value: Double? = nil) {
    self.latex = latex
    self.binding = binding
    self.value = value
    hasLeadingSign = latex.hasPrefix("-")
  }

  /// The part, in brackets if it holds together no more tightly than `binding`.
  func bracketed(upTo binding: Binding) -> String {
    self.binding <= binding ? "\\left( \(latex) \\right)" : latex
  }

  /// The part behind a plus.
  var added: String {
    hasLeadingSign ? bracketed(upTo: .atom) : bracketed(upTo: .modulo)
  }

  static func sum(_ left: FormulaPiece, _ right: FormulaPiece) -> FormulaPiece {
    .init("\(left.bracketed(upTo: .modulo)) + \(right.added)", .sum)
  }

  static func difference(_ left: FormulaPiece, _ right: FormulaPiece) -> FormulaPiece {
    .init("\(left.bracketed(upTo: .modulo)) - \(right.bracketed(upTo: .sign))", .sum)
  }

  static func product(_ left: FormulaPiece, _ right: FormulaPiece) -> FormulaPiece {
    .init("\(left.bracketed(upTo: .series)) \\cdot \(right.bracketed(upTo: .series))", .product)
  }

  static func quotient(_ above: FormulaPiece, _ below: FormulaPiece) -> FormulaPiece {
    .init("\\frac{\(above.latex)}{\(below.latex)}", .product)
  }

  static func floor(_ inner: FormulaPiece) -> FormulaPiece {
    .init("\\left\\lfloor \(inner.latex) \\right\\rfloor", .atom)
  }

  static func modulo(_ left: FormulaPiece, _ right: FormulaPiece) -> FormulaPiece {
    let (left, right) = (left.bracketed(upTo: .product), right.bracketed(upTo: .product))
    return .init("\(left) \\;\\mathrm{mod}\\; \(right)", .modulo)
  }

  static func power(_ base: FormulaPiece, _ exponent: FormulaPiece) -> FormulaPiece {
    .init("{\(base.bracketed(upTo: .power))}^{\(exponent.latex)}", .power)
  }

  static func negation(_ inner: FormulaPiece) -> FormulaPiece {
    .init("-\(inner.bracketed(upTo: .sign))", .sign)
  }

  static func function(
    _ function: SwiftExpression.Function,
    _ arguments: [FormulaPiece]
  ) -> FormulaPiece {
    let inner = arguments.map(\.latex).joined(separator: ",\\; ")
    func called(_ name: String) -> FormulaPiece {
      .init("\(name)\\left( \(inner) \\right)", .product)
    }
    return switch function {
    case .abs: .init("\\left| \(inner) \\right|", .atom)
    case .floor: .init("\\left\\lfloor \(inner) \\right\\rfloor", .atom)
    case .ceil: .init("\\left\\lceil \(inner) \\right\\rceil", .atom)
    case .root: .init("\\sqrt{\(inner)}", .atom)
    case .min, .max, .exp: called("\\\(function.rawValue)")
    case .log: called("\\ln")
    case .log2: called("\\log_{2}")
    case .log10: called("\\log_{10}")
    case .round, .trunc: called("\\operatorname{\(function.rawValue)}")
    }
  }

  static func comparison(
    _ relation: SwiftExpression.Relation,
    _ left: FormulaPiece,
    _ right: FormulaPiece
  ) -> FormulaPiece {
    let signs: [SwiftExpression.Relation: (String, opposite: String)] = [
      .less: ("<", "\\ge"), .atMost: ("\\le", ">"), .greater: (">", "\\le"),
      .atLeast: ("\\ge", "<"), .equal: ("=", "\\ne"), .different: ("\\ne", "="),
    ]
    let (first, second) = (left.bracketed(upTo: .relation), right.bracketed(upTo: .relation))
    let (sign, opposite) = signs[relation] ?? ("=", "\\ne")
    var piece = FormulaPiece("\(first) \(sign) \(second)", .relation)
    let isOrdered = [left, right].allSatisfy { $0.value?.isNaN == false }
    piece.opposite =
      isOrdered
      ? "\(first) \(opposite) \(second)" : "\\neg \\left( \(piece.latex) \\right)"
    return piece
  }

  static func cases(_ rows: [(FormulaPiece, condition: FormulaPiece?)]) -> FormulaPiece {
    let rows = rows.map { branch, condition in
      branch.latex + " & " + (condition.map { "\\text{if }\($0.latex)" } ?? "\\text{otherwise}")
    }
    return .init("\\begin{cases} \(rows.joined(separator: " \\\\ ")) \\end{cases}", .choice)
  }
}
