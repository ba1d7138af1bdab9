import Literate
import TestSupport
import Testing

/// Links with the book's schemes: where they stand, what they say, and what is no link.
@Suite struct SchemeLinkTests {
  // MARK: Positions

  @Test(arguments: [
    "a ¦[3](claim:x) b", "a\nb\n¦[3](claim:x)", "- a\n- ¦[3](claim:x)", "> ¦[3](claim:x)",
    "> [!NOTE]\n> ¦[3](claim:x)", "> [!NOTE] a ¦[3](claim:x)", "# A ¦[3](claim:x)",
    "*a ¦[3](claim:x)*", "**¦[3](claim:x)** a", "1. a\n\n   > b ¦[3](claim:x)",
    "`[3](claim:y)` and ¦[3](claim:x)", "a `b\nc` ¦[3](claim:x)", "<https://a.b/c> ¦[3](claim:x)",
    "| a | b |\n|---|---|\n| ¦[3](claim:x) | c |", "| a | ¦[3](claim:x) |\n|---|---|\n| b | c |",
    "> | a | b |\n> |---|---|\n> | c | ¦[3](claim:x) |", "a \\[3\\] ¦[3](claim:x)",
    "¦[*3* `a`](claim:x)", "¦[3 [4] 5](claim:x)", "[[a]] ¦[3](claim:x)",
    "- a\n  b\n  ¦[3](claim:x)\n", "> lazy\n¦[3](claim:x)", "x\\\ny ¦[3](claim:x)",
    "¦[3\nor so](claim:x)", "> a ¦[3\n> or so](claim:x)", "---\ntitle: a\n---\n\n¦[3](claim:x)",
  ])
  func standsAtItsBracket(marked: String) throws {
    let marked = MarkedText(marked)
    let chapter = readChapter(marked.text + "\n")
    let claims = chapter.claims.filter { $0.link.target == "x" }
    #expect(claims.map(\.link.textRange.start) == [marked.place].compactMap { $0 })
  }

  @Test(arguments: [
    ("[a](claim:x)", "x"), ("[a](claim:f(1,2))", "f(1,2)"), ("[a](claim:f(g(x)).y)", "f(g(x)).y"),
    ("[a](<claim:x + y>)", "x + y"), ("[a](<claim:f(x) / 2 >)", "f(x) / 2 "),
    ("[a](claim:x[0])", "x[0]"), ("[a](claim:x%20y)", "x%20y"), ("[a](claim:a&amp;b)", "a&amp;b"),
    ("[a](claim:x==y\\(z))", "x==y\\(z)"), ("[a](<claim:x * y * z>)", "x * y * z"),
    ("[a](claim:x_1_y)", "x_1_y"), ("[a]( claim:x )", "x"), ("[a](claim:größe)", "größe"),
    ("[a](<claim:\"b\".count>)", "\"b\".count"),
  ])
  func takesTheExpressionAsItWasTyped(text: String, target: String) {
    let chapter = readChapter(text + "\n")
    #expect(chapter.claims.map(\.link.target) == [target], "\(chapter.diagnostics)")
  }

  @Test(arguments: [
    ("[a](claim:x \"exact\")", "exact"), ("[a](claim:x 'exact')", "exact"),
    ("[a](<claim:x y> \"exact\")", "exact"), ("[a](claim:f(x) \"±5%\")", "±5%"),
    ("[a](claim:x)", nil), ("[a](claim:x \"\")", ""), ("[a](claim:x\n\"exact\")", "exact"),
    ("[a](claim:x (exact))", "exact"),
  ])
  func takesTheOptions(text: String, options: String?) {
    #expect(readChapter(text + "\n").claims.map(\.link.options) == [options])
  }

  @Test(arguments: [
    "`[3](claim:x)`", "```text\n[3](claim:x)\n```", "    [3](claim:x)", "<!-- [3](claim:x) -->",
    "```swift\n// [3](claim:x)\n```", "~~~\n[3](claim:x)\n~~~",
  ])
  func leavesCodeAndCommentsAlone(text: String) {
    let chapter = readChapter(text + "\n")
    #expect(chapter.claims.isEmpty && chapter.links.isEmpty)
    #expect(chapter.diagnostics.isEmpty, "\(chapter.diagnostics)")
  }

  @Test func leavesTheSourceInCodeAsItWas() {
    let chapter = readChapter("`a [3](claim:x \"b\") c`\n")
    guard case .paragraph(let inlines)? = chapter.document.blocks.first?.kind else { return }
    #expect(inlines.plainText == "a [3](claim:x \"b\") c")
  }

