import Literate
import Testing

struct TypedNumberTests {
  @Test func tellsWhatEachNumberDoes() throws {
    let numbers = try Formula(parsing: #"2{,}400\,x_{12} + 10^{7} - \sqrt[3]{5}"#).numbers
    #expect(numbers.map(\.text) == ["2,400", "12", "10", "7", "3", "5"])
    #expect(
      numbers.map(\.role) == [
        .coefficient, .index, .coefficient, .exponent, .index, .coefficient,
      ]
    )
    #expect(numbers.first?.value == 2400)
  }

  @Test func placesAreThoseOfTheSource() throws {
    let source = #"B \gtrsim 300 \times \text{sparsity} = 128{,}000"#
    for number in try Formula(parsing: source).numbers {
      let typed = source.dropFirst(number.offset).prefix(number.length)
      #expect(typed.filter(\.isNumber) == number.text.filter(\.isNumber))
    }
  }

  @Test func labelsOfBracesAreNoIndices() throws {
    let numbers = try Formula(parsing: #"\underbrace{x}_{\approx 300}"#).numbers
    #expect(numbers.map(\.role) == [.coefficient])
  }

  @Test func onlySmallWholeNumbersAreExempt() throws {
    let numbers = try Formula(parsing: #"0 + 10 + 11 + 1.5 + x^2 + y_{64}"#).numbers
    #expect(numbers.map(\.isExempt) == [true, true, false, false, true, false])
  }

  @Test func digitsInWordsAreReportedWithTheWords() throws {
    let formula = try Formula(parsing: #"\frac{288\ \text{GB}}{\text{FP4 in 20 ms}}"#)
    #expect(formula.numbers.map(\.text) == ["288"])
    #expect(formula.words.map(\.text) == ["GB", "FP4 in 20 ms"])
    let place = try #require(formula.words.last?.offset)
    #expect(formula.source.dropFirst(place).hasPrefix("FP4"))
  }
}
