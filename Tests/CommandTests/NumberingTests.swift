import Foundation
import TestSupport
import Testing

/// Numbers of figures, tables, equations and exercises, and the references that print them.
@Suite struct NumberingTests {
  static let files = [
    "03-a.md": """
    # A chapter

    ## One

    ```swift id=shown hide
    let a = 2.0
    show(LineChart(x: Axis("x"), y: Axis("y"), series: [Series("s", points: [(1, 2), (2, 3)])]),
      id: "fig-one", caption: "A rising line.")
    show(CellTable(columns: [TableColumn("a")], rows: [["x"]]), id: "tab-one", caption: "A row.")
    ```

    ```swift id=knee formula
    let b = a * 3
    ```

    ```math id=eq-law
    x = y
    ```

    ```math id=eq-alone
    z = y
    ```

    [Table](ref:tab-two): Words in a table with a [6](value:b "0").

    | a | b |
    |---|---|
    | x | [6](claim:b) |

    > [!EXERCISE] [Exercise](ref:ex-first). A title
    > What is a [letter](term:letter)?

    > [!SOLUTION]
    > A sign.

    > [!EXERCISE]
    > And this?

    > [!SOLUTION] [Exercise](ref:ex-first), once more
    > A sign again.

    See [Figure](ref:fig-one), [figure](ref:fig-one), [the line](ref:fig-one), [Table](ref:tab-one),
    [Table](ref:tab-two), [Equation](ref:knee), [equation](ref:eq-law), [Exercise](ref:exercise-2),
    [Exercise](ref:ex-first), [Section](ref:one), [Chapter](ref:03-a), [Appendix](ref:10-c), [Table](ref:tab-c).

    """,
    "10-c.md": """
    ---
    title: Tables
    appendix: true
    ---

    [Table](ref:tab-c). The same.

    | a |
    |---|
    | x |

    ## One

    [Section](ref:one) here, [Chapter](ref:03-a).

    """,
    "book.yml": "glossary:\n  letter: A sign for a sound.\n",
  ]