  // MARK: What is no link

  @Test(arguments: [
    "a ¦[3](claim:x y) b", "¦[3](claim:x", "a ¦[3](<claim:x) b", "¦[3](claim:x \"a\" b)",
    "¦[3](claim:f(x)", "¦[3](cite:a b)", "¦[3](value:x+ y \"0\")",
  ])
  func reportsWhatCommonMarkMakesNoLinkOf(marked: String) {
    let marked = MarkedText(marked)
    #expect(places(readChapter(marked.text + "\n").diagnostics) == ["\(marked.location) link"])
  }

  @Test(arguments: [
    "¦[](claim:)", "¦[3](claim:)", "¦[3](<claim:>)", "¦[3](value: \"0\")", "¦[3](cite:)",
    "¦[3](term:)", "¦[3](given:)",
  ])
  func reportsAnEmptyTarget(marked: String) {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text + "\n").diagnostics
    #expect(places(diagnostics) == ["\(marked.location) link"], "\(diagnostics)")
  }

  @Test(arguments: [
    "a [3][r]\n\n[r]: ¦claim:x", "a [r]\n\n[r]: ¦claim:x \"exact\"", "a ¦![3](claim:x)",
    "a <¦claim:x>",
  ])
  func reportsReferencesImagesAndAutolinks(marked: String) throws {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text + "\n").diagnostics
    #expect(diagnostics.map(\.id) == ["link"], "\(diagnostics)")
    #expect(diagnostics.first?.range.start.line == marked.place?.line)
  }

  @Test(arguments: [
    "[a](javascript:alert)", "[a](data:text/html,x)", "[a](JavaScript:x)", "[a](vbscript:x)",
    "[a](file:///etc/passwd)", "<ftp://a.b>", "[a](clame:x)", "![a](javascript:x)",
    "![a](data:image/png;base64,x)", "[a](java&#115;cript:x)", "[a][r]\n\n[r]: javascript:x",
    "[a](JAVASCRIPT:x)", "[a](javascript&colon;x)", "[a](&#106;avascript:x)",
    "[a](<java\tscript:x>)",
    "[a](< javascript:x>)", "[a](java&Tab;script:x)", "[a](javascript&NewLine;:x)",
    "[a](&#1;javascript:x)", "<javascript:x>", "<JaVaScRiPt:x>", "![a](JAVASCRIPT:x)",
    "![a][r]\n\n[r]: vbscript:x",
    "[r]\n\n[r]: <javascript:x> \"t\"", "| [a](javascript:x) |\n|---|",
    "> [!NOTE] [a](javascript:x)",
    "# [a](javascript:x)", "[*a*](javascript:x)", "[![b](c.svg)](javascript:x)", "[a](c:x)",
    "[a](blob:x)",
    "![a](https://a.b/c.png)",
  ])
  func refusesForeignSchemes(text: String) {
    #expect(readChapter(text + "\n").diagnostics.map(\.id) == ["link"])
  }

  @Test(arguments: [
    "[a](http://a.b)", "[a](https://a.b/c#d)", "[a](mailto:a@b.c)", "<a@b.c>", "[a](b.md)",
    "[a](../c/d.md#e)", "[a](#f)", "![a](figure.svg)", "<https://a.b>", "[a](b/c:d)",
  ])
  func allowsOrdinaryLinks(text: String) {
    #expect(readChapter(text + "\n").diagnostics.isEmpty)
  }

  @Test func suggestsTheNearestScheme() throws {
    let diagnostic = try #require(readChapter("[a](clam:x)\n").diagnostics.first)
    #expect(diagnostic.message.contains("did you mean 'claim'?"))
  }

  // MARK: Expressions

  @Test(arguments: [
    "[3](claim:¦3)", "[3](<claim:¦1 + 2>)", "[a](claim:¦true)", "[3](claim:¦f(1)",
    "[3](<claim:¦a>b)",
    "[3](claim:¦\"a\")", "[3](claim:¦x<y)", "[a](claim:¦nil)", "[3](claim:¦-1.5e3)",
  ])
  func refusesExpressionsThatNameNothingOrCannotStandHere(marked: String) {
    let diagnostics = readChapter(MarkedText(marked).text + "\n").diagnostics
    #expect(!diagnostics.isEmpty)
    #expect(diagnostics.allSatisfy { ["claim-expression", "link"].contains($0.id) })
  }
}
