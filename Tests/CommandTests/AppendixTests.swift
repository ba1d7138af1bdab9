import Foundation
import Literate
import TestSupport
import Testing

/// Chapters by number, chapter 0 included, and chapters of the appendix.
@Suite struct AppendixTests {
  static let files = [
    "00-start.md":
      "---\ntitle: The start\n---\n\n## First\n\n```swift id=zero\nprint(\"zero\")\n```\n\n"
      + "> [!EXERCISE] An exercise\n> Do it.\n",
    "01-a.md": "# A chapter\n\n## Second\n\nWords.\n",
    "02-b.md": "# Another\n\n## Third\n\nWords.\n",
    "10-tables.md":
      "---\ntitle: Some tables\nappendix: true\nsummary: What is looked up.\n---\n\n## Rows\n\n"
      + "```swift id=ten\nprint(\"ten\")\n```\n",
  ]

  @Test func chapterNoughtIsAChapter() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let run = try book.tool("run", "0")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("0  The start\n") && run.output.contains("\nzero\n"))
      #expect(try book.tool("build").status == 0)
      let page = try Self.page("00-start.html", of: book)
      #expect(page.contains("<p class=\"chapter-number\">Chapter\u{A0}0</p>"))
      #expect(page.contains("<h2 id=\"first\"><span class=\"number\">0.1</span> <span>First"))
      #expect(page.contains("Exercise\u{A0}0.1"))
      #expect(page.contains("</progress> Chapter 0 of 0–2</p>"))
      #expect(page.contains("chalktalk run 0 <b>--cell zero</b>"))
    }
  }

  @Test func theAppendixStandsAfterTheChaptersAndHasLetters() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let run = try book.tool("run", "10")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("Some tables\n") && run.output.contains("\nten\n"))
      #expect(try book.tool("build").status == 0)
      let page = try Self.page("10-tables.html", of: book)
      #expect(page.contains("<p class=\"chapter-number\">Appendix\u{A0}A</p>"))
      #expect(page.contains("<p class=\"progress\">Appendix A</p>"))
      #expect(page.contains("<h2 id=\"rows\"><span class=\"number\">A.1</span> <span>Rows"))
      #expect(page.contains("<main id=\"text\" class=\"appendix\""))
      #expect(try Self.page("01-a.html", of: book).contains("<main id=\"text\" tabindex"))
      #expect(page.contains("chalktalk run 10 <b>--cell ten</b>"))
      let index = try Self.page("index.html", of: book)
      let tables = try #require(index.range(of: "<h2 id=\"tables\">"))
      let rest = index[tables.upperBound...]
      #expect(rest.contains("10-tables.html\">Some tables</a>: What is looked up"))
      #expect(!index[..<tables.lowerBound].contains("<h3><a href=\"10-tables.html\">"))
    }
  }

  @Test func itsOrderIsNotThatOfTheFiles() async throws {
    var files = Self.files
    files["01-a.md"] = "---\ntitle: A table\nappendix: true\n---\n\nWords.\n"
    try await TemporaryBook.with(files) { book in
      #expect(try book.tool("build").status == 0)
      let page = try Self.page("02-b.html", of: book)
      #expect(page.contains("class=\"previous\" href=\"00-start.html\""))
      #expect(page.contains("class=\"next\" href=\"01-a.html\""))
    }
  }

  @Test func noChapterTakesTheNameOfAPageThatIsMade() async throws {
    for name in ["ledger", "Glossary", "index", "book"] {
      try await TemporaryBook.with(["\(name).md": "# A\n\nWords.\n"]) { book in
        let report = try book.check().report
        #expect(report.errors.map(\.location) == ["book/\(name).md:1:1"])
        #expect(report.errors.map(\.id) == ["chapter-name"])
      }
    }
  }

  @Test func appendixIsTrueOrFalse() async throws {
    try await TemporaryBook.with(["01-a.md": "---\nappendix: yes\n---\n\nWords.\n"]) { book in
      let result = try book.check()
      #expect(result.report.errors.map(\.location) == ["book/01-a.md:2:11"])
    }
  }

  private static func page(_ name: String, of book: TemporaryBook) throws -> String {
    try String(contentsOfFile: book.site + "/" + name, encoding: .utf8)
  }
}
