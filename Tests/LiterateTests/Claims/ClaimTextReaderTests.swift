import Literate
import Quantities
import Testing

/// How the words of a link are read as a number, a range, a ratio, a factor or none.
@Suite struct ClaimTextReaderTests {
  private func number(_ text: String) throws -> ClaimStatement.Written {
    let statement = try ClaimTextReader.statement(text)
    guard case .number(let written) = statement.form else {
      throw Surprise(found: "\(statement.form)")
    }
    return written
  }

  struct Surprise: Error {
    let found: String
  }

  // MARK: Numbers

  @Test(arguments: [
    ("2,400 sequences", 2400, 0.5), ("20 ms", 20, 0.5), ("0.31", 0.31, 0.005), ("1e9", 1e9, 5e8),
    ("2.6×10^15 bytes", 2.6e15, 0.5e14), ("10⁹", 1e9, 5e8), ("2.50", 2.5, 0.005),
    ("-3", -3, 0.5), ("−3", -3, 0.5), ("1,234,567", 1_234_567, 0.5),
    ("it takes 12 of them", 12, 0.5),
  ])
  func readsValueAndLastDigit(text: String, value: Double, margin: Double) throws {
    let written = try number(text)
    #expect(written.value == value)
    #expect(abs(written.halfUnitOfLastDigit - margin) < 1e-12 * margin)
  }

  @Test(arguments: [
    ("128k", 128e3), ("10M", 10e6), ("37B", 37e9), ("150T", 150e12), ("5 million", 5e6),
    ("1.5 billion parameters", 1.5e9), ("2 trillion", 2e12), ("64 thousand", 64e3),
  ])
  func multipliesGluedSuffixesAndNumberWords(text: String, value: Double) throws {
    let statement = try ClaimTextReader.statement(text)
    #expect(statement.unit == nil)
    #expect(abs(try number(text).value - value) <= 1e-12 * value)
  }

  @Test(arguments: ["1,667 B", "1,667\u{A0}B", "1,667\u{202F}B", "1,667\u{2009}B", "1,667\nB"])
  func readsALetterAfterAnyBlankAsAUnit(text: String) throws {
    let statement = try ClaimTextReader.statement(text)
    #expect(statement.unit?.dimensions == QuantityUnit.bytes.dimensions)
    #expect(try number(text).value == 1667)
  }

  @Test(arguments: ["2,40", "12,3456", "0,123", "1,234.567,890"])
  func refusesMalformedGrouping(text: String) {
    #expect(throws: ClaimTextError.self) { try ClaimTextReader.statement(text) }
  }

  @Test(arguments: ["an H100", "GPT-4 and V3", "FP8", "NVL72", "C027", "DeepSeek-V3.2", "i8"])
  func seesNoNumberInANameWithDigits(text: String) throws {
    #expect(try ClaimTextReader.statement(text).form == .property)
  }

  @Test func readsTheNumberBesideANameWithDigits() throws {
    #expect(try number("72 GPUs of a GB200").value == 72)
    #expect(try number("a GB200 has 72 GPUs").value == 72)
  }

  // MARK: Ranges and ratios

  @Test(arguments: [
    ("2,000–3,000", 2000, 3000), ("2,000-3,000", 2000, 3000), ("10 to 20 ms", 10, 20),
    ("1–2 million", 1e6, 2e6), ("10–20k", 10e3, 20e3), ("0.5 – 0.7", 0.5, 0.7),
    ("$2–$3 per hour", 2, 3), ("$2–3 per hour", 2, 3),
  ])
  func readsRanges(text: String, low: Double, high: Double) throws {
    guard case .range(let first, let last) = try ClaimTextReader.statement(text).form else {
      Issue.record("no range")
      return
    }
    #expect(first.value == low)
    #expect(last.value == high)
  }

  @Test func refusesARangeThatRunsBackwards() {
    #expect(throws: ClaimTextError.self) { try ClaimTextReader.statement("3–2") }
  }

  @Test(arguments: [
    ("8 of 256", 8, 256), ("1/32", 1, 32), ("1 in 32", 1, 32), ("8 of 256 experts", 8, 256),
    ("8 out of 256", 8, 256),
  ])
  func readsRatios(text: String, above: Double, below: Double) throws {
    guard case .ratio(let first, let second) = try ClaimTextReader.statement(text).form else {
      Issue.record("no ratio")
      return
    }
    #expect(first.value == above)
    #expect(second.value == below)
  }

