import Foundation
import Literate
import TestSupport
import Testing

/// The cards of links, and what holds of every page of a whole site.
@Suite struct PreviewTests {
  private static let files = NumberingTests.files.merging([
    "04-b.md": """
    # More "quoted" things

    A [term](term:letter), a [source](cite:paper), [Figure](ref:fig-one), [Table](ref:tab-two), [Exercise](ref:ex-first),
    [Equation](ref:knee), [Equation](ref:eq-law), [the cell](ref:seen), [Section](ref:one-more), and C001.
    [A chapter](03-a.md), [there](03-a.md#one).

    ## One more

    It starts `<so>` with $`x_i`$.

    ```swift id=seen
    let seven = Quantity(7)
    print(seven)
    ```

    """,
    "claims.yml": "C001:\n  time: \"0:01:05\"\n  claim: \"It <is>\"\n",
    "references.yml": "paper:\n  title: A <paper>\n  date: 2024\n  url: https://example.com/a\n",
  ]) { $1 }

  private func build(_ body: ([String: String]) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      try body(try book.siteFiles().mapValues { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// The cards of a page by the address of their links, and the digest they carry.
  private func cards(_ page: String, _ files: [String: String]) throws -> [String: String] {
    let html = try #require(files[page])
    let asked = try #require(html.firstMatch(of: /data-previews="([^"?]*)\?([0-9a-f]{16})"/))
    let script = try #require(files[String(asked.1)])
    let parts = try #require(
      script.firstMatch(of: /(?s)detail: \{ digest: "([0-9a-f]+)", cards: (\{.*\}) \} \}\)\);\n$/)
    )
    #expect(parts.1 == asked.2)
    #expect(SHA256.digest(parts.2.utf8).hasPrefix(asked.2))
    let object = try JSONSerialization.jsonObject(with: Data(parts.2.utf8))
    return try #require(object as? [String: String])
  }

  @Test func everyLinkThatAsksForACardHasOne() async throws {
    try await build { files in
      var asked = 0
      // The page for paper has no cards.
      for (name, html) in files where name.hasSuffix(".html") && name != "book.html" {
        let links = html.matches(
          of:
            /<a class="(?:ref|term|cite|id)(?: made-by)?"[^>]* href="([^"]*)"/
        )
        .map { String($0.1) }
        // Chapters name the ones before and after, and show what they are about.
        let near = html.matches(of: /<a class="(?:previous|next)" href="(\d[^"]*)"/)
          .map { String($0.1) }
        // Tables show what stands where they lead, but not of each of their links.
        guard name.first?.isNumber == true else {
          let all = Set(html.matches(of: /<a [^>]*href="(\d[^"]*)"/).map { String($0.1) })
          let shown = html.contains("data-previews") ? Set(try cards(name, files).keys) : []
          #expect(shown.isSubset(of: all), "\(name)")
          #expect(name == "index.html" || shown.isSuperset(of: near), "\(name)")
          continue
        }
        let wanted = Set(links).union(near)
        asked += wanted.count
        guard !wanted.isEmpty else {
          #expect(!html.contains("data-previews"), "\(name)")
          continue
        }
        let cards = try cards(name, files)
        #expect(Set(cards.keys) == wanted, "\(name)")
      }
      #expect(asked > 20)
    }
  }

  @Test func aCardShowsWhatItsLinkLeadsTo() async throws {
    try await build { files in
      let cards = try cards("04-b.html", files)
      for (address, words) in [
        "glossary.html#term-letter": "A sign for a sound.",
        "bibliography.html#source-paper": "A &lt;paper&gt;", "ledger.html#C001": "It &lt;is&gt;",
        "03-a.html#fig-one": "<b>Figure\u{A0}3.1.</b> A rising line.",
        "03-a.html#tab-two": "in a table with a 6",
        "03-a.html#ex-first": "What is a letter?", "03-a.html#knee": "<mtable",
        "03-a.html#eq-law": "<b>Equation\u{A0}(3.2)</b>",
        "#seen": "print", "#one-more": "It starts <code>&lt;so&gt;</code>",
        "03-a.html": "<b>Chapter\u{A0}3. A chapter</b>",
        "03-a.html#one": "<b>3.1 One</b>",
      ] {
        let card = try #require(cards[address], "\(address)")
        #expect(card.contains(words), "\(address): \(card)")
        #expect(card.contains("<p class=\"way\"><a href=\"\(address)\">"), "\(address)")
      }
    }
  }

  @Test func idsAreUniqueAndEveryLinkLeadsSomewhere() async throws {
    try await build { files in
      var ids: [String: Set<String>] = [:]
      for (name, html) in files where name.hasSuffix(".html") {
        let all = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
        #expect(Set(all).count == all.count, "\(name)")
        ids[name] = Set(all)
      }
      var count = 0
      for (name, html) in files where name.hasSuffix(".html") || name.hasPrefix("previews/") {
        let page =
          name.hasSuffix(".js") ? name.dropFirst("previews/".count).dropLast(3) + ".html" : name
        let html = html.replacing("\\\"", with: "\"")
        for match in html.matches(of: /\shref="([^"]*)"/) where !match.1.contains("://") {
          let parts = match.1.split(separator: "#", omittingEmptySubsequences: false)
          let target = parts[0].isEmpty ? page : String(parts[0])
          let anchor = parts.count > 1 ? String(parts[1]).removingPercentEncoding ?? "" : ""
          #expect(files[target] != nil, "\(name): \(match.1)")
          #expect(anchor.isEmpty || ids[target]?.contains(anchor) == true, "\(name): \(match.1)")
          count += 1
        }
      }
      #expect(count > 100)
    }
  }

  @Test func cardsOfPagesThatAreGoneGoToo() async throws {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles()["previews/04-b.js"] != nil)
      try FileManager.default.removeItem(atPath: book.folder + "/04-b.md")
      let check = try book.tool("build", "--check")
      #expect(check.status == 1 && check.errors.contains("previews/04-b.js"), "\(check.errors)")
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles()["previews/04-b.js"] == nil)
    }
  }

  @Test func everyPageHasTheOneScriptAndItIsSmall() async throws {
    try await build { files in
      #expect((files["script.js"]?.utf8.count ?? .max) < 30_000)
      for (name, page) in files where name.hasSuffix(".html") {
        let scripts = page.matches(of: /<script defer src="([^"]+)"/).map { String($0.1) }
        #expect(scripts == ["script.js"], "\(name)")
      }
      #expect(files["index.html"]?.contains("data-previews") == false)
    }
  }
}
