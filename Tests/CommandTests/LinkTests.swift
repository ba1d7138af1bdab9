import Foundation
import TestSupport
import Testing

/// Links within the site, files that pages link to, and the list of links to other hosts.
@Suite struct LinkTests {
  private static let other = """
    # Another

    ## What's in a name: x/y

    ```math id=eq-a
    x
    ```

    """

  /// What is wrong with a chapter that stands beside another and two files.
  private func errors(_ text: String) async throws -> [Report.Item] {
    try await TemporaryBook.with(["01-a.md": text, "02-b.md": Self.other]) { book in
      try FileManager.default.createDirectory(
        atPath: book.folder + "/data",
        withIntermediateDirectories: true
      )
      try book.write("a,b\n", to: "data/rows.csv")
      try book.write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", to: "drawing.svg")
      return try book.check().report.errors
    }
  }

  @Test(arguments: [
    ("[a](¦03-b.md)", "did you mean '02-b.md'?"), ("[a](¦02-b.md#eq-b)", "did you mean 'eq-a'?"),
    ("# Heading\n\n[a](¦#headin)", "did you mean 'heading'?"),
    ("[a](¦#nowhere)", "01-a.md has no place 'nowhere'"),
    ("[a](¦data/row.csv)", "did you mean 'data/rows.csv'?"), ("[a](¦data)", "no file 'data'"),
    ("![a](¦drawings.svg)", "did you mean 'drawing.svg'?"), ("[a](¦../README.md)", "no chapter"),
    ("[a](¦../secret.txt)", "no file that the site can hold"),
    ("[a](¦.hidden)", "no file that the site"),
    ("[a](¦/etc/passwd)", "one machine"), ("[a](¦//example.com/x)", "one machine"),
    ("[a](¦style.css)", "of its own"), ("[a](¦ledger.html)", "the site has no page"),
    ("[a](¦02-b.html#eq)", "02-b.md has no place"), ("[a](¦%zz.md)", "not spelled as an address"),
    ("a [b][r] c\n\n[r]: ¦02-x.md", "did you mean '02-b.md'?"),
    ("[a](02-b.md) and [b](¦02-c.md)", "'02-c.md'"), ("| [a](¦02-c.md) |\n|---|", "'02-c.md'"),
    ("> - [a](<¦02-c.md>)", "'02-c.md'"),
    ("![a](¦https://example.com/a.png)", "nothing from other hosts"),
  ])
  func aBrokenLinkStandsAtItsPlace(marked: String, words: String) async throws {
    let marked = MarkedText(marked + "\n")
    let errors = try await errors(marked.text)
    #expect(errors.map(\.location) == ["book/01-a.md:\(marked.location)"], "\(errors)")
    #expect(errors.first?.message.contains(words) == true, "\(errors)")
  }

  @Test func whatIsThereMayBeLinkedTo() async throws {
    let text = """
      # Head

      [a](#head) [b](02-b.md) [c](02-b.md#eq-a) [d](02-b.html) [e](index.html) [f](data/rows.csv)
      [GitHub's anchor](02-b.md#whats-in-a-name-xy) and [ours](02-b.md#what-s-in-a-name-x-y)
      ![A drawing](drawing.svg) [h](#text)

      """
    #expect(try await errors(text).isEmpty)
  }

  @Test func linkedFilesAreCarriedIntoTheSite() async throws {
    let text = "[GitHub's anchor](02-b.md#whats-in-a-name-xy), ![A drawing](drawing.svg).\n"
    try await TemporaryBook.with(["01-a.md": text, "02-b.md": Self.other]) { book in
      try book.write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", to: "drawing.svg")
      let result = try book.tool("build")
      #expect(result.status == 0, "\(result.errors)")
      let files = try book.siteFiles()
      #expect(files["drawing.svg"] != nil)
      let page = String(decoding: files["01-a.html"] ?? Data(), as: UTF8.self)
      #expect(page.contains("href=\"02-b.html#what-s-in-a-name-x-y\""))
    }
  }

  @Test(arguments: [
    "references.yml": "a:\n  title: A\n  date: 2024\n  url: javascript:alert(1)\n",
    "book.yml": "talk:\n  title: A\n  date: x\n",
  ])
  func anAddressInTheBooksFilesIsOne(name: String, text: String) async throws {
    let text = text.replacing("  date: x\n", with: "  url: data:text/html,x\n")
    try await TemporaryBook.with(["01-a.md": "Words.\n", name: text]) { book in
      let errors = try book.check().report.errors
      #expect(errors.count == 1 && errors.first?.message.contains("https://") == true, "\(errors)")
    }
  }

  @Test func linksToOtherHostsAreListedWithTheirPlaces() async throws {
    let files = [
      "01-a.md": "[b](https://b.org/x) and <https://a.org> and [b](https://b.org/x)\n",
      "02-b.md": "[mail](mailto:a@b.org), [b](02-b.md), ![c](c.svg)\n",
      "c.svg": "<svg/>",
      "references.yml": "k:\n  title: A\n  date: 2024\n  url: https://b.org/x\n",
      "book.yml": "talk:\n  title: A talk\n  url: https://talk.org\n",
    ]
    try await TemporaryBook.with(files) { book in
      let result = try book.tool("check", "--links")
      #expect(result.status == 0, "\(result.errors)")
      let lines = result.output.split(separator: "\n").filter {
        $0.contains("://") || $0.contains("mailto")
      }
      #expect(
        lines == [
          "https://a.org book/01-a.md:1:27",
          "https://b.org/x book/01-a.md:1:5 book/01-a.md:1:50 book/references.yml:4:8",
          "https://talk.org book/book.yml:3:8", "mailto:a@b.org book/02-b.md:1:8",
        ]
      )
      let json = try book.tool("check", "--json", "--links").output
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      let links = try #require(object?["links"] as? [[String: Any]])
      #expect(links.map { $0["url"] as? String } == lines.map { String($0.prefix { $0 != " " }) })
      #expect(links.first?["places"] as? [String] == ["book/01-a.md:1:27"])
      #expect(try book.tool("check", "--json").output.contains("\"links\"") == false)
    }
  }
}
