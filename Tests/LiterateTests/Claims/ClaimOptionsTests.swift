import Literate
import Quantities
import TestSupport
import Testing

/// The words between the quotes of a claim.
@Suite struct ClaimOptionsTests {
  private func options(_ text: String) throws -> ClaimOptions {
    let chapter = readChapter("[3](claim:x \"\(text)\")")
    #expect(chapter.diagnostics.isEmpty, "\(chapter.diagnostics)")
    return try #require(chapter.claims.first).options
  }

  @Test(arguments: [
    ("±5%", ClaimOptions.Tolerance.relative(0.05)), ("± 5 %", .relative(0.05)),
    ("±2 ms", .absolute(Quantity(2, .milliseconds))), ("±0.3", .absolute(Quantity(0.3))),
    ("within 2x", .factor(2)), ("within 1.5×", .factor(1.5)), ("order of magnitude", .factor(10)),
    ("exact", .exact), ("at least", .atLeast), ("at most", .atMost),
  ])
  func readsEveryTolerance(text: String, tolerance: ClaimOptions.Tolerance) throws {
    #expect(try options(text).tolerance == tolerance)
  }

  @Test(arguments: [
    "C027 ±5% disputed", "disputed C027 ±5%", "±5% disputed C027", "  ±5%   C027  disputed ",
  ])
  func readsOptionsInAnyOrder(text: String) throws {
    let options = try options(text)
    #expect(options.id == "C027")
    #expect(options.tolerance == .relative(0.05))
    #expect(options.isDisputed)
  }

  @Test(arguments: [
    ("[3](claim:x \"¦bogus\")", "there is no claim option 'bogus'"),
    ("[3](claim:x \"C027 ¦disputd\")", "did you mean 'disputed'?"),
    ("[3](claim:x \"¦exakt\")", "did you mean 'exact'?"),
    ("[3](claim:x \"±5% ¦±2\")", "one tolerance"),
    ("[3](claim:x \"exact ¦at least\")", "one tolerance"),
    ("[3](claim:x \"C001 ¦C002\")", "one id"), ("[3](claim:x \"C001 ¦C001\")", "one id"),
    ("[3](claim:x \"disputed ¦disputed\")", "twice"), ("[3](claim:x \"¦within\")", "within"),
    ("[3](claim:x \"¦within 2\")", "within"), ("[3](claim:x \"¦at\")", "'at'"),
    ("[3](claim:x \"¦at leest\")", "'at'"), ("[3](claim:x \"¦±\")", "±"),
    ("[3](claim:x \"±5 ¦foo\")", "foo"), ("[3](claim:x \"¦±-5%\")", "±-5%"),
    ("[3](claim:x \"¦order\")", "order"), ("[3](given:x \"¦bogus\")", "bogus"),
  ])
  func reportsAWrongOptionAtItsColumn(marked: String, words: String) throws {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text).diagnostics
    #expect(places(diagnostics) == ["\(marked.location) claim-option"], "\(diagnostics)")
    #expect(diagnostics.first?.message.contains(words) == true, "\(diagnostics)")
  }
}
