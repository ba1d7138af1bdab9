import Glibc
public import Quantities

/// The board's habit of setting two costs equal to find where their sum is least, and what it misses.
///
///     cost(x) = a·x^p + b·x^(−q)
///
/// At the minimum p·a·x^p = q·b·x^(−q), so the rising cost stands to the falling one as q to p: equal
/// exponents make them equal, as with x + 1/x (and as with e^x + e^(−x)). Setting them equal anyway costs
///
///     2 · p^(p/(p+q)) · q^(q/(p+q)) / (p + q)
///
/// times the minimum, less than 2 for any exponents and 1.06 for exponents of 1 and 2.
///
/// > Source: lecture, 1:20:42 (E17, claim C125); the penalty is ours.
public struct BalanceHeuristic: Sendable {
  /// The rising cost at x = 1, a.
  public let rising: Quantity
  /// Its exponent, p.
  public let risingExponent: Quantity
  /// The falling cost at x = 1, b.
  public let falling: Quantity
  /// Its exponent without the sign, q.
  public let fallingExponent: Quantity

  /// Two costs of one dimension.
  ///
  /// Stops if a cost or an exponent is not positive.
  public init(
    rising: Quantity,
    exponent risingExponent: Quantity,
    falling: Quantity,
    exponent fallingExponent: Quantity
  ) {
    let none = 0 * rising
    guard rising > none, falling > none, risingExponent.plain > 0, fallingExponent.plain > 0 else {
      stop("balancing needs two positive costs with positive exponents")
    }
    self.rising = rising
    self.risingExponent = risingExponent
    self.falling = falling
    self.fallingExponent = fallingExponent
  }

  /// The rising cost at x.
  public func risingCost(at x: Quantity) -> Quantity { rising * pow(x.plain, p) }

  /// The falling cost at x.
  public func fallingCost(at x: Quantity) -> Quantity { falling * pow(x.plain, -q) }

  /// The sum at x.
  public func cost(at x: Quantity) -> Quantity { risingCost(at: x) + fallingCost(at: x) }

  /// Where both cost the same: `(b / a)^(1 / (p + q))`.
  public var equalPoint: Quantity { Quantity(pow((falling / rising).plain, 1 / (p + q))) }

  /// Where the sum is least: `(q·b / (p·a))^(1 / (p + q))`.
  public var optimum: Quantity {
    Quantity(pow(q / p * (falling / rising).plain, 1 / (p + q)))
  }

  /// Rising over falling cost at the minimum: `q / p`.
  public var ratioAtOptimum: Quantity { fallingExponent / risingExponent }

  /// Cost at the equal point over the least cost; 1 only for equal exponents.
  public var penalty: Quantity {
    Quantity(2 * pow(p, p / (p + q)) * pow(q, q / (p + q)) / (p + q))
  }

  private var p: Double { risingExponent.plain }
  private var q: Double { fallingExponent.plain }
}
