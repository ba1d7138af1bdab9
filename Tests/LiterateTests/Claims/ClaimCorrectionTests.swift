import CellRuntime
import Foundation
import Literate
import Quantities
import TestSupport
import Testing

/// `--fix-claims`: a number gone stale becomes the computed one, and everything else is left with a reason.
@Suite struct ClaimCorrectionTests {
  private static func correction(
    _ text: String,
    _ options: String,
    _ content: RecordedValue.Content
  ) throws -> ClaimCorrection {
    let (statement, options, value) = try parts(text, options, content)
    return ClaimCorrection.of(text, statement, options, value)
  }

  private static func parts(
    _ text: String,
    _ options: String,
    _ content: RecordedValue.Content
  ) throws -> (ClaimStatement, ClaimOptions, RecordedValue) {
    let link = options.isEmpty ? "[\(text)](claim:x)" : "[\(text)](claim:x \"\(options)\")"
    let claim = try #require(readChapter(link + "\n").claims.first)
    return (try #require(claim.statement), claim.options, RecordedValue(content))
  }

  private static func scalar(_ text: String) throws -> RecordedValue.Content {
    .scalar(try Quantity(parsing: text), isWhole: false)
  }

  @Test(arguments: [
    ("25 ms", "", "24 ms", "24 ms"), ("about 25 ms", "±2%", "31.4 ms", "about 31 ms"),
    ("2,400 tokens", "", "3131.7 tok", "3,132 tokens"),
    ("2400 tokens", "", "3131.7 tok", "3132 tokens"),
    ("$0.31 per million tokens", "", "$0.4/Mtok", "$0.40 per million tokens"),
    ("128k", "", "131072", "131k"), ("2.6×10^15", "", "3.14e15", "3.1×10^15"),
    ("37 billion", "", "39.6e9", "40 billion"), ("1 in 32", "±1%", "0.04", "1 in 25"),
  ])
  func writesAsManyDigitsInTheAuthorsNotation(
    text: String,
    options: String,
    value: String,
    new: String
  ) throws {
    #expect(try Self.correction(text, options, Self.scalar(value)) == .rewrite(new))
  }

  @Test func writesBothEndsOfARangeThatIsComputed() throws {
    let (low, high) = (Quantity(1.2, .seconds), Quantity(2.3, .seconds))
    let new = try Self.correction("1.0–2.0 s", "", .range(low, high))
    #expect(new == .rewrite("1.2–2.3 s"))
  }

  @Test(arguments: [
    ("25 ms", "disputed", "24 ms", "disputed"), ("25 ms", "at least", "24 ms", "bound"),
    ("25 ms", "", "50 ms", "factor"), ("25 ms", "", "-24 ms", "factor"),
    ("25 ms", "", "24 GB", "unit"), ("25", "", "24 ms", "unit"), ("half", "", "0.4", "word"),
    ("8 of 256", "", "0.04", "ratio"), ("1–2 s", "", "2.5 s", "range"),
    ("128k", "exact", "131072", "digits"), ("**25** ms", "", "24 ms", "source"),
  ])
  func leavesTheRestAndSaysWhy(text: String, options: String, value: String, word: String) throws {
    guard case .leave(let why) = try Self.correction(text, options, Self.scalar(value)) else {
      Issue.record("it is rewritten")
      return
    }
    #expect(why.contains(word), "\(why)")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whatIsRewrittenHoldsAndIsNotRewrittenAgain(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rewritten = 0
    for _ in 0..<40 {
      let draw = JudgeLawTests.Draw(&random)
      let text = draw.text(draw.mantissa)
      let factor = Double.random(in: 0.3...3, using: &random)
      let exact = try draw.value(0)
      let value = Quantity(baseValue: exact.baseValue * factor, dimensions: exact.dimensions)
      let content = RecordedValue.Content.scalar(value, isWhole: false)
      let (statement, options, recorded) = try Self.parts(text, "", content)
      if Judge.verdict(statement, options, against: recorded) == .holds { continue }
      switch ClaimCorrection.of(text, statement, options, recorded) {
      case .leave:
        // With as many digits a number cannot say another power of ten.
        let unit = statement.unit ?? .one
        let powers = [exact, value].map { log10(abs($0.value(in: unit))).rounded(.down) }
        #expect(factor <= 0.5 || factor >= 2 || powers[0] != powers[1], "\(text) against \(value)")
      case .rewrite(let new):
        rewritten += 1
        #expect(factor > 0.5 && factor < 2)
        let (again, _, _) = try Self.parts(new, "", content)
        #expect(Judge.verdict(again, options, against: recorded) == .holds, "\(text) → \(new)")
        #expect(again.unit == statement.unit)
      }
    }
    #expect(rewritten > 5)
  }
}
