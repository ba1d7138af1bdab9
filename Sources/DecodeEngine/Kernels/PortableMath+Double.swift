extension PortableMath {
  /// e to the power of x, within 1 part in 10¹⁴ where it is a normal number; 0 far below, infinity far above, NaN stays NaN.
  package static func exponential(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let n = (x * 1.442_695_040_888_963_4).rounded()
    let r = (x - n * highLog2) - n * lowLog2
    var sum = 1.0
    for term in (1...14).reversed() { sum = sum * r / Double(term) + 1 }
    return Double(sign: .plus, exponent: Int(n), significand: sum)
  }

  /// The natural logarithm; −∞ for 0, NaN below.
  ///
  ///     ln(m · 2ᵉ) = e · ln 2 + 2 · (s + s³/3 + s⁵/5 + …),  s = (m − 1) / (m + 1)
  package static func logarithm(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    var (m, e) = (x.significand, Double(x.exponent))
    if m > 1.414_213_562_373_095 { (m, e) = (m / 2, e + 1) }
    let s = (m - 1) / (m + 1)
    var sum = 0.0
    for term in stride(from: 23, through: 1, by: -2) { sum = sum * s * s + 1 / Double(term) }
    return e * highLog2 + (e * lowLog2 + 2 * s * sum)
  }

  /// A positive number to a power: e to the power of y · ln x.
  ///
  /// The relative error grows with |y · ln x| times 10⁻¹⁶, far below the last bit of a `Float`.
  package static func power(_ x: Double, _ y: Double) -> Double {
    exponential(y * logarithm(x))
  }

  /// Sine and cosine of an angle in radians, within 3 · 10⁻¹⁶ for angles up to 2 · 10⁸ either way; NaN beyond.
  ///
  /// Whole quarter turns are taken off, with π/2 in three parts. The first two have 26 bits, so their products
  /// with up to 2²⁷ quarter turns are exact and large angles keep all their digits.
  package static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    guard abs(x) <= 2e8 else { return (.nan, .nan) }
    let n = (x * 0.636_619_772_367_581_4).rounded()
    let r = ((x - n * firstQuarterTurn) - n * secondQuarterTurn) - n * lastQuarterTurn
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

  // π/2 in three parts.
  private static let firstQuarterTurn = 0x1.921fb5p0
  private static let secondQuarterTurn = 0x1.110b46p-26
  private static let lastQuarterTurn = 0x1.1a62633145c07p-54
}
