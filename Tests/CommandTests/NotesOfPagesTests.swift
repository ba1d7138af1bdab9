import Foundation
import TestSupport
import Testing

/// Notes beside the text and in the ledger, and where a page's contents lead.
@Suite struct NotesOfPagesTests {
  private static let files = [
    "01-a.md": """
    # First

    ## One

    ```swift
    let memory = Chip.h100.memory
    let others = [Chip.h200, .b200, .b300, .a100, .tpuV5p, .tpuV6e, .mi300X, .mi355X]
    let all = others.reduce(memory.value) { $0 + $1.memory.value }
    let isMore = all > memory.value
    let isTwice = all > 2 * memory.value
    ```

    It is [80 GB](given:memory), says [a paper](cite:paper).

    > [!ASIDE] A title
    > Beside it.

    > [!NOTE]
    > A box.

    > [!ASIDE]
    > Behind a box.

    All are [more](claim:isMore), [twice as much](claim:isTwice).

    > [!ASIDE]
    > - A list.

    """,
    "references.yml": "paper:\n  title: A paper\n  url: https://example.com/paper\n  date: 2025\n",
  ]

  private func page(_ body: (String) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body(try String(contentsOfFile: book.site + "/01-a.html", encoding: .utf8))
    }
  }

  @Test func aNoteAndItsPlaceLeadToEachOther() async throws {
    try await page { page in
      #expect(
        page.contains(
          "<a class=\"aside-mark\" id=\"aside-at-1\" href=\"#aside-1\" aria-label=\"Note a\">a</a></p>\n"
            + "<aside class=\"aside\" role=\"note\" id=\"aside-1\">\n<p class=\"box-title\">"
            + "<a class=\"aside-mark\" href=\"#aside-at-1\" aria-label=\"Note a, back to the text\">a</a>A title"
        )
      )
      #expect(page.contains("id=\"aside-at-3\""))
      #expect(page.contains("href=\"#aside-at-3\" aria-label=\"Note c, back to the text\">c</a>"))
    }
  }

  @Test func aNoteBehindABoxBelongsToItsLastWords() async throws {
    try await page { page in
      #expect(page.contains("aria-label=\"Note b\">b</a></p>\n</"))
      #expect(page.contains("href=\"#aside-at-2\" aria-label=\"Note b, back to the text\">b</a>"))
    }
  }

  @Test func whatStandsBehindANumberIsSaidOnce() async throws {
    try await page { page in
      let notes = page.matches(of: /<tr id="note-([0-9]+)">.*?<small>(.*?)<\/small>/)
        .map { (note: String($0.1), words: String($0.2)) }
      #expect(notes.map(\.note) == ["1", "2", "3"])
      #expect(notes[1].words.count > 40)
      #expect(notes[2].words == "as note <a href=\"#note-2\">2</a>")
    }
  }

  @Test func theContentsHaveTheFootOfThePage() async throws {
    try await page { page in
      let contents = try #require(page.firstMatch(of: /(?s)<ol class="sections">(.*?)<\/ol>/)).1
      #expect(contents.contains("<a href=\"#sources\" class=\"unnumbered\">Sources</a>"))
      #expect(contents.contains("<a href=\"#ledger\" class=\"unnumbered\">What was checked</a>"))
    }
  }

  @Test func whatWasCheckedIsFoldedBehindItsCount() async throws {
    try await page { page in
      let start = try #require(page.range(of: ", one by one</summary>"))
      let head = try #require(page.range(of: "id=\"ledger\""))
      let row = try #require(page.range(of: "id=\"note-1\""))
      #expect(head.lowerBound < start.lowerBound && start.upperBound < row.lowerBound)
    }
  }
}
