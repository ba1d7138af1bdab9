/// Exponential, logarithm, sine and cosine from additions and multiplications alone.
///
/// The functions of a C library choose their code by the processor and may differ in the last bit. These
/// give the same bits everywhere, which pages of the book need.
package enum PortableMath {
  /// e to the power of x, within 2 units in the last place from −87 to 88 and constant beyond.
  ///
  ///     x = n · ln 2 + r,  |r| ≤ ln 2 / 2      2ⁿ by the exponent bits, eʳ by its Taylor polynomial
  ///
  /// Free of branches and calls, so that a loop over it becomes vector code. NaN stays NaN.
  @inline(__always)
  package static func exponential(_ x: Float) -> Float {
    // The order of arguments lets NaN through.
    let bounded = max(min(x, 88), -87)
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    var r = bounded - n * 0.693_359_375
    r += n * 2.121_944_4e-4
    var sum: Float = 1 / 5040
    sum = sum * r + 1 / 720
    sum = sum * r + 1 / 120
    sum = sum * r + 1 / 24
    sum = sum * r + 1 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    return sum * Float(bitPattern: (shifted.bitPattern &+ 127) << 23)
  }

  /// e to the power of x in double precision, for |x| up to 700.
  package static func exponential(_ x: Double) -> Double {
    let n = (x * 1.442_695_040_888_963_4).rounded()
    let r = (x - n * highLog2) - n * lowLog2
    var sum = 1.0
    for term in (1...14).reversed() { sum = sum * r / Double(term) + 1 }
    return Double(sign: .plus, exponent: Int(n), significand: sum)
  }

  /// The natural logarithm of a positive normal number.
  ///
  ///     ln(m · 2ᵉ) = e · ln 2 + 2 · (s + s³/3 + s⁵/5 + …),  s = (m − 1) / (m + 1)
  package static func logarithm(_ x: Double) -> Double {
    var (m, e) = (x.significand, Double(x.exponent))
    if m > 1.414_213_562_373_095 { (m, e) = (m / 2, e + 1) }
    let s = (m - 1) / (m + 1)
    var sum = 0.0
    for term in stride(from: 23, through: 1, by: -2) { sum = sum * s * s + 1 / Double(term) }
    return e * highLog2 + (e * lowLog2 + 2 * s * sum)
  }

  /// Sine and cosine of an angle in radians, for angles up to 10⁶.
  package static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    let n = (x * 0.636_619_772_367_581_4).rounded()
    let r = (x - n * 1.570_796_326_734_125_6) - n * 6.077_100_506_506_192e-11
    var (sine, cosine) = (1.0, 1.0)
    for term in stride(from: 16, through: 2, by: -2) {
      sine = 1 - sine * r * r / Double(term * (term + 1))
      cosine = 1 - cosine * r * r / Double(term * (term - 1))
    }
    sine *= r
    return switch Int(n) & 3 {
    case 0: (sine, cosine)
    case 1: (cosine, -sine)
    case 2: (-sine, -cosine)
    default: (-cosine, sine)
    }
  }

  // ln 2 in two parts; the first has so few bits that its whole multiples are exact.
  private static let highLog2 = 0.693_147_180_369_123_8
  private static let lowLog2 = 1.908_214_929_270_587_7e-10
}
