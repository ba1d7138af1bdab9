import Foundation
import Literate
import TestSupport
import Testing

/// The pages that no chapter stands behind.
@Suite struct MadePagesTests {
  static let files = [
    "01-a.md": """
    ---
    title: A chapter
    talk: "0:00:00–0:10:00"
    ---

    ## Numbers

    ```swift id=batch
    let batch = Int(Chip.h100.memory.value.baseValue / 80e9) * 2_400
    let isEven = batch % 2 == 0
    ```

    ```swift id=own
    let half = 1_200
    ```

    There are [2,400](claim:batch "C001") and [2,500](claim:batch "C001 disputed"), it is
    [even](claim:isEven "C002"), [half of it](<claim:half * 2 == 2_400> "C004"), a [term](<term:some term>).

    ## Words

    It is nice (C003, A Speaker). See [C002](https://example.com) and **C005**, and the
    [8 of 256](cite:paper) again.

    """,
    "02-b.md": """
    ---
    title: Another
    talk: "0:10:05–0:20:00"
    ---

    ## More

    ```swift id=shown covers=E1
    let shown = 1
    ```

    C003 again; the [term](<term:some term>).

    """,
    "claims.yml": """
    C001:
      time: "0:01:05"
      speaker: A <Speaker>
      claim: "There are 2,400 & more"
      numbers: "2,400"
    C002:
      time: "0:10:02"
      claim: "It is even"
    C003:
      time: "0:00:30"
      claim: "It is nice"
      opinion: true
    C004:
      claim: "No moment"
    C005:
      time: "0:12:00"
      claim: "Later"
      unchecked: "waits for <it>"
    C006:
      time: "0:13:00"
      claim: "Nowhere"
    E1:
      kind: equation
      claim: "The batch"

    """,
    "book.yml": """
    title: A book
    notation:
      t_mem: time of <memory>
      B*: the best batch
      B: the batch
      "a b": two words
    glossary:
      some term: What it means.
      Another term: What it also means.

    """,
    "references.yml": """
    paper:
      title: A paper & more
      authors: Somebody
      url: https://example.com/paper
      date: 2025-01
      note: A note.
      figures: ["8 of 256"]
    unused:
      title: A book
      date: 2024

    """,
  ]

  private func build(
    _ files: [String: String] = Self.files,
    _ body: (TemporaryBook, (String) throws -> String) throws -> Void
  ) async throws {
    try await TemporaryBook.with(files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body(book) { try String(contentsOfFile: book.site + "/" + $0, encoding: .utf8) }
    }
  }

  /// The row of an id in the ledger, without what stands around it.
  private func row(_ id: String, _ ledger: String) -> String {
    guard let start = ledger.range(of: "id=\"\(id)\">"),
      let end = ledger.range(of: "</tr>", range: start.upperBound..<ledger.endIndex)
    else { return "" }
    return String(ledger[start.upperBound..<end.lowerBound])
  }

  @Test func theLedgerHoldsEveryEntryOnce() async throws {
    try await build { _, page in
      let ledger = try page("ledger.html")
      for id in ["C001", "C002", "C003", "C004", "C005", "C006", "E1"] {
        #expect(ledger.components(separatedBy: "id=\"\(id)\"").count == 2, "\(id)")
      }
      let first = row("C001", ledger)
      #expect(first.contains("&amp; more") && first.contains("A &lt;Speaker&gt;"))
      #expect(first.contains("<b>Disputed</b>") && first.contains("2,400"))
      #expect(first.contains("01-a.html#claim-C001\">1.1</a>"))
      #expect(row("C002", ledger).contains("<b>Holds</b>"))
      #expect(row("C002", ledger).contains("01-a.html#mention-C002\">1.2</a>"))
      #expect(row("C003", ledger).contains("<b>Opinion</b>"))
      #expect(row("C003", ledger).contains("02-b.html#mention-C003\">2.1</a>"))
      #expect(row("C004", ledger).contains("arithmetic of the talk’s own figures"))
      #expect(row("C005", ledger).contains("<b>Unchecked</b>: waits for &lt;it&gt;"))
      #expect(row("C006", ledger).contains("<b>Not in the book</b>"))
      #expect(row("E1", ledger).contains("<b>Shown</b>"))
      #expect(row("E1", ledger).contains("02-b.html#shown\">2.1</a>"))
    }
  }

