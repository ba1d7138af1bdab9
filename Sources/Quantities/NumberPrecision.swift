/// How many digits of a number are printed.
public enum NumberPrecision: Hashable, Sendable {
  /// So many significant digits, trailing zeros kept: 2 prints `2.00` with three.
  ///
  /// Zero has no significant digit and prints `0`. Ten digits are what a page calls unrounded.
  case significant(Int)
  /// So many digits after the point, however many stand before it.
  case decimals(Int)
  /// The shortest text that reads back as the same number.
  case exact
}

extension Double {
  /// The number as text: digits grouped by commas from 1,000 up, a point, no locale.
  ///
  /// Rounding is to nearest, of the exact binary value; a tie goes to the even digit. Outside 10⁻⁴ to
  /// 10¹⁵ significant and exact digits are followed by a power of ten, `2.60×10²⁵`; decimals never are.
  ///
  /// - Parameter precision: How many digits.
  /// - Returns: The text; `∞`, `-∞` or `NaN` for what is no finite number.
  public func formatted(_ precision: NumberPrecision) -> String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-∞" : "∞" }
    switch precision {
    case .significant(let count): return DecimalDigits(self, significant: count).text
    case .decimals(let count): return DecimalDigits(self, decimals: count).positionalText
    case .exact: return DecimalDigits(shortest: self).text
    }
  }
}
