import Glibc

/// Functions that give the same bits on every CPU: sums, products and roundings alone, in a fixed order.
///
/// A C library picks its own version by CPU, and its last bit may differ; what pages show must not.
enum Plain {
  /// eˣ within 2 units of the last place; 0 far below, infinity far above.
  ///
  /// x = n · ln 2 + r with |r| ≤ ½ ln 2; eʳ is its series to the seventh power.
  @inline(__always)
  static func exponential(_ x: Float) -> Float {
    if x.isNaN { return x }
    if x > 88.72 { return .infinity }
    if x < -103.9 { return 0 }
    let n = (x * 1.442_695_04).rounded(.toNearestOrEven)
    let r = (x - n * 0.693_145_75) - n * 1.428_606_8e-6
    var sum: Float = 1 / 5040
    for divisor: Float in [720, 120, 24, 6, 2, 1, 1] { sum = sum * r + 1 / divisor }
    // Two steps, so that results below the smallest normal number round once.
    let half = Int(n) / 2
    return sum * power(half) * power(Int(n) - half)
  }

  /// 2ⁿ for exponents of normal numbers.
  @inline(__always)
  private static func power(_ n: Int) -> Float {
    Float(bitPattern: UInt32(127 + n) << 23)
  }

  /// 1 / (1 + e⁻ˣ).
  @inline(__always)
  static func sigmoid(_ x: Float) -> Float { 1 / (1 + exponential(-x)) }

  /// The hyperbolic tangent, by e to the power of 2x where that does not cancel and by a series where it does.
  @inline(__always)
  static func tanh(_ x: Float) -> Float {
    if abs(x) < 0.3 {
      let s = x * x
      return x
        * (1 + s * (-1 / 3 + s * (2 / 15 + s * (-17 / 315 + s * (62 / 2835 - s * 1382 / 155_925)))))
    }
    let e = exponential(-2 * abs(x))
    let size = (1 - e) / (1 + e)
    return x < 0 ? -size : size
  }

  /// The sine, by its series after whole half turns were taken off.
  static func sine(_ x: Double) -> Double {
    let n = (x / .pi).rounded(.toNearestOrEven)
    let r = reduced(x, halfTurns: n)
    return isOdd(n) ? -sineSeries(r) : sineSeries(r)
  }

  /// The cosine: the sine a quarter turn on.
  static func cosine(_ x: Double) -> Double {
    let n = (x / .pi - 0.5).rounded(.toNearestOrEven)
    let r = reduced(x, halfTurns: n + 0.5)
    return isOdd(n) ? sineSeries(r) : -sineSeries(r)
  }

  /// x − halfTurns · π, with π in three parts so that large angles keep their digits.
  private static func reduced(_ x: Double, halfTurns: Double) -> Double {
    ((x - halfTurns * 3.141_592_651_605_606) - halfTurns * 1.984_187_158_723_175_8e-9)
      - halfTurns * 1.144_237_745_221_966_3e-17
  }

  private static func isOdd(_ n: Double) -> Bool {
    n.truncatingRemainder(dividingBy: 2) != 0
  }

  private static func sineSeries(_ r: Double) -> Double {
    let s = r * r
    var sum = 0.0
    for divisor in stride(from: 23.0, through: 3, by: -2) {
      sum = (1 + sum) * -s / (divisor * (divisor - 1))
    }
    return r * (1 + sum)
  }
}
