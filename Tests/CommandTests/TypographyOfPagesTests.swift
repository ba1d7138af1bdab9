import Foundation
import Literate
import TestSupport
import Testing

/// What a page makes of words: marks, numbers with their units, the way back to the source.
@Suite struct TypographyOfPagesTests {
  private static let files = [
    "03-a.md": """
    ---
    title: The reader's page
    summary: It's "set".
    ---

    ## The chip's share

    ```swift id=sums
    let share = Quantity(0.75)
    let length = Quantity(8192, .tokens)
    let year = 2019
    print("it's")
    ```

    The "first" *reader*'s `it's` takes [75 %](claim:share) of [8192 tokens](claim:length) in
    [2019](claim:year). $`x'`$

    | a "head" |
    |---|
    | the chip's |

    [75 %](value:share "0 %") and [8 ktok](value:length "0 ktok"), of [8192
    tokens](claim:length).

    """,
    "04-b.md": "# Another\n\nWords.\n",
    "book.yml": "title: Ours\nsource: https://github.com/some/book/blob/main/Chapters\n",
  ]

  private func pages(_ body: ((String) throws -> String) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body { try String(contentsOfFile: book.site + "/" + $0, encoding: .utf8) }
    }
  }

  @Test func wordsAreSetAndCodeIsNot() async throws {
    try await pages { page in
      let text = try page("03-a.html")
      for words in [
        "<h1>The reader’s page</h1>", "It’s “set”.", "The chip’s share",
        "“first” <em>reader</em>’s",
        "<code>it's</code>", "<th scope=\"col\">a “head”</th>", "the chip’s</td>",
        "<pre>it's</pre>",
      ] { #expect(text.contains(words), "\(words)") }
      let index = try page("search-index.js")
      #expect(index.contains("The chip’s share") && index.contains("print(\\\"it's\\\")"))
    }
  }

  @Test func numbersHaveOneStyle() async throws {
    try await pages { page in
      let text = try page("03-a.html")
      #expect(!text.contains(/\d[ \u{A0}]%/) && text.contains("75%"))
      // A year has no groups, a count has, and tokens are a word.
      #expect(text.contains("year</a></code> = 2019<") && text.contains("= 8,192\u{A0}tokens"))
      #expect(text.contains(">8k\u{A0}tokens<"))
      // Also where the source's line ends between them.
      #expect(text.contains(">8192\u{A0}tokens<"))
    }
  }

  @Test func pagesSayWhereTheyAreEditedAndWhatTheirSheetsAreCalled() async throws {
    try await pages { page in
      let text = try page("03-a.html")
      let address = "https://github.com/some/book/edit/main/Chapters/03-a.md"
      #expect(
        text.contains("<a href=\"\(address)\">Edit this page</a>, written in <code>03-a.md</code>")
      )
      #expect(text.contains("<code>03-a.md</code>, lines 1 to "))
      #expect(text.contains("data-line=\"6\""))
      #expect(text.contains("@page{@top-right{content:\"3 The reader’s page\"}}"))
      let book = try page("book.html")
      #expect(book.contains("@page p1{@top-right{content:\"4 Another\"}}"))
      #expect(book.contains("style=\"page: p1\""))
    }
  }
}