  private func build(_ body: ((String) throws -> String) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body { try String(contentsOfFile: book.site + "/" + $0, encoding: .utf8) }
    }
  }

  @Test func eachKindIsCountedInItsChapter() async throws {
    try await build { page in
      let text = try page("03-a.html")
      for label in [
        "<b>Figure\u{A0}3.1.</b> A rising line.", "<b>Table\u{A0}3.1.</b> A row.",
        "<b>Table\u{A0}3.2.</b> Words", "<b>Exercise\u{A0}3.1</b>", "<b>Exercise\u{A0}3.2</b>",
      ] { #expect(text.contains(label), "\(label)") }
      #expect(text.contains("href=\"#knee\" aria-label=\"Link to Equation\u{A0}(3.1)\">(3.1)</a>"))
      #expect(
        text.contains("href=\"#eq-law\" aria-label=\"Link to Equation\u{A0}(3.2)\">(3.2)</a>")
      )
      // The third has a name that nothing mentions: it can be led to, and has no number.
      #expect(text.matches(of: /class="equation-number"/).count == 2)
      #expect(text.contains("<div class=\"formula\" id=\"eq-alone\">"))
      // The caption stands with its table only.
      #expect(text.matches(of: /in a table with a/).count == 1)
      let appendix = try page("10-c.html")
      #expect(appendix.contains("<p class=\"chapter-number\">Appendix\u{A0}A</p>"))
      #expect(appendix.contains("<b>Table\u{A0}A.1.</b> The same."))
      #expect(appendix.contains("<span class=\"number\">A.1</span> One"))
    }
  }

  @Test func referencesPrintTheNumberOfWhatTheyName() async throws {
    try await build { page in
      let text = try page("03-a.html")
      for link in [
        "href=\"#fig-one\">Figure\u{A0}3.1</a>", "href=\"#fig-one\">figure\u{A0}3.1</a>",
        "href=\"#fig-one\" data-place=\"Figure\u{A0}3.1\">the line</a>",
        "href=\"#tab-one\">Table\u{A0}3.1</a>",
        "href=\"#tab-two\">Table\u{A0}3.2</a>", "href=\"#knee\">Equation\u{A0}(3.1)</a>",
        "href=\"#eq-law\">equation\u{A0}(3.2)</a>", "href=\"#exercise-2\">Exercise\u{A0}3.2</a>",
        "href=\"#ex-first\">Exercise\u{A0}3.1</a>", "href=\"#one\">Section\u{A0}3.1</a>",
        "href=\"#text\">Chapter\u{A0}3</a>", "href=\"10-c.html\">Appendix\u{A0}A</a>",
        "href=\"10-c.html#tab-c\">Table\u{A0}A.1</a>",
      ] { #expect(text.contains(link), "\(link)") }
      // A name that two chapters have means the chapter's own.
      let appendix = try page("10-c.html")
      #expect(appendix.contains("href=\"#one\">Section\u{A0}A.1</a>"))
      #expect(appendix.contains("href=\"03-a.html\">Chapter\u{A0}3</a>"))
    }
  }

  @Test func exercisesAndSolutionsLeadToEachOther() async throws {
    try await build { page in
      let text = try page("03-a.html")
      #expect(
        text.contains(
          "<a href=\"#solution-1\">Solution 1</a>, <a href=\"#solution-1-2\">Solution 2</a>"
        )
      )
      // Inside the fold, so that a link opens it.
      let summary = "<summary>Solution of Exercise\u{A0}3.1"
      #expect(text.contains("\(summary)</summary>\n<div id=\"solution-1\">"))
      #expect(text.contains("\(summary): once more</summary>\n<div id=\"solution-1-2\">"))
      #expect(text.matches(of: /<p class="way"><a href="#ex-first">/).count == 2)
    }
  }

  // MARK: - Mistakes

  /// Checks a marked chapter beside one that has a section of the same name.
  private func problem(_ marked: String) async throws -> (Report.Item?, MarkedText) {
    let marked = MarkedText(marked)
    let files = [
      "01-a.md": marked.text, "02-b.md": "# Another\n\n## Both\n\nWords.\n", "03-c.md": "## Both\n",
    ]
    return try await TemporaryBook.with(files) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(
        report.errors.map(\.location) == ["book/01-a.md:\(marked.location)"],
        "\(report.errors)"
      )
      return (report.errors.first, marked)
    }
  }

  @Test(arguments: [
    ("```math id=eq-a\nx\n```\n\n[a](ref:¦eq-b)\n", "did you mean 'eq-a'?"),
    ("```math id=eq-a\nx\n```\n\n¦[Figure](ref:eq-a)\n", "'eq-a' is an equation"),
    ("```math id=eq-a\nx\n```\n\n¦[](ref:eq-a)\n", "says nothing"),
    ("[a](ref:¦both)\n", "several chapters: 02-b.md, 03-c.md"),
    ("```swift id=quiet hide\nlet a = 1\n```\n\n[a](ref:¦quiet)\n", "hidden cell 'quiet'"),
    ("```math ¦name=eq-a\nx\n```\n", "no option 'name'"),
    ("```math ¦idd=eq-a\nx\n```\n", "did you mean 'id'?"),
    ("```math ¦id=a/b\nx\n```\n", "a word of letters"),
    ("```math id=eq-a ¦id=eq-b\nx\n```\n", "stands twice"),
    (
      "```math id=eq-a\nx\n```\n\n```math ¦id=eq-a\ny\n```\n",
      "already that of the equation on line 1"
    ),
    ("```math ¦id=term-a\nx\n```\n", "of their own"),
    ("¦```swift id=text\nlet a = 1\n```\n", "of their own"),
    ("[Table](ref:¦solution-1): A.\n\n| a |\n|---|\n| b |\n", "of their own"),
    ("¦> [!SOLUTION]\n> Words.\n", "no exercise"),
  ])
  func aMistakeStandsAtItsPlace(marked: String, words: String) async throws {
    let (error, _) = try await problem(marked)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }

  @Test func aTermThatNoChapterUsesIsAWarning() async throws {
    let files = [
      "01-a.md": "A [term](term:one).\n", "book.yml": "glossary:\n  one: A.\n  two: B.\n",
    ]
    try await TemporaryBook.with(files) { book in
      let (status, report) = try book.check()
      #expect(status == 0)
      #expect(report.diagnostics.map(\.location) == ["book/book.yml:3:3"])
      #expect(report.diagnostics.first?.message.contains("'two'") == true)
    }
  }
}
