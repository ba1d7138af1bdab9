import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct QuantityRangeTests {
  typealias Range = ClosedRange<Quantity>

  static func draw(
    _ span: ClosedRange<Double>,
    _ random: inout SeededGenerator
  ) -> Range {
    let ends = [Double.random(in: span, using: &random), .random(in: span, using: &random)]
    return Quantity(min(ends[0], ends[1]))...Quantity(max(ends[0], ends[1]))
  }

  static func sample(_ range: Range, _ random: inout SeededGenerator) -> Quantity {
    Quantity(.random(in: range.lowerBound.plain...range.upperBound.plain, using: &random))
  }

  @Test(arguments: 1...UInt64(50))
  func resultsHoldEverySampledPoint(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let left = Self.draw(-10...10, &random)
    let right = Self.draw(-10...10, &random)
    let divisor = Self.draw(seed.isMultiple(of: 2) ? 0.1...10 : -10...(-0.1), &random)
    for _ in 0..<50 {
      let a = Self.sample(left, &random)
      let b = Self.sample(right, &random)
      let c = Self.sample(divisor, &random)
      #expect((left + right).contains(a + b))
      #expect((left - right).contains(a - b))
      #expect((left * right).contains(a * b))
      #expect((left / divisor).contains(a / c))
      #expect((left * c).contains(a * c) && (c * left).contains(c * a))
      #expect((left / c).contains(a / c) && (b / divisor).contains(b / c))
    }
  }

  @Test func rangesAreAsNarrowAsTheirEnds() {
    let left = Quantity(-2)...Quantity(3)
    let right = Quantity(-5)...Quantity(4)
    #expect(left + right == Quantity(-7)...Quantity(7))
    #expect(left - right == Quantity(-6)...Quantity(8))
    #expect(left * right == Quantity(-15)...Quantity(12))
    #expect(left / (Quantity(2)...Quantity(4)) == Quantity(-1)...Quantity(1.5))
  }

  @Test func unitsAreCarriedThrough() {
    let memory = Quantity(80, .gigabytes)...Quantity(160, .gigabytes)
    let time = memory / Quantity(4, .terabytesPerSecond)
    #expect(time == Quantity(20, .milliseconds)...Quantity(40, .milliseconds))
    #expect(time.spread == Quantity(2))
  }

  @Test func dividingByARangeWithZeroStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Quantity(1) / (Quantity(-1)...Quantity(1))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("it holds zero"))
  }
}
