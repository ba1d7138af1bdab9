import Literate
import Quantities
import TestSupport
import Testing

@Suite struct NumberWordsTests {
  /// The unowned numbers of a text, as the messages name them.
  private func numbers(_ text: String) -> [String] {
    OwnedNumbers(readChapter(text + "\n"), references: References()).uses
      .filter { $0.owner == .nobody }
      .map(\.text)
  }

  @Test(arguments: [
    "nine GPUs": ["nine"], "Twenty-one racks": ["Twenty-one"], "sixteen and two": ["sixteen"],
    "two hundred claims": ["two hundred"], "a million tokens": ["a million"],
    "two hundred and six": ["two hundred and six"], "a dozen": ["a dozen"],
    "hundreds of billions": ["hundreds of billions"], "over a thousand": ["a thousand"],
    "half a second": ["half"], "a third of it": ["a third"], "two thirds": ["two thirds"],
    "three quarters full": ["three quarters"], "an eighth of the speed": ["an eighth"],
    "settles on a third": ["a third"], "twice as fast": ["twice"], "it doubles": ["doubles"],
    "tenfold": ["tenfold"], "a three-fold gain": ["three-fold"], "one million": ["one million"],
    "an order of magnitude more": ["an order of magnitude"],
    "six orders of magnitude": ["six orders of magnitude"],
    "two orders of magnitude": ["two orders of magnitude"],
    "three to five of them": ["three to five"], "two or three": ["two or three"],
    "37 billion": ["37 billion"], "seven, eight": ["seven", "eight"],
    "the million-token context": ["million"], "two and a half": ["two and a half"],
    "an order of\nmagnitude": ["an order of magnitude"], "a\nthird of it": ["a third"],
    "*ten* times": ["ten"], "about $3M": ["3M"], "10x and 3-fold": ["10", "3"],
    "10^26 FLOP": ["10^26"], "10²⁶ FLOP": ["10²⁶"], "5 percent": ["5"],
  ])
  func finds(text: String, expected: [String]) {
    #expect(numbers(text) == expected)
  }

  @Test(arguments: [
    "one or two racks", "both of them", "no one knows", "one another", "the third rack",
    "a third GPU", "a third party", "a second", "the other half", "its second half",
    "the two halves", "per million tokens", "a percent more", "last quarter", "double-check it",
    "half-life", "chapter three", "twenty-sixth card", "often weight", "the order of magnitude",
    "a couple of racks", "attention", "tensor",
  ])
  func letsPass(text: String) {
    #expect(numbers(text) == [])
  }

  @Test(arguments: [
    "a ¦nine", "often ¦ten", "a third rack and ¦a third of it", "> x\n> ¦a third of it",
    "a [twice](claim:x) and ¦twice", "**b** and ¦half", "first half, ¦half",
    "`three` and ¦three", "| a |\n|---|\n| ¦three |",
  ])
  func reportsAtItsPlace(marked: String) {
    let marked = MarkedText(marked)
    let audit = OwnedNumbers(readChapter(marked.text + "\n"), references: References())
    #expect(places(audit.diagnostics) == ["\(marked.location) unowned-number"])
  }

  @Test(arguments: [
    "nine GPUs": 9.0, "two racks": 2, "a million": 1e6, "two hundred": 200, "three and a half": 3.5,
  ])
  func readsCounts(text: String, value: Double) throws {
    guard case .number(let number) = try ClaimTextReader.statement(text).form else {
      Issue.record("no number")
      return
    }
    #expect(number.value == value)
  }

  @Test(arguments: [
    "a third": 1.0 / 3, "two thirds": 2.0 / 3, "tenfold": 10, "an order of magnitude": 10,
    "two orders of magnitude": 100, "half": 0.5, "three quarters": 0.75, "doubling": 2,
  ])
  func readsFactors(text: String, value: Double) throws {
    let statement = try ClaimTextReader.statement(text)
    #expect(statement.form == .word(value))
    #expect(statement.isInWords)
  }

  @Test func readsUnitsAndRanges() throws {
    #expect(try ClaimTextReader.statement("half a second").dimensions != .none)
    guard case .range(let low, let high) = try ClaimTextReader.statement("three to five").form
    else {
      Issue.record("no range")
      return
    }
    #expect([low.value, high.value] == [3, 5])
  }
}
