import Literate
import Testing

/// Chapters of a size or depth that nobody writes by hand.
@Suite struct LargeChapterTests {
  @Test(.timeLimit(.minutes(1)))
  func readsFiveMegabytes() {
    let paragraph = "Some words, *others*, and a link [3](claim:x) to `code`.\n\n"
    let count = 5_000_000 / paragraph.utf8.count
    let chapter = readChapter(String(repeating: paragraph, count: count))
    #expect(chapter.diagnostics.isEmpty)
    #expect(chapter.claims.count == count)
    #expect(chapter.claims.last?.link.textRange.start.line == 2 * count - 1)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["a ", "[", "](", "](claim:", "*a **b ", "`", "| a "])
  func readsALineOfAMegabyte(piece: String) {
    let text = String(repeating: piece, count: 1_000_000 / piece.count)
    #expect(readChapter(text + "\n").document.blocks.count == 1)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [">", "- ", "1. "])
  func refusesBlocksThatAreNestedTenThousandDeep(marker: String) {
    let chapter = readChapter(String(repeating: marker, count: 10_000) + "a\n")
    #expect(places(chapter.diagnostics) == ["1:1 nesting"])
  }

  @Test(.timeLimit(.minutes(1)), arguments: [("*", "*"), ("![", "](u)"), ("_a ", " b_")])
  func refusesInlinesThatAreNestedTenThousandDeep(open: String, close: String) {
    let text =
      String(repeating: open, count: 10_000) + "a" + String(repeating: close, count: 10_000)
    let chapter = readChapter(text + "\n")
    #expect(chapter.document.blocks.count == 1)
    #expect(Set(chapter.diagnostics.map(\.id)).isSubset(of: ["nesting"]))
  }

  @Test(.timeLimit(.minutes(1))) func readsTenThousandOpenBrackets() {
    let chapter = readChapter(String(repeating: "[", count: 10_000) + "\n")
    #expect(chapter.diagnostics.isEmpty)
  }

  @Test(.timeLimit(.minutes(1))) func readsATableOfTenThousandRows() {
    let rows = String(repeating: "| [3](claim:x) | a |\n", count: 10_000)
    let chapter = readChapter("| a | b |\n|---|---|\n" + rows)
    #expect(chapter.claims.count == 10_000)
  }
}
