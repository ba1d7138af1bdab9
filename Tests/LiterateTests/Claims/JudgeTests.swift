import CellRuntime
import Literate
import Quantities
import TestSupport
import Testing

/// How a written number is held against a computed one.
@Suite struct JudgeTests {
  enum Expected: String, Sendable {
    case holds, off, disputed
  }

  static func verdict(
    _ text: String,
    _ options: String = "",
    _ content: RecordedValue.Content
  ) throws -> Verdict {
    let chapter = readChapter("[\(text)](claim:x \"\(options)\")")
    let claim = try #require(chapter.claims.first)
    try #require(chapter.diagnostics.isEmpty, "\(chapter.diagnostics)")
    return Judge.verdict(try #require(claim.statement), claim.options, against: .init(content))
  }

  static func plain(_ value: Double) -> RecordedValue.Content {
    .scalar(Quantity(value), isWhole: false)
  }

  static func whole(_ value: Int) -> RecordedValue.Content {
    .scalar(Quantity(Double(value)), isWhole: true)
  }

  static func quantity(_ text: String) throws -> RecordedValue.Content {
    .scalar(try Quantity(parsing: text), isWhole: false)
  }

  private func kind(_ verdict: Verdict) -> Expected? {
    switch verdict {
    case .holds: .holds
    case .disputed: .disputed
    case .failed: .off
    case .unresolved: nil
    }
  }

  // MARK: Tolerances

  @Test(arguments: [
    // Every written digit counts, and ends are inclusive.
    ("2,400", "", 2399.5, Expected.holds), ("2,400", "", 2400.5, .holds),
    ("2,400", "", 2400.51, .off),
    ("2,400", "", 2399.49, .off), ("2.50", "", 2.504, .holds), ("2.50", "", 2.506, .off),
    ("128k", "", 128_499, .holds), ("128k", "", 128_501, .off), ("1/32", "", 0.03125, .holds),
    ("8 of 256", "", 0.03125, .holds), ("1 in 32", "", 0.0313, .off),
    // Approximations: half a unit of the first digit.
    ("about 300", "", 250, .holds), ("about 300", "", 350, .holds), ("about 300", "", 351, .off),
    ("≈ 2,400", "", 2900, .holds), ("~2,400", "", 2901, .off), ("nearly 0.03", "", 0.025, .holds),
    // Words: five per cent.
    ("half", "", 0.52, .holds), ("half", "", 0.53, .off), ("twice", "", 2.1, .holds),
    ("twice", "", 2.11, .off), ("tenfold", "", 9.6, .holds), ("a third", "", 0.34, .holds),
    // Explicit tolerances replace all of these.
    ("95", "±5%", 100, .holds), ("105", "±5%", 100, .holds), ("94.9", "±5%", 100, .off),
    ("105.1", "±5%", 100, .off), ("95", "±5 %", 100, .holds), ("100", "±3", 103, .holds),
    ("100", "±3", 103.1, .off), ("100", "±0.3", 99.7, .holds), ("100", "within 2x", 50, .holds),
    ("100", "within 2x", 200, .holds), ("100", "within 2x", 49.9, .off),
    ("100", "within 2x", 200.1, .off), ("100", "within 1.5×", 150, .holds),
    ("100", "order of magnitude", 10, .holds), ("100", "order of magnitude", 1000, .holds),
    ("100", "order of magnitude", 9.9, .off), ("100", "order of magnitude", 1001, .off),
    ("100", "exact", 100, .holds), ("100", "exact", 100.001, .off), ("0.1", "exact", 0.1, .holds),
    ("100", "at least", 100, .holds), ("100", "at least", 1e9, .holds),
    ("100", "at least", 99.9, .off), ("100", "at most", 100, .holds),
    ("100", "at most", -5, .holds),
    ("100", "at most", 100.1, .off), ("about 300", "exact", 301, .off),
    ("half", "exact", 0.51, .off),
    ("half", "±10%", 0.55, .holds), ("-3", "within 2x", -1.5, .holds),
    ("-3", "within 2x", 1.5, .off),
    // A range and a scalar: between.
    ("2,000–3,000", "", 2000, .holds), ("2,000–3,000", "", 3000, .holds),
    ("2,000–3,000", "", 3000.1, .off), ("2,000–3,000", "", 1999.9, .off),
    // Nothing holds for what is no number.
    ("100", "", .nan, .off), ("100", "±5%", .nan, .off), ("100", "within 2x", .infinity, .off),
    ("100", "at most", .nan, .off), ("100", "±5%", .infinity, .off),
    ("100", "order of magnitude", .infinity, .off),
  ])
  func judgesPlainNumbers(text: String, options: String, value: Double, expected: Expected) throws {
    #expect(kind(try Self.verdict(text, options, Self.plain(value))) == expected)
  }

  @Test(arguments: [
    ("2,400", "", 2400, Expected.holds), ("2,400", "", 2401, .off), ("12k", "", 12_300, .off),
    ("about 12k", "", 12_300, .holds), ("2,400", "±1%", 2410, .holds),
    ("2,400.0", "", 2400, .holds),
  ])
  func takesWholeNumbersExactly(text: String, options: String, value: Int, expected: Expected)
    throws
  {
    #expect(kind(try Self.verdict(text, options, Self.whole(value))) == expected)
  }

  @Test func givesAnSlackOfOneInABillion() throws {
    #expect(try Self.verdict("100", "exact", Self.plain(100 * (1 + 0.9e-9))) == .holds)
    #expect(kind(try Self.verdict("100", "exact", Self.plain(100 * (1 + 1.2e-9)))) == .off)
  }

  @Test(arguments: [
    ("2,000–3,000", 2000.4, 2999.6, Expected.holds), ("2,000–3,000", 2000.6, 3000, .off),
    ("2,000–3,000", 2000, 3000.6, .off), ("1–2", 1, 2, .holds),
  ])
  func comparesBothEndsOfRanges(text: String, low: Double, high: Double, expected: Expected) throws
  {
    let range = RecordedValue.Content.range(Quantity(low), Quantity(high))
    #expect(kind(try Self.verdict(text, "", range)) == expected)
  }

  @Test func refusesOneNumberForARange() throws {
    let range = RecordedValue.Content.range(Quantity(1), Quantity(2))
    #expect(kind(try Self.verdict("1.5", "", range)) == .off)
    #expect(kind(try Self.verdict("1.5", "disputed", range)) == .off)
  }

  // MARK: Units

  @Test(arguments: [
    ("20 ms", "", "0.0204 s", Expected.holds), ("20 ms", "", "0.0206 s", .off),
    ("20 ms", "±2 ms", "0.0219 s", .holds), ("20 ms", "±2 ms", "22.1 ms", .off),
    ("20 ms", "±0.002 s", "21.9 ms", .holds), ("3.35 TB/s", "", "3350 GB/s", .holds),
    ("1 GiB", "exact", "1073741824 B", .holds), ("$2 per GPU-hour", "", "$2/h", .holds),
    ("$0.31 per million tokens", "", "$0.31/Mtok", .holds), ("20 s", "", "20 ms", .off),
    ("20 ms", "", "20 s", .off), ("5%", "", "0.05", .holds), ("1.0 TB", "", "1.04 TB", .holds),
  ])
  func judgesInTheStatedUnit(text: String, options: String, value: String, expected: Expected)
    throws
  {
    #expect(kind(try Self.verdict(text, options, Self.quantity(value))) == expected)
  }

  @Test(
    arguments: [
      ("20", "20 ms"), ("20 ms", "20"), ("20 ms", "20 GB"), ("20 B", "20 B/s"), ("20 tokens", "20"),
      ("2 FLOP", "2"), ("$2", "2"), ("2", "$2"), ("5%", "5 s"), ("half", "0.5 s"),
      ("1–2 s", "1.5"), ("1–2", "1.5 s"),
    ],
    ["", "disputed", "±50%", "within 2x", "at least", "disputed order of magnitude"]
  )
  func refusesMissingNeedlessAndWrongUnits(_ pair: (String, String), options: String) throws {
    let verdict = try Self.verdict(pair.0, options, Self.quantity(pair.1))
    guard case .failed(let message, _) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(message.contains("claim '") && message.contains("computed value is"))
  }

  @Test func refusesAToleranceOfAnotherDimension() throws {
    #expect(kind(try Self.verdict("20 ms", "±2 GB", Self.quantity("20 ms"))) == .off)
    #expect(kind(try Self.verdict("20 ms", "±2", Self.quantity("20 ms"))) == .off)
  }

  // MARK: Disputes and properties

  @Test func disputesWhatDoesNotHold() throws {
    #expect(try Self.verdict("300", "disputed", Self.plain(400)) == .disputed)
    #expect(kind(try Self.verdict("300", "disputed", Self.plain(300.2))) == .off)
    #expect(kind(try Self.verdict("300", "disputed ±50%", Self.plain(400))) == .off)
    #expect(try Self.verdict("it grows", "disputed", .flag(false)) == .disputed)
    #expect(kind(try Self.verdict("it grows", "disputed", .flag(true))) == .off)
  }

  @Test func bindsATextWithoutANumberToABool() throws {
    #expect(try Self.verdict("it grows", "", .flag(true)) == .holds)
    #expect(kind(try Self.verdict("it grows", "", .flag(false))) == .off)
    #expect(kind(try Self.verdict("it grows", "", Self.plain(1))) == .off)
    #expect(kind(try Self.verdict("it grows", "disputed", Self.plain(1))) == .off)
    #expect(kind(try Self.verdict("3 times", "", .flag(true))) == .off)
    #expect(kind(try Self.verdict("3 times", "disputed", .flag(true))) == .off)
  }

  // MARK: Messages

  @Test(arguments: [
    ("2.1 GB", "±1%", "1.97 GB", "6.6 % above the computed 1.97 GB"),
    ("1.9 GB", "±1%", "1.97 GB", "3.6 % below the computed 1.97 GB"),
    ("2,100 MB", "", "1.97 GB", "above the computed 1,970 MB"),
    ("20 ms", "", "0.0217 s", "below the computed 21.7 ms"),
    ("$0.31 per million tokens", "", "$0.4/Mtok", "the computed $0.4/Mtok"),
    ("70,273 bytes", "", "70272.3 B", "the computed 70,272.3"),
    ("123,457", "exact", "123456.4", "the computed 123,456.4"),
  ])
  func namesBothValuesInTheClaimsOwnUnit(
    text: String,
    options: String,
    value: String,
    words: String
  ) throws {
    guard case .failed(let message, _) = try Self.verdict(text, options, Self.quantity(value))
    else {
      Issue.record("it holds")
      return
    }
    let statement = try ClaimTextReader.statement(text)
    #expect(message.contains("'\(statement.numberText)'"))
    #expect(message.replacing("\u{A0}", with: " ").contains(words), "\(message)")
  }

  @Test(arguments: [("12k", 12_300), ("2,400", 2_401)])
  func offersWhatHolds(text: String, value: Int) throws {
    guard case .failed(_, let help?) = try Self.verdict(text, "", Self.whole(value)) else {
      Issue.record("no help")
      return
    }
    let offered = try #require(help.split(separator: "'").dropFirst().first)
    #expect(try Self.verdict(String(offered), "", Self.whole(value)) == .holds, "\(help)")
  }
}