  @Test func refusesADivisionByZero() {
    #expect(throws: ClaimTextError.self) { try ClaimTextReader.statement("1/0") }
  }

  @Test(arguments: ["2 GB and 3 GB", "5 of 6 or 7", "2–3–4", "between 20 and 30", "3 GB in 20 ms"])
  func refusesMoreThanOneNumber(text: String) {
    #expect(throws: ClaimTextError.self) { try ClaimTextReader.statement(text) }
  }

  // MARK: Words

  @Test(arguments: [
    ("half", 0.5), ("a third of the cost", 1.0 / 3), ("two thirds", 2.0 / 3),
    ("three quarters", 0.75), ("twice", 2.0), ("doubles", 2.0), ("tenfold", 10.0), ("a tenth", 0.1),
    ("a hundredth", 0.01), ("Half of it", 0.5), ("thrice", 3.0),
  ])
  func readsFractionAndFactorWords(text: String, factor: Double) throws {
    guard case .word(let value) = try ClaimTextReader.statement(text).form else {
      Issue.record("no word")
      return
    }
    #expect(abs(value - factor) < 1e-15)
  }

  @Test(arguments: ["grows linearly with the batch", "never shorter than either part", ""])
  func readsATextWithoutANumberAsAProperty(text: String) throws {
    #expect(try ClaimTextReader.statement(text).form == .property)
  }

  @Test(arguments: [
    "≈ 300", "≈300", "~300", "about 300", "around 300", "roughly 300", "nearly 300", "almost 300",
    "About 300 GPUs",
  ])
  func marksApproximations(text: String) throws {
    let statement = try ClaimTextReader.statement(text)
    #expect(statement.isApproximate)
    #expect(try number(text).halfUnitOfFirstDigit == 50)
  }

  @Test func takesNoOtherWordForAnApproximation() throws {
    #expect(try !ClaimTextReader.statement("exactly 300").isApproximate)
    #expect(try !ClaimTextReader.statement("some 300").isApproximate)
  }

  // MARK: Units

  @Test(arguments: [
    "2,400 sequences", "72 GPUs", "256 experts", "61 layers", "8 racks", "2.5 times", "300x",
    "300×", "5-fold", "32 users", "3 batches", "2 copies", "7,168 elements",
  ])
  func takesCountingNounsForNoUnits(text: String) throws {
    #expect(try ClaimTextReader.statement(text).unit == nil)
  }

  @Test(arguments: [
    ("20 ms", "20 ms"), ("3.35 TB/s", "3.35 TB/s"), ("989 TFLOP/s", "989 TFLOP/s"),
    ("$2 per GPU-hour", "$2/h"), ("$2/h", "$2/h"), ("$2 an hour", "$2/h"),
    ("$0.31 per million tokens", "$0.31/Mtok"), ("$0.31/Mtok", "$0.31/Mtok"),
    ("70,272 B/tok", "70272 B/tok"), ("70,272 bytes per token", "70272 B/tok"),
    ("128 GiB", "128 GiB"), ("50 tokens per second per user", "50 tok/s"),
    ("2,000 tokens", "2000 tok"), ("300 FLOP per byte", "300 FLOP/B"),
    ("37 billion multiply-adds", "74 GFLOP"), ("3 J per token", "3 J/tok"), ("5 %", "0.05"),
    ("5%", "0.05"), ("3 seconds", "3 s"), ("2 days", "172800 s"),
  ])
  func readsUnitsOfAllKinds(text: String, quantity: String) throws {
    let statement = try ClaimTextReader.statement(text)
    let expected = try Quantity(parsing: quantity)
    let stated = Quantity(try number(text).value, statement.unit ?? .one)
    #expect(stated.dimensions == expected.dimensions)
    #expect(abs(stated.baseValue - expected.baseValue) <= 1e-12 * abs(expected.baseValue))
  }

  @Test(arguments: [
    ("roughly 2,400 sequences of it", "2,400"),
    ("it costs $2 per GPU-hour today", "$2 per GPU-hour"),
    ("20 ms", "20 ms"), ("two GPUs", ""),
  ])
  func keepsTheWordsOfTheNumberAlone(text: String, words: String) throws {
    #expect(try ClaimTextReader.statement(text).numberText.hasPrefix(words))
  }
}
