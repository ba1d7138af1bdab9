import DecodeEngine
import ServingMath
import Testing

/// The engine's own functions against the C library's.
@Suite struct PortableMathTests {
  @Test func exponentialIsWithinTwoUnitsInTheLastPlace() {
    var worst = 0.0
    for step in -104_000...88_720 {
      let x = Float(step) / 1000
      let exact = CLibrary.exponential(Double(x))
      let error = abs(Double(PortableMath.exponential(x)) - exact)
      worst = max(worst, error / Double(Float(exact).ulp))
    }
    #expect(worst < 2, "\(worst) units")
  }

  @Test func exponentialEndsWhereItMust() {
    #expect(PortableMath.exponential(Float(0)) == 1)
    #expect(PortableMath.exponential(Float(-103.9)) == .leastNonzeroMagnitude)
    for x in [-103.99, -104, -1e30, -Float.infinity] { #expect(PortableMath.exponential(x) == 0) }
    #expect(PortableMath.exponential(Float(88.72)).isFinite)
    for x in [88.73, 89, 1000, Float.infinity] { #expect(PortableMath.exponential(x) == .infinity) }
    #expect(PortableMath.exponential(Float.nan).isNaN)
    #expect(PortableMath.exponential(Double.nan).isNaN)
    #expect(PortableMath.exponential(-746.0) == 0 && PortableMath.exponential(710.0) == .infinity)
    #expect(PortableMath.exponential(-745.0) > 0 && PortableMath.exponential(709.7).isFinite)
  }

  @Test func sigmoidAndTangentAgreeWithTheLibrary() {
    for step in -20_000...20_000 {
      let x = Float(step) / 1000
      let exact = CLibrary.tangent(Double(x))
      #expect(abs(Double(PortableMath.tanh(x)) - exact) <= 4e-7 * abs(exact), "tanh of \(x)")
      let sigmoid = 1 / (1 + CLibrary.exponential(-Double(x)))
      #expect(abs(Double(PortableMath.sigmoid(x)) - sigmoid) <= 4e-7 * sigmoid, "sigmoid of \(x)")
    }
    for far in [1e30, Float.infinity] {
      #expect(PortableMath.tanh(far) == 1 && PortableMath.tanh(-far) == -1)
      #expect(PortableMath.sigmoid(far) == 1 && PortableMath.sigmoid(-far) == 0)
    }
    #expect(PortableMath.tanh(.nan).isNaN && PortableMath.sigmoid(.nan).isNaN)
  }

  @Test func lanesHaveTheBitsOfTheScalarFunctions() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<2_000 {
      var x = SIMD16<Float>.zero
      for lane in x.indices { x[lane] = (random.nextUnit() - 0.5) * 240 }
      x[3] = .nan
      x[7] = .infinity
      x[11] = -.infinity
      let (exponentials, tangents) = (PortableMath.exponential(x), PortableMath.tanh(x))
      for lane in x.indices where lane != 3 {
        #expect(exponentials[lane].bitPattern == PortableMath.exponential(x[lane]).bitPattern)
        #expect(tangents[lane].bitPattern == PortableMath.tanh(x[lane]).bitPattern)
      }
      #expect(exponentials[3].isNaN && tangents[3].isNaN)
    }
  }

  @Test func doubleFunctionsAgreeWithTheLibrary() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<20_000 {
      let unit = Double(random.nextUnit())
      let x = (unit - 0.5) * 200
      #expect(abs(PortableMath.exponential(x) / CLibrary.exponential(x) - 1) < 1e-14)
      let y = CLibrary.exponential(x)
      #expect(abs(PortableMath.logarithm(y) - x) < 1e-13)
      let (base, power) = (1 + unit * 1e7, -Double(random.nextUnit()))
      let exact = CLibrary.power(base, power)
      #expect(abs(PortableMath.power(base, power) / exact - 1) < 1e-13)
    }
  }

  @Test func logarithmEndsWhereItMust() {
    #expect(PortableMath.logarithm(1) == 0)
    #expect(PortableMath.logarithm(0) == -.infinity)
    #expect(PortableMath.logarithm(.infinity) == .infinity)
    #expect(PortableMath.logarithm(-1).isNaN && PortableMath.logarithm(.nan).isNaN)
    let least = Double.leastNonzeroMagnitude
    #expect(abs(PortableMath.logarithm(least) - CLibrary.logarithm(least)) < 1e-12)
  }

  /// A rotary angle in radians can be as large as its position.
  @Test(arguments: [1, 1e3, 1e5, 1e6, 1e8, 2e8])
  func anglesKeepTheirDigitsHoweverLarge(_ size: Double) {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let angle = (2 * Double(random.nextUnit()) - 1) * size
      let (sine, cosine) = PortableMath.sineAndCosine(angle)
      let error = max(abs(sine - CLibrary.sine(angle)), abs(cosine - CLibrary.cosine(angle)))
      #expect(error < 4e-16, "\(angle)")
    }
  }

  @Test func quarterTurnsAreWhole() {
    for quarter in -8...8 {
      let (sine, cosine) = PortableMath.sineAndCosine(Double(quarter) * .pi / 2)
      #expect(abs(sine - [0, 1, 0, -1][quarter & 3]) < 1e-14)
      #expect(abs(cosine - [1, 0, -1, 0][quarter & 3]) < 1e-14)
    }
    for strange in [Double.infinity, -.infinity, .nan, 1e300] {
      let (sine, cosine) = PortableMath.sineAndCosine(strange)
      #expect(sine.isNaN && cosine.isNaN)
    }
  }
}