  @Test func claimsStandUnderTheChapterThatFollowsTheirMoment() async throws {
    try await build { _, page in
      let ledger = try page("ledger.html")
      let places = [
        "1 A chapter", "C003", "C001", "C002", "2 Another", "C005", "Elsewhere", "C004",
      ]
      .map { $0.hasPrefix("C0") ? "id=\"\($0)\"" : ">\($0)" }
      .map { text in
        ledger.range(of: text, options: text.hasPrefix(">") ? .backwards : [])?.lowerBound
      }
      #expect(!places.contains(nil))
      #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }
  }

  @Test func everyPlaceIsAnAnchorOfItsPage() async throws {
    try await build { book, page in
      for name in try book.siteFiles().keys where name.hasSuffix(".html") {
        let text = try page(name)
        let ids = text.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count, "\(name)")
        for match in text.matches(of: /href="([^":#]*)#([^"]*)"/) {
          let target = match.1.isEmpty ? name : String(match.1)
          let anchor = String(match.2).removingPercentEncoding ?? ""
          #expect(try page(target).contains(" id=\"\(anchor)\""), "\(name): \(target)#\(anchor)")
        }
      }
    }
  }

  @Test func idsOfTheProseLeadToTheLedger() async throws {
    try await build { _, page in
      let text = try page("01-a.html")
      #expect(
        text.contains("(<a class=\"id\" id=\"mention-C003\" href=\"ledger.html#C003\">C003</a>, A")
      )
      // A link does not stand inside another one.
      #expect(
        text.contains("<a href=\"https://example.com\"><span id=\"mention-C002\">C002</span></a>")
      )
      #expect(text.contains("<strong><a class=\"id\" id=\"mention-C005\""))
    }
  }

  @Test func symbolsAreFormulasWhereTheyCanBe() async throws {
    try await build { _, page in
      let text = try page("notation.html")
      #expect(text.contains("<msub>") && text.contains("time of &lt;memory&gt;"))
      #expect(text.contains("id=\"symbol-B\"") && text.contains("id=\"symbol-B-star\""))
    }
  }

  @Test func termsLeadToTheGlossaryAndBack() async throws {
    try await build { _, page in
      let glossary = try page("glossary.html")
      #expect(glossary.contains("<tr id=\"term-some-term\"><th scope=\"row\">some term</th>"))
      #expect(
        glossary.contains(
          "<td><a href=\"01-a.html#term-some-term\">1.1</a>, <a href=\"02-b.html#term-some-term\">2.1</a>"
        )
      )
      let another = try #require(glossary.range(of: "Another term"))
      #expect(another.lowerBound < (try #require(glossary.range(of: "some term"))).lowerBound)
      for name in ["01-a.html", "02-b.html"] {
        #expect(try page(name).contains("glossary.html#term-some-term"))
      }
    }
  }

  @Test func citationsLeadToTheBibliography() async throws {
    try await build { _, page in
      #expect(try page("01-a.html").contains("href=\"bibliography.html#source-paper\""))
      let text = try page("bibliography.html")
      #expect(text.contains("A paper &amp; more</a>. Somebody. A note."))
      #expect(text.contains("<td class=\"date\">2025-01</td>"))
      #expect(text.contains("8\u{A0}of\u{A0}256"))
      #expect(text.contains("<td><a href=\"01-a.html#words\">1.2</a></td>"))
      #expect(text.contains("<tr id=\"source-unused\"><td class=\"words\">A book.</td>"))
    }
  }

  @Test func aPageIsMadeOnlyOfWhatThereIs() async throws {
    try await TemporaryBook.with(["01-a.md": "# A\n\nWords.\n", "book.yml": "title: A\n"]) { book in
      #expect(try book.tool("build").status == 0)
      let names = try book.siteFiles().keys.filter { $0.hasSuffix(".html") }.sorted()
      #expect(names == ["01-a.html", "index.html"])
      try book.write("title: A\nnotation:\n  B: the batch\n", to: "book.yml")
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles()["notation.html"] != nil)
      // What a book no longer has goes with the next build.
      try book.write("title: A\n", to: "book.yml")
      #expect(try book.tool("build", "--check").status == 1)
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles()["notation.html"] == nil)
    }
  }

  @Test func everyPageListsThem() async throws {
    try await build { book, page in
      // The page for paper has contents of its own.
      for name in try book.siteFiles().keys where name.hasSuffix(".html") && name != "book.html" {
        let text = try page(name)
        for made in ["ledger", "talk", "constants", "notation", "glossary", "bibliography"] {
          #expect(text.contains("<a href=\"\(made).html\""), "\(name)")
        }
      }
      #expect(try page("index.html").contains("<h2 id=\"tables\">Tables "))
      #expect(try page("02-b.html").contains("class=\"next\" href=\"ledger.html\""))
    }
  }
}
