import Literate
import TestSupport
import Testing

/// Which numbers of a text need somebody who answers for them.
@Suite struct OwnedNumbersTests {
  private func audit(_ text: String, references: References = References()) -> OwnedNumbers {
    OwnedNumbers(readChapter(text + "\n"), references: references)
  }

  // MARK: The closed list

  @Test(arguments: [
    "one or two of them, both", "the 1st, the 2nd, the 3rd and the 21st", "the 18th century",
    "1. an item\n2. another", "12. a list that starts late", "# 3. A heading", "## 3.1 A heading",
    "see section 4.2 and §3", "figure 5", "tables 2 and 3", "chapters 2–4", "card 7", "equation 12",
    "on 29 April 2026", "in 2026", "April 29, 2026", "since April 2026", "2026-04-29", "2026-04",
    "arXiv 2412.19437", "arXiv:2412.19437v2", "version 6.3", "Version 2", "6.3.1", "in 2024, 2025",
    "an H100", "V3", "NVL72", "FP8", "GPT-4", "GB200", "DeepSeek-V3.2", "Qwen2.5-72B",
    "Blackwell-B200",
    "C027 and D3", "i8", "x86", "`12 things`", "[0:18:46](talk:0:18:46)", "$`2x + 10`$",
    "$`x_1^3`$", "$`\\frac{1}{2}`$", "```text\n12\n```", "```swift\nlet a = 12\n```",
    "<!-- 12 -->", "[a](https://example.com/12)", "![a](figure-12.svg)",
  ])
  func exempts(text: String) {
    let audit = audit(text)
    #expect(audit.count.unowned == 0, "\(audit.diagnostics)")
  }

  @Test(arguments: [
    ("a ¦12 b", "12"), ("¦2,400 sequences", "2,400"), ("about ¦20 ms", "20"), ("$¦2 per hour", "2"),
    ("it is ¦3.5 times", "3.5"), ("a\nb ¦12", "12"), ("> a ¦12", "12"), ("# A ¦12", "12"),
    ("- a ¦12", "12"), ("| a |\n|---|\n| ¦12 |", "12"), ("| ¦12 |\n|---|\n| a |", "12"),
    ("*a ¦12*", "12"), ("> [!NOTE] A ¦12\n> a", "12"), ("[a ¦12](https://a.b)", "12"),
    ("![a ¦12](b.svg)", "12"), ("`12` and ¦12", "12"), ("[12](claim:x) and ¦12", "12"),
    ("[12](plain: \"a\") and ¦12", "12"), ("in 2026 there were ¦12", "12"),
    ("¦2,026 things", "2,026"),
    ("¦2026 GB", "2026"), ("¦1950 sequences", "1950"), ("a ¦128k context", "128k"), ("¦1e9", "1e9"),
    ("the ¦37B parameters", "37B"), ("$`¦11x`$", "11"), ("$`x + ¦300`$", "300"),
    ("```math\nx = ¦300\n```", "300"), ("```math\na\nb + ¦42\n```", "42"), ("a ¦72-GPU rack", "72"),
    ("from ¦12 to", "12"), ("¦5%", "5"), ("¦50×", "50"), ("[see ¦12](ref:a)", "12"),
    ("[a ¦12](term:b)", "12"), ("steps take ¦12", "12"), ("¦-3 degrees", "-3"), ("¦0 of them", "0"),
    ("x12 and ¦13", "13"), ("¦10 things", "10"),
  ])
  func reportsAtItsPlace(marked: String, number: String) {
    let marked = MarkedText(marked)
    let audit = audit(marked.text)
    #expect(audit.count.unowned == 1, "\(audit.count)")
    #expect(places(audit.diagnostics) == ["\(marked.location) unowned-number"])
    #expect(
      audit.diagnostics.first?.message.contains("'\(number)'") == true,
      "\(audit.diagnostics)"
    )
  }

  @Test(arguments: [
    ("title: A book of 12", 2), ("summary: a 12 b", 2), ("summary: >-\n  a\n  12 b", 4),
    ("questions:\n  - Why 12?", 3),
  ])
  func readsFrontMatter(yaml: String, line: Int) {
    let audit = audit("---\n\(yaml)\n---\n\ntext")
    #expect(audit.count.unowned == 1)
    #expect(audit.diagnostics.first?.range.start.line == line)
  }

  @Test func countsEveryKind() {
    let text = """
      A [3](claim:x), [4](value:y "0"), [5 GB](given:z), [6](plain: "as an example"), 7, in 2026,
      [more](claim:p), [8 of 256](claim:q).
      """
    let expected = OwnedNumbers.Count(owned: 5, plain: 1, exempt: 1, unowned: 1)
    #expect(audit(text).count == expected)
  }

  @Test(arguments: ["[6](plain:)", "[6](plain: \"\")", "[6](plain: \" \")"])
  func wantsAReasonForAPlainNumber(text: String) {
    #expect(audit(text).diagnostics.map(\.severity).contains(.error))
  }

  // MARK: Citations

  private func references(_ yaml: String) async throws -> References {
    let files = ["01-a.md": "a\n", "references.yml": yaml]
    return try await TemporaryBook.with(files) { try Book(folder: $0.folder).references }
  }

  @Test(arguments: [
    ("[8 of 256](cite:paper)", 0), ("[37B](cite:paper)", 0), ("[37 billion](cite:paper)", 0),
    ("[288 GB](cite:paper)", 0), ("[9 of 256](cite:paper)", 1), ("[288](cite:paper)", 1),
    ("[288 GiB](cite:paper)", 1), ("[as they say](cite:paper)", 0), ("[0.288 TB](cite:paper)", 0),
  ])
  func ownsOnlyFiguresThatTheSourceHas(text: String, errors: Int) async throws {
    let references = try await references(
      """
      paper:
        title: A paper
        date: 2025-01
        figures: ["8 of 256", "37B", "288 GB"]

      """
    )
    let audit = audit(text, references: references)
    #expect(audit.diagnostics.count == errors)
    #expect((audit.count.unowned > 0) == (errors > 0))
  }
}
