/// Exponentials, logarithms and circular functions from sums, products and roundings alone, in a fixed order.
///
/// A C library picks its own version by CPU, and its last bit may differ. These give the same bits
/// everywhere, which what pages show must have.
package enum PortableMath {
  /// e to the power of x, within 2 units of the last place; 0 far below, infinity far above, NaN stays NaN.
  ///
  ///     x = n · ln 2 + r,  |r| ≤ ln 2 / 2      eˣ = 2ⁿ · eʳ, and eʳ by its series to the seventh power
  ///
  /// Free of branches and calls, so that a loop over it becomes vector code. Results below the smallest normal
  /// number are rounded once.
  @inline(__always)
  package static func exponential(_ x: Float) -> Float {
    // Beyond these the result is 0 or infinity. The order of arguments lets NaN through.
    let bounded = max(min(x, 89), -104)
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (bounded - n * 0.693_145_75) - n * 1.428_606_8e-6
    var sum: Float = 1 / 5040
    sum = sum * r + 1 / 720
    sum = sum * r + 1 / 120
    sum = sum * r + 1 / 24
    sum = sum * r + 1 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    // In two steps, since 2ⁿ alone need not be a normal number.
    let whole = Int32(truncatingIfNeeded: shifted.bitPattern) &- 0x4B40_0000
    let half = whole &>> 1
    return sum * power(half) * power(whole &- half)
  }

  /// 2ⁿ for exponents of normal numbers.
  @inline(__always)
  private static func power(_ n: Int32) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: n &+ 127) &<< 23)
  }

  /// 1 / (1 + e⁻ˣ).
  @inline(__always)
  package static func sigmoid(_ x: Float) -> Float { 1 / (1 + exponential(-x)) }

  /// The hyperbolic tangent, by e to the power of −2·|x| where that does not cancel and by its series where it does.
  @inline(__always)
  package static func tanh(_ x: Float) -> Float {
    let s = x * x
    var series: Float = -1382 / 155_925
    series = series * s + 62 / 2835
    series = series * s - 17 / 315
    series = series * s + 2 / 15
    series = series * s - 1 / 3
    let e = exponential(-2 * abs(x))
    let size = (1 - e) / (1 + e)
    return abs(x) < 0.3 ? x * (series * s + 1) : x < 0 ? -size : size
  }
}
