import Quantities
import Testing

@Suite struct QuantityParsingTests {
  @Test(arguments: [
    ("3.35 TB/s", Quantity(3.35, .terabytesPerSecond)),
    ("989 TFLOP/s", Quantity(989, .teraflopPerSecond)),
    ("$2/h", Quantity(2, .dollarsPerHour)),
    ("$2 per hour", Quantity(2, .dollarsPerHour)),
    ("-$2/h", Quantity(-2, .dollarsPerHour)),
    ("$-2/h", Quantity(-2, .dollarsPerHour)),
    ("2 dollars per hour", Quantity(2, .dollarsPerHour)),
    ("$0.31/Mtok", Quantity(0.31, .dollarsPerMegatoken)),
    ("$0.31/M tokens", Quantity(0.31, .dollarsPerMegatoken)),
    ("$0.31 per million tokens", Quantity(0.31, .dollarsPerMegatoken)),
    ("$1,000", Quantity(1000, .dollars)),
    ("$2 million", Quantity(2e6, .dollars)),
    ("2 million dollars", Quantity(2e6, .dollars)),
    ("$40k", Quantity(40_000, .dollars)),
    ("31¢/Mtok", Quantity(0.31, .dollarsPerMegatoken)),
    ("20 ms", Quantity(0.02, .seconds)),
    ("20\u{A0}ms", Quantity(0.02, .seconds)),
    (" 20 ms ", Quantity(0.02, .seconds)),
    ("20ms", Quantity(0.02, .seconds)),
    ("−20 ms", Quantity(-0.02, .seconds)),
    ("5 \u{B5}s", Quantity(5, .microseconds)),
    ("5 \u{3BC}s", Quantity(5, .microseconds)),
    ("5 us", Quantity(5, .microseconds)),
    ("70,272 B/tok", Quantity(70_272, .bytesPerToken)),
    ("70,272 bytes per token", Quantity(70_272, .bytesPerToken)),
    ("50 tok/s", Quantity(50, .tokensPerSecond)),
    ("50 tokens per second", Quantity(50, .tokensPerSecond)),
    ("50 tokens·s⁻¹", Quantity(50, .tokensPerSecond)),
    ("50 tok*s^-1", Quantity(50, .tokensPerSecond)),
    ("1.2 kW", Quantity(1200, .watts)),
    ("1 kWh", Quantity(3.6e6, .joules)),
    ("800 Gb/s", Quantity(100, .gigabytesPerSecond)),
    ("800 Gbit/s", Quantity(100, .gigabytesPerSecond)),
    ("800 gigabits per second", Quantity(100, .gigabytesPerSecond)),
    ("10M tokens", Quantity(10, .megatokens)),
    ("10 M tokens", Quantity(10, .megatokens)),
    ("37B tokens", Quantity(37e9, .tokens)),
    ("128k tokens", Quantity(128, .kilotokens)),
    ("10MB", Quantity(10, .megabytes)),
    ("1,667 B", Quantity(1667, .bytes)),
    ("2 GiB", Quantity(2 * 1_073_741_824, .bytes)),
    ("2 gibibytes", Quantity(2, .gibibytes)),
    ("3 terabytes", Quantity(3, .terabytes)),
    ("2.6×10^15 FLOP", Quantity(2.6, .petaflop)),
    ("2.6 × 10¹⁵ multiplies", Quantity(5.2, .petaflop)),
    ("5 T multiplies/s", Quantity(10, .teraflopPerSecond)),
    ("5 TMAC", Quantity(5, .teraMultiplyAdds)),
    ("5 multiply-adds", Quantity(10, .flop)),
    ("300 FLOP/B", Quantity(300, .flopPerByte)),
    ("5 tok/(s·kW)", Quantity(5, .tokensPerSecond) / Quantity(1000, .watts)),
    ("5 tok/s/kW", Quantity(0.005, .tokens / .joules)),
    ("3 days", Quantity(72, .hours)),
    ("2 months", Quantity(60, .days)),
    ("5%", Quantity(0.05)),
    ("5 percent", Quantity(0.05)),
    ("4 /s", Quantity(4, .one / .seconds)),
    ("4 1/s", Quantity(4, .one / .seconds)),
    ("2,400", Quantity(2400)),
    ("2 million", Quantity(2e6)),
    ("10⁹", Quantity(1e9)),
  ])
  func quantitiesParse(text: String, expected: Quantity) throws {
    let quantity = try Quantity(parsing: text)
    #expect(quantity.dimensions == expected.dimensions)
    #expect(abs(quantity.baseValue - expected.baseValue) <= 2 * abs(expected.baseValue).ulp)
  }

