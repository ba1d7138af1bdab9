public import Quantities

/// Arithmetic on ranges of quantities: what is known only to lie between two ends.
///
/// Each operation returns the narrowest range that holds the result for every choice of operands from
/// theirs. Operands count as independent, so a quantity that occurs twice in a formula gives a range
/// wider than need be: `x - x` is not zero. The deductions here are written with each quantity once.
extension ClosedRange where Bound == Quantity {
  /// The range of one value that is known exactly.
  public static func exactly(_ value: Quantity) -> ClosedRange<Quantity> { value...value }

  /// The narrowest range around some values of one dimension; stops if there are none.
  public static func around(_ values: [Quantity]) -> ClosedRange<Quantity> {
    guard let least = values.min(), let most = values.max() else {
      stop("a range around no values has no ends: give at least one quantity")
    }
    return least...most
  }

  /// How far apart the ends are, as a ratio.
  ///
  ///     upper / lower
  ///
  /// A plain number, 1 for a value known exactly; meaningful for ranges of one sign.
  public var spread: Quantity { upperBound / lowerBound }

  /// All sums of a value from each range.
  public static func + (
    left: ClosedRange<Quantity>,
    right: ClosedRange<Quantity>
  ) -> ClosedRange<Quantity> {
    (left.lowerBound + right.lowerBound)...(left.upperBound + right.upperBound)
  }

  /// All differences of a value from each range.
  public static func - (
    left: ClosedRange<Quantity>,
    right: ClosedRange<Quantity>
  ) -> ClosedRange<Quantity> {
    (left.lowerBound - right.upperBound)...(left.upperBound - right.lowerBound)
  }

  /// All products of a value from each range.
  public static func * (
    left: ClosedRange<Quantity>,
    right: ClosedRange<Quantity>
  ) -> ClosedRange<Quantity> {
    around([
      left.lowerBound * right.lowerBound, left.lowerBound * right.upperBound,
      left.upperBound * right.lowerBound, left.upperBound * right.upperBound,
    ])
  }

  /// All quotients of a value from each range; stops if the divisor may be zero.
  public static func / (
    left: ClosedRange<Quantity>,
    right: ClosedRange<Quantity>
  ) -> ClosedRange<Quantity> {
    guard right.lowerBound.baseValue > 0 || right.upperBound.baseValue < 0 else {
      stop(
        "cannot divide by a range from \(right.lowerBound) to \(right.upperBound): it holds zero"
      )
    }
    return around([
      left.lowerBound / right.lowerBound, left.lowerBound / right.upperBound,
      left.upperBound / right.lowerBound, left.upperBound / right.upperBound,
    ])
  }

  /// Every value of the range times one quantity.
  public static func * (left: ClosedRange<Quantity>, right: Quantity) -> ClosedRange<Quantity> {
    left * exactly(right)
  }

  /// One quantity times every value of the range.
  public static func * (left: Quantity, right: ClosedRange<Quantity>) -> ClosedRange<Quantity> {
    exactly(left) * right
  }

  /// Every value of the range divided by one quantity.
  public static func / (left: ClosedRange<Quantity>, right: Quantity) -> ClosedRange<Quantity> {
    left / exactly(right)
  }

  /// One quantity divided by every value of the range.
  public static func / (left: Quantity, right: ClosedRange<Quantity>) -> ClosedRange<Quantity> {
    exactly(left) / right
  }
}
