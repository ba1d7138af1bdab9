import Foundation
import Literate
import TestSupport
import Testing

/// What `chalktalk serve` keeps from one build for the next never makes a page that a build would not make.
@Suite(.serialized)
struct ServeMemoryTests {
  private static let files = [
    "01-first.md": """
    # First

    Every [thing](term:thing) is counted, [seven](cite:counted) of them; see [the other](ref:other).

    ```swift id=one reads=../data/number.txt
    import Foundation
    print("rate \\(rate), read", try String(contentsOfFile: "../data/number.txt", encoding: .utf8))
    ```

    """,
    "02-second.md":
      "# Second\n\n## Other\n\nOld words.\n\n```swift id=two\nlet two = 2\nprint(two)\n```\n",
    "book.yml": "title: Old book\nengine: ../Rates\nglossary:\n  thing: An old thing.\n",
    "references.yml": "counted:\n  title: Old source\n  date: 2020\n  figures: [seven]\n",
  ]

  @Test
  func everyThingThatABookIsMadeOfIsNoticedAndThePagesAreThoseOfABuild() async throws {
    try await TemporaryBook.with(Self.files) { book in
      for folder in ["Rates", "data"] {
        try FileManager.default.createDirectory(
          atPath: book.root + "/" + folder,
          withIntermediateDirectories: false
        )
      }
      func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: book.root + "/" + name))
      }
      func replace(_ old: String, with new: String, in name: String) throws {
        let text = try book.text(of: name)
        try #require(text.contains(old))
        try book.write(text.replacing(old, with: new), to: name)
      }
      try write("public let rate = 100\n", to: "Rates/Rates.swift")
      try write("one", to: "data/number.txt")
      try await RunningServer.with(book) { server in
        func shows(_ text: String, _ page: String = "/01-first.html") async throws {
          _ = try await server.wait(for: text, at: page)
          try expectPagesOfABuild(book, server)
        }
        try await shows("rate 100, read one")
        try replace("Old words", with: "New words", in: "02-second.md")
        try await shows("New words", "/02-second.html")
        try write("two", to: "data/number.txt")
        try await shows("rate 100, read two")
        try write("public let rate = 300\n", to: "Rates/Rates.swift")
        try await shows("rate 300, read two")
        try replace("Old book", with: "New book", in: "book.yml")
        try await shows("New book")
        try replace("An old thing", with: "A new thing", in: "book.yml")
        try await shows("A new thing", "/glossary.html")
        try replace("Old source", with: "New source", in: "references.yml")
        try await shows("New source")
        try replace("# Second", with: "# Another", in: "02-second.md")
        try await shows("Another")
        try replace("let two = 2", with: "let two = 22", in: "02-second.md")
        try await shows("<pre>22", "/02-second.html")
        // Wrong for a while, with an edit of another chapter meanwhile.
        try replace("## Other", with: "## Elsewhere", in: "02-second.md")
        _ = try await eventually("the error") {
          server.errors.contains("ref") && server.errors.contains("last good pages stay")
            ? true : nil
        }
        try replace("Every [", with: "Each [", in: "01-first.md")
        try replace("## Elsewhere", with: "## Other", in: "02-second.md")
        try await shows("Each <")
        try book.write("# Third\n\nMore.\n", to: "03-third.md")
        try await shows("Third")
        try FileManager.default.removeItem(atPath: book.folder + "/03-third.md")
        _ = try await server.wait(for: "no such page", at: "/03-third.html", status: 404)
        try expectPagesOfABuild(book, server)
      }
    }
  }

  /// Holds every page that is served against what a build of its own writes.
  private func expectPagesOfABuild(_ book: TemporaryBook, _ server: RunningServer) throws {
    let built = try book.tool("build", "--site", book.site)
    #expect(built.status == 0, "\(built.errors)")
    for (name, data) in try book.siteFiles() where name.hasSuffix(".html") {
      let answer = try #require(try server.get("/" + name), "\(name)")
      let body = answer.components(separatedBy: "\r\n\r\n").dropFirst().joined()
      let page = body.replacing(
        /<script src="\/\.chalktalk\/live\.js"[^>]*><\/script>\n/,
        with: ""
      )
      #expect(page == String(decoding: data, as: UTF8.self), "\(name)")
    }
  }
}