  @Test(arguments: [
    ("3.35 TBs", QuantityError.unknownUnit(text: "TBs", offset: 5, suggestion: "TB")),
    ("3 gb/s", .unknownUnit(text: "gb", offset: 2, suggestion: "GB")),
    ("3 B/sec", .unknownUnit(text: "sec", offset: 4, suggestion: "second")),
    ("3 secnds", .unknownUnit(text: "secnds", offset: 2, suggestion: "seconds")),
    ("3 tokns/s", .unknownUnit(text: "tokns", offset: 2, suggestion: "tokens")),
    ("3 GPU·h", .unknownUnit(text: "GPU", offset: 2, suggestion: nil)),
    ("2,400 sequences", .unknownUnit(text: "sequences", offset: 6, suggestion: nil)),
    ("9 TFLOPS", .unknownUnit(text: "TFLOPS", offset: 2, suggestion: "TFLOP/s")),
    ("9 flops", .unknownUnit(text: "flops", offset: 2, suggestion: "FLOP")),
    ("128K", .unknownUnit(text: "K", offset: 3, suggestion: nil)),
    ("$2/hr", .unknownUnit(text: "hr", offset: 3, suggestion: "h")),
    (" $2/Mtk", .unknownUnit(text: "Mtk", offset: 4, suggestion: "Mtok")),
    ("3 GB/", .missingUnit(offset: 5)),
    ("3 GB//s", .missingUnit(offset: 5)),
    ("3 GB s", .unexpected(text: "s", offset: 5)),
    ("3 GB, fast", .unexpected(text: ",", offset: 4)),
    ("3 GB/(s", .unbalancedParenthesis(offset: 5)),
    ("3 GB/s)", .unbalancedParenthesis(offset: 6)),
    ("3 s^", .invalidExponent(text: "^", offset: 3)),
    ("3 s^999", .invalidExponent(text: "^999", offset: 3)),
    ("3 B^100·B^100", .invalidExponent(text: "·B^100", offset: 7)),
    ("3 TB^100", .invalidExponent(text: "^100", offset: 4)),
    ("3 (B^100)^2", .invalidExponent(text: "^2", offset: 9)),
    ("1e308 TB", .numberOutOfRange(text: "1e308 TB", offset: 0)),
    ("2,40 GB", .malformedGrouping(text: "2,40", offset: 0)),
    ("$2,40", .malformedGrouping(text: "2,40", offset: 1)),
    ("1e999 B", .numberOutOfRange(text: "1e999", offset: 0)),
    ("GB", .missingNumber(offset: 0)),
    ("", .missingNumber(offset: 0)),
    ("$", .missingNumber(offset: 1)),
    ("--5 s", .missingNumber(offset: 1)),
  ])
  func mistakesAreNamedWhereTheyStand(text: String, expected: QuantityError) {
    #expect(throws: expected) { try Quantity(parsing: text) }
  }

  @Test func anEmptyTextIsNoUnit() {
    #expect(throws: QuantityError.missingUnit(offset: 0)) { try QuantityUnit(parsing: "") }
  }

  @Test func errorsReadAsSentences() {
    let error = QuantityError.unknownUnit(text: "TBs", offset: 5, suggestion: "TB")
    #expect("\(error)" == "unknown unit 'TBs'; the nearest spelling is 'TB'")
    #expect(error.offset == 5)
  }
}
