import Quantities
import TestSupport
import Testing

struct ReadNumber: Sendable, CustomTestStringConvertible {
  let text: String
  let value: Double
  let digits: Int
  let lastPlace: Int
  let firstPlace: Int
  let rest: String

  init(_ text: String, _ value: Double, _ digits: Int, _ last: Int, _ first: Int, rest: String = "")
  {
    self.text = text
    self.value = value
    self.digits = digits
    lastPlace = last
    firstPlace = first
    self.rest = rest
  }

  var testDescription: String { text }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    ReadNumber("2,400", 2400, 4, 0, 3),
    ReadNumber("2400", 2400, 4, 0, 3),
    ReadNumber("300", 300, 3, 0, 2),
    ReadNumber("0.31", 0.31, 2, -2, -1),
    ReadNumber("0.05", 0.05, 1, -2, -2),
    ReadNumber("2.00", 2, 3, -2, 0),
    ReadNumber("1,234,567.5", 1_234_567.5, 8, -1, 6),
    ReadNumber("0", 0, 1, 0, 0),
    ReadNumber("0.0", 0, 1, -1, -1),
    ReadNumber("007", 7, 1, 0, 0),
    ReadNumber("1e9", 1e9, 1, 9, 9),
    ReadNumber("2.5e-3", 0.0025, 2, -4, -3),
    ReadNumber("2.6×10^15", 2.6e15, 2, 14, 15),
    ReadNumber("2.6×10¹⁵", 2.6e15, 2, 14, 15),
    ReadNumber("2.6 × 10^15 FLOP", 2.6e15, 2, 14, 15, rest: " FLOP"),
    ReadNumber("3×10⁻⁴", 3e-4, 1, -4, -4),
    ReadNumber("3×10^−4", 3e-4, 1, -4, -4),
    ReadNumber("10⁹", 1e9, 1, 9, 9),
    ReadNumber("10^9 tokens", 1e9, 1, 9, 9, rest: " tokens"),
    ReadNumber("10", 10, 2, 0, 1),
    ReadNumber("128k", 128_000, 3, 3, 5),
    ReadNumber("10M", 10e6, 2, 6, 7),
    ReadNumber("37B", 37e9, 2, 9, 10),
    ReadNumber("150T", 150e12, 3, 12, 14),
    ReadNumber("1.5k", 1500, 2, 2, 3),
    ReadNumber("2.6M tokens", 2.6e6, 2, 5, 6, rest: " tokens"),
    ReadNumber("10MB", 10, 2, 0, 1, rest: "MB"),
    ReadNumber("10 B", 10, 2, 0, 1, rest: " B"),
    ReadNumber("10B/s", 10e9, 2, 9, 10, rest: "/s"),
    ReadNumber("-5", -5, 1, 0, 0),
    ReadNumber("−2,400", -2400, 4, 0, 3),
    ReadNumber("+7 s", 7, 1, 0, 0, rest: " s"),
    ReadNumber("2, then", 2, 1, 0, 0, rest: ", then"),
    ReadNumber("20.", 20, 2, 0, 1, rest: "."),
    ReadNumber("5 × 3", 5, 1, 0, 0, rest: " × 3"),
    ReadNumber("5 EFLOP", 5, 1, 0, 0, rest: " EFLOP"),
    ReadNumber("5e", 5, 1, 0, 0, rest: "e"),
    ReadNumber("2,000–3,000", 2000, 4, 0, 3, rest: "–3,000"),
    ReadNumber("8 of 256", 8, 1, 0, 0, rest: " of 256"),
    ReadNumber("10%", 10, 2, 0, 1, rest: "%"),
  ])
  func writtenDigitsKeepTheirPlaces(expected: ReadNumber) throws {
    let number = try NumberText(prefixOf: expected.text[...])
    #expect(number.value == expected.value)
    #expect(number.significantDigits == expected.digits)
    #expect(number.lastPlace == expected.lastPlace)
    #expect(number.firstPlace == expected.firstPlace)
    #expect(String(expected.text[number.end...]) == expected.rest)
  }

  @Test(arguments: ["2,40", "2,4000", "1234,567", "0,400", "1,2", "1,234,5", "2.400,5", "2.5,000"])
  func wrongGroupingIsAnError(text: String) {
    #expect(throws: QuantityError.malformedGrouping(text: text, offset: 0)) {
      try NumberText(prefixOf: text[...])
    }
  }

  @Test(arguments: ["": 0, "GB": 0, ".5": 0, "-": 1, "- 5": 1])
  func aNumberBeginsWithADigit(text: String, offset: Int) {
    #expect(throws: QuantityError.missingNumber(offset: offset)) {
      try NumberText(prefixOf: text[...])
    }
  }

  @Test(arguments: [
    ("2,400", 0.5, 500.0), ("300", 0.5, 50), ("0.31", 0.005, 0.05), ("128k", 500, 50_000),
    ("2.6×10^15", 0.5e14, 0.5e15),
  ])
  func halfUnitsFollowFromThePlaces(text: String, last: Double, first: Double) throws {
    let number = try NumberText(prefixOf: text[...])
    #expect(number.halfUnitOfLastPlace == last)
    #expect(number.halfUnitOfFirstPlace == first)
  }

  @Test func readingBeginsWhereTheSubstringDoes() throws {
    let text = "about 2,400 sequences"
    let number = try NumberText(prefixOf: text.dropFirst(6))
    #expect(number.value == 2400)
    #expect(text[number.end...] == " sequences")
  }

  @Test(arguments: [11, 12] as [UInt64])
  func printedNumbersReadBackAsTheSameNumber(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let number = generator.magnitude()
      let text = number.formatted(.exact)
      let read = try NumberText(prefixOf: text[...])
      #expect(read.value == number, "\(text)")
      #expect(read.end == text.endIndex, "\(text)")
    }
  }
}
