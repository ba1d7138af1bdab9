import Glibc
import Quantities

/// Finds where a monotone function of a positive number changes sign, over many orders of magnitude.
enum LogBisection {
  /// Relative width at which the bracket counts as a point; about a thousand times rounding error.
  static let tolerance = 1e-13

  /// The root, by halving the logarithm of the bracket.
  ///
  /// The sign at both ends must differ; the function need not be smooth. A bracket of 30 orders of
  /// magnitude takes about 50 steps; the count is bounded because midpoints stop moving at rounding.
  ///
  /// Stops if the bracket is not positive and ordered, or holds no change of sign.
  static func root(from low: Double, to high: Double, of function: (Double) -> Double) -> Double {
    guard low > 0, low < high, high.isFinite else {
      stop("a search needs a positive bracket from low to high")
    }
    let atLow = function(low)
    let atHigh = function(high)
    if atLow == 0 { return low }
    if atHigh == 0 { return high }
    guard (atLow < 0) != (atHigh < 0) else {
      stop("nothing to find between the ends of a search: the function keeps its sign")
    }
    var lower = log(low)
    var upper = log(high)
    for _ in 0..<200 where upper - lower > tolerance {
      let middle = (lower + upper) / 2
      if (function(exp(middle)) < 0) == (atLow < 0) { lower = middle } else { upper = middle }
    }
    return exp((lower + upper) / 2)
  }
}
