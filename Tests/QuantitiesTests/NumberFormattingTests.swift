import Quantities
import Testing

@Suite struct NumberFormattingTests {
  @Test(
    arguments: [
      (2, "2.00"), (0, "0"), (-0.0, "0"), (1234, "1,230"), (999.96, "1,000"), (999.4, "999"),
      (0.000123456, "0.000123"), (0.0000123456, "1.23×10⁻⁵"), (1e14, "100,000,000,000,000"),
      (1e15, "1.00×10¹⁵"), (9.996e14, "1.00×10¹⁵"), (-2.6e25, "-2.60×10²⁵"), (-12345, "-12,300"),
      (0.9996, "1.00"), (Double.infinity, "∞"), (-Double.infinity, "-∞"),
    ] as [(Double, String)]
  )
  func threeSignificantDigitsPrint(number: Double, text: String) {
    #expect(number.formatted(.significant(3)) == text)
  }

  @Test(
    arguments: [
      (0, 1234.5, "1,234"), (0, 1235.5, "1,236"), (0, 0.5, "0"), (0, 1.5, "2"), (2, 2.675, "2.67"),
      (2, -0.001, "0.00"), (1, -0.06, "-0.1"), (3, 1e6, "1,000,000.000"),
      (0, 1e16, "10,000,000,000,000,000"),
      (1, 0.05, "0.1"), (0, 999.5, "1,000"),
    ] as [(Int, Double, String)]
  )
  func decimalsRoundTheExactValueToNearestEven(count: Int, number: Double, text: String) {
    #expect(number.formatted(.decimals(count)) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (0.1, "0.1"), (1e-4, "0.0001"), (1e-5, "1×10⁻⁵"),
      (123_456_789, "123,456,789"),
      (1e15, "1×10¹⁵"),
      (999_999_999_999_999, "999,999,999,999,999"), (1.0 / 3, "0.3333333333333333"), (-2.5, "-2.5"),
      (100, "100"), (1.7976931348623157e308, "1.7976931348623157×10³⁰⁸"), (1e22, "1×10²²"),
    ] as [(Double, String)]
  )
  func theShortestTextPrints(number: Double, text: String) {
    #expect(number.formatted(.exact) == text)
  }

  @Test func tenDigitsAreUnrounded() {
    #expect((1.0 / 3).formatted(.significant(10)) == "0.3333333333")
    #expect(2.0.formatted(.significant(10)) == "2.000000000")
  }
}
