import Quantities
import Testing

@Suite struct QuantityUnitTests {
  static let catalogue: [QuantityUnit] = [
    .one, .percent, .bytes, .kilobytes, .megabytes, .gigabytes, .terabytes, .petabytes, .kibibytes,
    .mebibytes, .gibibytes, .tebibytes, .bits, .gigabits, .flop, .megaflop, .gigaflop, .teraflop,
    .petaflop, .exaflop, .multiplyAdds, .teraMultiplyAdds, .seconds, .milliseconds, .microseconds,
    .nanoseconds, .minutes, .hours, .days, .months, .years, .tokens, .kilotokens, .megatokens,
    .dollars, .cents, .joules, .watts, .kilowatts, .megawatts, .wattHours, .kilowattHours,
    .bytesPerSecond, .gigabytesPerSecond, .terabytesPerSecond, .gigabitsPerSecond, .flopPerSecond,
    .teraflopPerSecond, .petaflopPerSecond, .multiplyAddsPerSecond, .tokensPerSecond,
    .bytesPerToken, .flopPerByte, .flopPerToken, .dollarsPerHour, .dollarsPerMegatoken,
    .dollarsPerSecond,
  ]

  @Test(arguments: catalogue.filter { $0 != .one })
  func aSymbolParsesToItsUnit(unit: QuantityUnit) throws {
    #expect(try QuantityUnit(parsing: unit.symbol) == unit)
  }

  @Test(arguments: catalogue)
  func composedSymbolsParseToTheirUnits(unit: QuantityUnit) throws {
    for other in Self.catalogue where other != .one && unit != .one {
      for composed in [
        unit / other, unit * other, .one / unit, unit / (other * .tokens),
        (unit / other).raised(to: 2),
        unit * (other / .seconds), unit.raised(to: -1) / other, unit.raised(to: 3) * other,
      ] where composed != .one {
        let parsed = try QuantityUnit(parsing: composed.symbol)
        #expect(parsed.dimensions == composed.dimensions, "\(composed)")
        #expect(abs(parsed.factor / composed.factor - 1) < 1e-14, "\(composed)")
      }
    }
  }

  @Test func decimalAndBinaryPrefixesAreDistinct() {
    #expect(QuantityUnit.gigabytes.factor == 1e9)
    #expect(QuantityUnit.gibibytes.factor == 1_073_741_824)
    #expect(Quantity(1, .gibibytes) > Quantity(1, .gigabytes))
    #expect(Quantity(1, .gibibytes).value(in: .bytes) == 1_073_741_824)
  }

  @Test func aMultiplyAddIsTwoFLOP() throws {
    #expect(Quantity(1, .multiplyAdds) == Quantity(2, .flop))
    #expect((Quantity(1, .teraMultiplyAdds) / Quantity(1, .teraflop)).plain == 2)
    for name in ["multiplies", "multiply-adds", "MAC"] {
      #expect(try QuantityUnit(parsing: name) == .multiplyAdds)
    }
  }

  @Test func aByteHasEightBits() {
    #expect(Quantity(1, .bytes).value(in: .bits) == 8)
    #expect(Quantity(1, .gigabytesPerSecond).value(in: .gigabitsPerSecond) == 8)
  }

  @Test func fractionsOfTenConvertWithOneRounding() {
    #expect(Quantity(9, .milliseconds).baseValue == 0.009)
    #expect(Quantity(0.31, .dollarsPerMegatoken).baseValue == 0.31 / 1e6)
    #expect(Quantity(7, .cents) == Quantity(0.07, .dollars))
  }

  @Test func unitsComposeToTheSymbolOneWouldWrite() {
    #expect((QuantityUnit.gigabytes / .seconds).symbol == "GB/s")
    #expect((QuantityUnit.tokens / (.seconds * .kilowatts)).symbol == "tok/(s·kW)")
    #expect((QuantityUnit.one / .seconds).symbol == "/s")
    #expect(QuantityUnit.seconds.raised(to: 2).symbol == "s^2")
    #expect((QuantityUnit.gigabytes / .one) == .gigabytes)
    #expect((QuantityUnit.one * .gigabytes) == .gigabytes)
  }

  @Test(
    arguments: [
      ("tb", "TB"), ("Tb/s", nil), ("gigabyte", nil), ("gigabites", "gigabytes"), ("KB", "kB"),
      ("hourz", "hour"), ("xyzzy", nil), ("kw", "kW"), ("mib", "MiB"),
    ] as [(String, String?)]
  )
  func theNearestSpellingIsOffered(text: String, suggestion: String?) {
    do {
      _ = try QuantityUnit(parsing: text)
      #expect(suggestion == nil)
    } catch {
      #expect(error == .unknownUnit(text: text, offset: 0, suggestion: suggestion))
    }
  }
}
