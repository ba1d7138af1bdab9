import Quantities

/// Two dimensions side by side, their factors in columns, so that the one that is missing is seen at once.
///
///     claim         byte
///     computed      byte  second⁻¹
///     missing             second⁻¹
struct DimensionComparison {
  let stated: Dimensions
  let computed: Dimensions

  var lines: [String] {
    let rows = [
      ("claim", stated), ("computed", computed), ("missing", computed / stated),
    ].map { ($0.0, Self.factors($0.1)) }
    let columns = Self.names.indices.filter { column in rows.contains { !$0.1[column].isEmpty } }
    return rows.map { label, factors in
      var line = label + String(repeating: " ", count: 10 - label.count)
      for column in columns {
        let width = rows.map { $0.1[column].count }.max() ?? 0
        let factor = factors[column]
        line += "  " + factor + String(repeating: " ", count: width - factor.count)
      }
      while line.last == " " { line.removeLast() }
      return factors.contains { !$0.isEmpty } ? line : line + "  plain number"
    }
  }

  /// What would make them agree, if that is one factor or turning the expression over.
  var suggestion: String? {
    if computed == Dimensions.none / stated, stated != .none {
      return "the expression may be upside down: 1 divided by it is in \(stated)"
    }
    let missing = Self.exponents(computed / stated)
    let factors = missing.indices.filter { missing[$0] != 0 }
    guard factors.count == 1, let only = factors.first, abs(missing[only]) == 1 else { return nil }
    return missing[only] > 0
      ? "or divide the expression by \(Self.amounts[only])"
      : "or multiply the expression by \(Self.amounts[only])"
  }

  // MARK: -

  private static let names = ["dollar", "token", "FLOP", "byte", "joule", "second"]
  private static let amounts = [
    "an amount of dollars", "a number of tokens", "a number of FLOP", "a number of bytes",
    "an energy", "a time",
  ]

  private static func exponents(_ dimensions: Dimensions) -> [Int] {
    [
      dimensions.dollars, dimensions.tokens, dimensions.flop, dimensions.bytes, dimensions.joules,
      dimensions.seconds,
    ].map { Int($0) }
  }

  private static func factors(_ dimensions: Dimensions) -> [String] {
    zip(names, exponents(dimensions)).map { name, exponent in
      exponent == 0 ? "" : exponent == 1 ? name : name + superscript(exponent)
    }
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "")
      + String(String(number.magnitude).map { digits[$0.wholeNumberValue ?? 0] })
  }
}
