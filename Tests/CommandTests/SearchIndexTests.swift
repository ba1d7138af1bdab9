import Foundation
import TestSupport
import Testing

/// The index of the search: what can be found, and that it leads there.
@Suite struct SearchIndexTests {
  private struct Entry {
    var title: String
    var kind: String
    var page: String
    var anchor: String
    var text: String
  }

  private static let files = [
    "book.yml": """
    title: A book
    glossary:
      latency: The time of one step
    notation:
      t_mem: time to read
    """,
    "claims.yml": "C001:\n  time: \"0:01:05\"\n  claim: \"It is fast\"\n  numbers: \"6 times\"\n",
    "references.yml": "paper:\n  title: A \"quoted\" paper\n  authors: Someone\n  date: 2024\n",
    "01-first.md": """
    ---
    summary: What it is about.
    questions: [How fast?]
    ---
    # The first

    Before all, a [term](term:latency) and C001.

    ## Fast things

    See [Figure](ref:fig-line) and *emphasis*. A backslash \\ and "quotes".

    ```math
    t_{\\text{mem}} \\ge B^{*}
    ```

    ```swift id=sum formula
    let total = 3.0 + 4.0
    ```

    ```swift id=draw
    let speedOfLight = 299
    show(
      LineChart(
        x: Axis("x"), y: Axis("y"),
        series: [Series("a", points: [(0, 0), (1, 1)])]),
      id: "fig-line", caption: "It rises.", alt: "A line rises.")
    ```

    > [!NOTE] In a box
    > Words in a box.

    | head | other |
    |---|---|
    | cell of a table | x |

    ## Slow things

    Nothing here.
    """,
  ]

  /// The index as the page's script gets it.
  private func entries(_ files: [String: String]) throws -> [Entry] {
    let script = try #require(files["search-index.js"])
    let match = try #require(
      script.firstMatch(of: /pages: (\[[\s\S]*?\n\]), entries: (\[[\s\S]*\n\]) \} \}\)\);\n$/)
    )
    let json = JSONDecoder()
    let pages = try json.decode([[String]].self, from: Data(match.1.utf8))
    return try #require(JSONSerialization.jsonObject(with: Data(match.2.utf8)) as? [[Any]]).map {
      entry in
      let words = entry.compactMap { $0 as? String }
      let page = try #require(entry[2] as? Int)
      return Entry(
        title: words[0],
        kind: words[1],
        page: pages[page][0],
        anchor: words[2],
        text: words[3]
      )
    }
  }

  private func build(_ body: ([String: String], [Entry]) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      let files = try book.siteFiles().mapValues { String(decoding: $0, as: UTF8.self) }
      try body(files, try entries(files))
    }
  }

  @Test func everyEntryLeadsToAPlace() async throws {
    try await build { files, entries in
      #expect(entries.count > 10)
      for entry in entries {
        let page = try #require(files[entry.page], "\(entry)")
        #expect(entry.anchor.isEmpty || page.contains("id=\"\(entry.anchor)\""), "\(entry)")
        #expect(!entry.title.isEmpty && !entry.kind.isEmpty, "\(entry)")
      }
    }
  }

  @Test func sectionsHaveTheirTextAndNoOther() async throws {
    try await build { _, entries in
      let first = try #require(entries.first)
      #expect(first.title == "The first" && first.kind == "Chapter 1" && first.anchor.isEmpty)
      #expect(first.text == "What it is about. How fast? Before all, a term and C001.")
      let fast = try #require(entries.first { $0.title == "1.1 Fast things" })
      #expect(
        fast.text
          == #"See Figure 1.1 and emphasis. A backslash \ and “quotes”. t_mem ≥ B* total = 3.0 + 4.0 = 7 In a box Words in a box. head other cell of a table x"#
      )
      #expect(entries.first { $0.title == "1.2 Slow things" }?.text == "Nothing here.")
    }
  }

  @Test(arguments: [
    ("draw", "Swift", "01-first.html", "speedOfLight"),
    ("sum", "Swift", "01-first.html", "total = 3.0 + 4.0 = 7"),
    ("Figure\u{A0}1.1", "Figure", "01-first.html", "It rises."),
    ("latency", "Term", "glossary.html", "The time of one step"),
    ("t_mem", "Symbol", "notation.html", "time to read"),
    ("A “quoted” paper", "Source", "bibliography.html", "Someone 2024"),
    ("C001", "Not checked", "ledger.html", "It is fast 6 times"),
    ("Glossary", "Glossary", "glossary.html", "Every term"),
  ])
  func thingsAreFoundByTheirNames(title: String, kind: String, page: String, words: String)
    async throws
  {
    try await build { _, entries in
      let entry = try #require(entries.first { $0.title == title })
      #expect(entry.kind == kind && entry.page == page)
      #expect(entry.text.contains(words), "\(entry.text)")
    }
  }
}
