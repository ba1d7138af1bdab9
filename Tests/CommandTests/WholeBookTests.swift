import Foundation
import TestSupport
import Testing

/// The page of the whole book, which is for paper.
@Suite struct WholeBookTests {
  static let files = [
    "01-a.md": """
    ---
    title: First
    ---

    ## One

    ```swift fold
    let a = 3
    let hidden = a  // hide
    print("id=\\"one\\" and <b>")
    ```

    ```swift id=shown hide
    show(
      Explorer(.slider("stop", [1.0, 2]), readings: [TableColumn("reading")]) { [.number($0, .decimals(0))] },
      id: "fig-grid", caption: "What is read.")
    show(LineChart(x: Axis("x"), y: Axis("y"), series: [Series("s", points: [(1, 2), (2, 3)])]),
      id: "fig-line", caption: "A rising line.")
    ```

    There are [3](claim:a) [letters](term:letter), says [a paper](cite:paper); see
    [the line](ref:fig-line), [the other](02-zwei%20ü.md#one), [it all](02-zwei%20ü.md), [here](ref:01-a),
    [elsewhere](https://example.com/#one).

    > [!ASIDE]
    > Beside it.

    > [!EXERCISE]
    > How many?

    > [!SOLUTION]
    > There are [three](claim:a).

    ## Two

    Words at the end.

    """,
    "02-zwei ü.md": """
    ---
    title: Second
    ---

    ## One

    ```swift
    let b = 4
    ```

    There are [4](claim:b). [Section](ref:two), [Appendix](ref:03-tables).

    """,
    "03-tables.md": """
    ---
    title: Tables
    appendix: true
    ---

    ## One

    Words of the appendix.

    """,
    "04-late.md": "---\ntitle: Late\n---\n\nThe last words.\n",
    "book.yml": "title: A book\nglossary:\n  letter: A sign for a sound.\n",
    "references.yml": "paper:\n  title: A paper\n  url: https://example.com/paper\n  date: 2025\n",
  ]

