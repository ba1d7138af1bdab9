import Quantities
import TestSupport
import Testing

@Suite struct QuantityFormattingTests {
  @Test(arguments: [
    (Quantity(3.35e12, .bytesPerSecond), "3.35 TB/s"),
    (Quantity(989e12, .flopPerSecond), "989 TFLOP/s"),
    (Quantity(0.02, .seconds), "20.0 ms"),
    (Quantity(999.96, .bytes), "1.00 kB"),
    (Quantity(999.4, .bytes), "999 B"),
    (Quantity(999.96, .gigabytes), "1.00 TB"),
    (Quantity(0.99996, .milliseconds), "1.00 ms"),
    (Quantity(1234, .seconds), "1,230 s"),
    (Quantity(3, .nanoseconds) / 1000, "0.00300 ns"),
    (Quantity(0.5, .bytes), "0.500 B"),
    (Quantity(70_272, .bytesPerToken), "70.3 kB/tok"),
    (Quantity(50, .tokensPerSecond), "50.0 tok/s"),
    (Quantity(10, .megatokens), "10.0 Mtok"),
    (Quantity(0.31e-6, .dollars / .tokens), "$0.310/Mtok"),
    (Quantity(2, .dollarsPerHour), "$2.00/h"),
    (Quantity(-2, .dollarsPerHour), "-$2.00/h"),
    (Quantity(3_000_000, .dollars), "$3,000,000"),
    (Quantity(1200, .watts), "1.20 kW"),
    (Quantity(3.6e6, .joules), "3.60 MJ"),
    (Quantity(2.6e25, .flop), "2.60×10²⁵ FLOP"),
    (Quantity(300, .flopPerByte), "300 FLOP/B"),
    (Quantity(0.02, .seconds / .tokens), "20.0 ms/tok"),
    (Quantity(5, .one / .seconds), "5.00 /s"),
    (Quantity(0, .bytes), "0 B"),
    (Quantity(0, .seconds), "0 s"),
    (Quantity(0.25), "0.250"),
    (Quantity(2400), "2,400"),
    (Quantity(.infinity, .seconds), "∞ s"),
  ])
  func theDefaultUnitLeavesOneTo999(quantity: Quantity, text: String) {
    #expect(quantity.formatted() == text)
    #expect("\(quantity)" == text)
  }

  @Test(arguments: [
    (Quantity(0.02, .seconds), QuantityUnit.milliseconds, NumberPrecision.decimals(0), "20 ms"),
    (Quantity(70_272, .bytesPerToken), .bytesPerToken, .decimals(0), "70,272 B/tok"),
    (Quantity(0.31e-6, .dollars / .tokens), .dollarsPerMegatoken, .decimals(2), "$0.31/Mtok"),
    (Quantity(-0.5, .dollars), .cents, .exact, "-50 ¢"),
    (Quantity(100, .gigabytesPerSecond), .gigabitsPerSecond, .exact, "800 Gbit/s"),
    (Quantity(2, .gibibytes), .bytes, .exact, "2,147,483,648 B"),
    (Quantity(80, .gigabytes), .gibibytes, .significant(3), "74.5 GiB"),
    (Quantity(10, .teraflopPerSecond), .teraMultiplyAdds / .seconds, .exact, "5 T multiplies/s"),
    (Quantity(1, .days), .days, .exact, "1 day"),
    (Quantity(27, .days), .days, .exact, "27 days"),
    (Quantity(0.125), .percent, .decimals(1), "12.5%"),
    (
      Quantity(4.2, .tokens / .joules), .tokensPerSecond / .kilowatts, .decimals(0),
      "4,200 tok/s/kW"
    ),
  ])
  func anAskedForUnitIsKept(
    quantity: Quantity,
    unit: QuantityUnit,
    precision: NumberPrecision,
    text: String
  ) {
    #expect(quantity.formatted(in: unit, precision) == text)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func exactTextReadsBackAsTheSameQuantity(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let units = QuantityUnitTests.catalogue
    for _ in 0..<800 {
      let left = try #require(units.randomElement(using: &generator))
      let right = try #require(units.randomElement(using: &generator))
      let composed = [left, left / right, left * right, .one / left, left / right / .seconds]
      let unit = try #require(composed.randomElement(using: &generator))
      let quantity = Quantity(generator.magnitude(), unit)
      let text = quantity.formatted(.exact)
      #expect(try Quantity(parsing: text) == quantity, "\(text)")
      let product = quantity * Quantity(generator.magnitude(), right)
      #expect(try Quantity(parsing: product.formatted(.exact)) == product, "\(product)")
    }
  }

  @Test(arguments: [31, 32] as [UInt64])
  func whatWasWrittenIsPrintedAgain(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for unit in QuantityUnitTests.catalogue {
      for _ in 0..<40 {
        let number = Double(Int.random(in: 1...99_999, using: &generator)) / 100
        let quantity = Quantity(number, unit)
        let text = quantity.formatted(in: unit, .exact)
        #expect(text == unit.attached(to: number.formatted(.exact)))
        #expect(try Quantity(parsing: text) == quantity, "\(text)")
      }
    }
  }

  /// As a reader has it who has nothing but the printed number.
  @Test(arguments: [
    (Quantity(312.5), 3, 312), (Quantity(312.5), 4, 312.5), (Quantity(671.4, .gigabytes), 3, 671e9),
    (Quantity(0.020_44, .seconds), 2, 0.020), (Quantity(0), 3, 0), (Quantity(-1234), 2, -1200),
  ])
  func roundsToWhatIsPrinted(quantity: Quantity, count: Int, base: Double) {
    #expect(quantity.rounded(toSignificant: count).baseValue == base)
    let text = quantity.formatted(.significant(count))
    #expect(quantity.rounded(toSignificant: count).formatted(.significant(count)) == text)
  }
}
