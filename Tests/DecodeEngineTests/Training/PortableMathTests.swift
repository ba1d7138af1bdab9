import DecodeEngine
import Testing

@Suite struct PortableMathTests {
  @Test func exponentialIsWithinTwoUnitsInTheLastPlace() {
    var worst = 0.0
    for step in -87_000...88_000 {
      let x = Float(step) / 1000
      let exact = CLibrary.exponential(Double(x))
      let error = abs(Double(PortableMath.exponential(x)) - exact)
      worst = max(worst, error / Double(Float(exact).ulp))
    }
    #expect(worst < 2, "\(worst) units")
  }

  @Test func exponentialEndsWhereItMust() {
    #expect(PortableMath.exponential(Float(0)) == 1)
    #expect(PortableMath.exponential(-Float.infinity) < 1e-37)
    #expect(PortableMath.exponential(Float(1000)).isFinite)
    #expect(PortableMath.exponential(Float.nan).isNaN)
  }

  @Test func doubleFunctionsAgreeWithTheLibrary() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<20_000 {
      let unit = Double(random.nextUnit())
      let x = (unit - 0.5) * 200
      #expect(abs(PortableMath.exponential(x) / CLibrary.exponential(x) - 1) < 1e-14)
      let y = CLibrary.exponential(x)
      #expect(abs(PortableMath.logarithm(y) - x) < 1e-13)
      let angle = unit * 1e5
      let (s, c) = PortableMath.sineAndCosine(angle)
      #expect(abs(s - CLibrary.sine(angle)) < 1e-10 && abs(c - CLibrary.cosine(angle)) < 1e-10)
    }
  }
}