  private func page(_ body: (String) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body(try String(contentsOfFile: book.site + "/book.html", encoding: .utf8))
    }
  }

  @Test func everyIdIsThereOnceAndEveryLinkLeadsToOne() async throws {
    try await page { page in
      let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      for id in [
        "in-01-a:one", "in-01-a:fig-line", "in-02-zwei-ü:one", "in-03-tables:one",
        "in-glossary:term-letter",
      ] {
        #expect(ids.contains(id), "\(id)")
      }
      for link in page.matches(of: /\shref="#([^"]*)"/) {
        let id = try #require(String(link.1).removingPercentEncoding)
        #expect(ids.contains(id), "\(id)")
      }
      for name in page.matches(of: /aria-labelledby="([^"]*)"/) {
        #expect(ids.contains(String(name.1)), "\(name.1)")
      }
    }
  }

  @Test func linksBetweenPagesStayInside() async throws {
    try await page { page in
      let prefix = "#in-02-zwei-%C3%BC"
      #expect(page.contains("href=\"\(prefix):one\""))
      #expect(page.contains("href=\"\(prefix)\" data-place=\"Chapter\u{A0}2\">it all"))
      #expect(page.contains("href=\"#in-01-a\" data-place=\"Chapter\u{A0}1\">here"))
      #expect(page.contains("href=\"#in-glossary:term-letter\""))
      #expect(page.contains("href=\"#in-bibliography:source-paper\""))
      #expect(page.contains("href=\"https://example.com/#one\""))
      let files = Set(page.matches(of: /href="([^"#]+\.html)/).map { String($0.1) })
      #expect(files == ["index.html"])
    }
  }

  @Test func chaptersComeAsTheyAreReadAndTablesAfterThem() async throws {
    try await page { page in
      let heads = page.matches(of: /<header class="chapter-head" id="([^"]*)">/)
      let order = ["01-a", "02-zwei-ü", "04-late", "03-tables", "glossary", "bibliography"]
        .map { "in-" + $0 }
      #expect(heads.map { String($0.1) } == order)
      let listed = page.matches(of: /<li><a href="#([^":]*)">/)
      #expect(listed.compactMap { String($0.1).removingPercentEncoding } == order)
      #expect(
        page.contains("<a href=\"#in-03-tables:one\"><span class=\"number\">A.1</span> One</a>")
      )
    }
  }

  @Test func headingsGoDownALevelBelowTheBooksTitle() async throws {
    try await page { page in
      let levels = page.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(levels.count { $0 == 1 } == 1)
      for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
      #expect(page.contains("<h1>A book</h1>") && page.contains("<h2>First</h2>"))
      #expect(page.matches(of: /<\/h3>/).count == levels.count { $0 == 3 })
    }
  }

  @Test func nothingIsThereThatOnlyAScreenCanUse() async throws {
    try await page { page in
      for words in [
        "class=\"card\"", "class=\"permalink\"", "class=\"controls\"", "application/json",
        "hidden-lines", "figure-data", "data-note=\"1\" tabindex", "class=\"neighbours\"",
        "class=\"how\"", "class=\"copy\"", "class=\"filter\"",
      ] { #expect(!page.contains(words), "\(words)") }
      #expect(!page.contains("<details class=\"cell short\">"))
      #expect(page.contains("<details class=\"cell short\" id=\"in-01-a:cell-1\" open>"))
      // What stands in the text is no attribute.
      #expect(page.contains("id=&quot;one&quot; and &lt;b&gt;"))
      #expect(page.contains("At stop 1."))
    }
  }

  @Test func asidesAreNotes() async throws {
    try await page { page in
      #expect(page.contains("<div class=\"aside\" role=\"note\" id=\"in-01-a:aside-1\">\n<p>"))
      #expect(page.contains("id=\"in-01-a:aside-at-1\" href=\"#in-01-a:aside-1\""))
      #expect(page.contains("href=\"#in-01-a:aside-at-1\""))
      #expect(page.contains("</a>Beside it.</p>\n</div>"))
      #expect(!page.contains("aside>"))
    }
  }

  @Test func aCheckedNumberLeadsToItsNote() async throws {
    try await page { page in
      #expect(
        page.contains(
          "<span class=\"claim\" id=\"in-01-a:n-1\">3<a class=\"note-number\" href=\"#in-01-a:note-1\" aria-label=\"Note 1\">1</a></span>"
        )
      )
      #expect(page.contains("<tr id=\"in-01-a:note-1\"><td>1</td>"))
      #expect(page.contains("<tr id=\"in-02-zwei-ü:note-1\"><td>1</td>"))
    }
  }

  @Test func linksSayOnPaperWhereTheyLead() async throws {
    try await page { page in
      #expect(page.contains("data-place=\"Figure\u{A0}1.2\">the line</a>"))
      #expect(page.contains("data-place=\"Section\u{A0}2.1\">the other</a>"))
      #expect(page.contains("source-paper\" data-note=\"1\">a paper</a>"))
    }
  }

  @Test func solutionsStandAtTheEndOfTheirChapter() async throws {
    try await page { page in
      let end = try #require(page.range(of: "Words at the end."))
      let solutions = try #require(page.range(of: "<h3>Solutions</h3>"))
      let solution = try #require(page.range(of: "<details class=\"box solution\" open>"))
      let sources = try #require(page.range(of: "id=\"in-01-a:sources\""))
      #expect(end.upperBound < solutions.lowerBound)
      #expect(solutions.upperBound < solution.lowerBound)
      #expect(solution.upperBound < sources.lowerBound)
      #expect(page.components(separatedBy: "<h3>Solutions</h3>").count == 2)
      #expect(page.contains("name=\"solutions\" id=\"solutions=in-place\" value=\"in-place\">"))
      #expect(page.contains("value=\"at-end\" checked>"))
      #expect(!page.contains("Solutions on paper</legend>\n</fieldset>"))
    }
  }

  @Test func aChaptersPageHasTheChoiceTooWhereItHasSolutions() async throws {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.tool("build").status == 0)
      let page = try String(contentsOfFile: book.site + "/01-a.html", encoding: .utf8)
      let choice = try #require(page.range(of: "<div class=\"choices\" id=\"print\">"))
      let ledger = try #require(page.range(of: "<section class=\"ledger\">"))
      #expect(ledger.upperBound < choice.lowerBound)
      #expect(page.contains("<a href=\"#print\">Print</a>"))
      #expect(page.contains("id=\"solutions=in-place\" value=\"in-place\" checked>"))
      for place in ["at-end", "none"] {
        #expect(page.contains("id=\"solutions=\(place)\" value=\"\(place)\">"))
      }
      let other = try String(contentsOfFile: book.site + "/04-late.html", encoding: .utf8)
      #expect(!other.contains("class=\"choices\"") && !other.contains("#print"))
    }
  }

  @Test func aSingleChapterIsABookAlready() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      #expect(try book.tool("build").status == 0)
      let files = try book.siteFiles()
      #expect(files["book.html"] == nil)
      for (name, data) in files where name.hasSuffix(".html") {
        #expect(!String(decoding: data, as: UTF8.self).contains("book.html"), "\(name)")
      }
    }
  }

  @Test func theTitlePageAndTheContentsLeadToIt() async throws {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.tool("build").status == 0)
      for name in ["index.html", "01-a.html", "glossary.html"] {
        let page = try String(contentsOfFile: book.site + "/" + name, encoding: .utf8)
        #expect(page.contains("<a href=\"book.html\">The whole book on one page"), "\(name)")
      }
    }
  }
}
