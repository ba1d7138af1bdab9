import Foundation
import Literate
import TestSupport
import Testing

/// A build weaves the chapters that a change touches and takes the others as they were woven; the site is always the
/// one that weaving all of them makes.
@Suite struct KeptChaptersTests {
  private static let files = [
    "01-first.md": SmallBook.chapter + """

      ## Where it stands

      The [batch](term:batch) of C001.

      ```swift id=flow formula
      let flow = width / other
      ```

      ```swift id=draw
      let table = CellTable(columns: [TableColumn("racks")], rows: [[.number(3)]])
      show(table, id: "tab-racks", caption: "How many racks there are.")
      ```

      """,
    "02-second.md": """
    # The second chapter

    It follows [Table](ref:tab-racks), [Equation](ref:flow), the [cell](ref:first) and
    [Section](ref:where-it-stands), a [source](cite:paper), and C001.

    """,
    "03-third.md": "# The third chapter\n\nWords of its own.\n",
    "book.yml": """
    title: A book
    glossary:
      batch: Sequences of a step
    notation:
      W: width
    symbols:
      width: W

    """,
    "references.yml": "paper:\n  title: A paper\n  date: 2026\n",
    "claims.yml": "C001:\n  claim: There is a batch.\n  time: \"0:01:00\"\n",
  ]

  private func withBuiltBook(_ body: (TemporaryBook) async throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let first = try book.tool("build")
      #expect(first.status == 0, "\(first.errors)")
      try await body(book)
    }
  }

  private func kept(_ book: TemporaryBook) throws -> [String: Data] {
    let folder = book.root + "/.chalktalk/woven"
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      files[name] = FileManager.default.contents(atPath: folder + "/" + name)
    }
    return files
  }

  /// Builds what has changed, and holds the site against one for which every chapter is woven.
  private func expectRightSite(_ book: TemporaryBook) throws {
    let result = try book.tool("build")
    #expect(result.status == 0, "\(result.errors)")
    try book.expectRightSite()
  }

  @Test func aChangeOfProseWeavesItsChapterAlone() async throws {
    try await withBuiltBook { book in
      let before = try kept(book)
      #expect(before.count == 3)
      let text = try book.text(of: "03-third.md")
      try book.write(text.replacing("Words", with: "Other words"), to: "03-third.md")
      #expect(try book.tool("build").status == 0)
      let after = try kept(book)
      #expect(before.count { after[$0.key] == $0.value } == 2)
      try expectRightSite(book)
    }
  }

  /// What one chapter says of another, and what all say of the book.
  @Test(arguments: [
    ["01-first.md", "## Where it stands", "## Where\n\nMore.\n\n## Where it stands"],
    ["01-first.md", "How many racks", "The number of racks"],
    [
      "01-first.md", "id: \"tab-racks\"",
      "id: \"tab-first\", caption: \"None.\")\nshow(table, id: \"tab-racks\"",
    ],
    ["01-first.md", "title: A small chapter", "title: A little chapter"],
    ["01-first.md", "Quantity(2, .gigabytes)", "Quantity(2, .gigabytes) // as drawn"],
    ["02-second.md", "[Equation](ref:flow), ", ""],
    ["03-third.md", "# The third chapter", "# The last chapter"],
    ["03-third.md", "Words of its own.", "A mention of C001."],
    ["03-third.md", "Words of its own.", "## A section\n\nWords."],
    ["book.yml", "W: width", "W: the width of it"],
    ["book.yml", "width: W", "width: W_1"],
    ["book.yml", "title: A book", "title: Another book"],
    ["references.yml", "A paper", "Another paper"],
    ["claims.yml", "There is a batch.", "There are batches."],
  ])
  func whatIsSaidElsewhereFollows(change: [String]) async throws {
    try await withBuiltBook { book in
      let site = try book.siteFiles()
      let text = try book.text(of: change[0])
      let edited = text.replacing(change[1], with: change[2])
      #expect(edited != text)
      try book.write(edited, to: change[0])
      try expectRightSite(book)
      #expect(try book.siteFiles() != site)
    }
  }

  @Test func aChapterThatComesOrGoesIsSeenOnTheOthers() async throws {
    try await withBuiltBook { book in
      try book.write("# A chapter between\n\nWords.\n", to: "015-between.md")
      try expectRightSite(book)
      try FileManager.default.removeItem(atPath: book.folder + "/015-between.md")
      try expectRightSite(book)
    }
  }

  /// What a cell says may depend on more than the tool can know.
  @Test func aRunThatSaysOtherThingsIsWovenAnew() async throws {
    try await withBuiltBook { book in
      let chance =
        "# The third chapter\n\n```swift\nprint(Int.random(in: 0..<1_000_000_000))\n```\n"
      try book.write(chance, to: "03-third.md")
      #expect(try book.tool("build").status == 0)
      let page = try book.siteFiles()["03-third.html"]
      try FileManager.default.removeItem(atPath: book.root + "/.chalktalk/runs")
      try FileManager.default.removeItem(atPath: book.root + "/.chalktalk/sites")
      try expectRightSite(book)
      #expect(try book.siteFiles()["03-third.html"] != page)
    }
  }

  @Test(arguments: ["empty", "cut off", "another text", "of another chapter"])
  func aDamagedFileIsNone(how: String) async throws {
    try await withBuiltBook { book in
      let folder = book.root + "/.chalktalk/woven/"
      let all = try kept(book)
      for (name, data) in all {
        let url = URL(fileURLWithPath: folder + name)
        switch how {
        case "empty": try Data().write(to: url)
        case "cut off": try data.dropLast(9).write(to: url)
        case "another text":
          let text = String(decoding: data, as: UTF8.self)
          try Data(text.replacing("Words", with: "words").utf8).write(to: url)
        default: try all.first { $0.key != name }?.value.write(to: url)
        }
      }
      try FileManager.default.removeItem(atPath: book.root + "/.chalktalk/sites")
      try expectRightSite(book)
    }
  }

  @Test func aCheckOfTheSiteWeavesEveryChapter() async throws {
    try await withBuiltBook { book in
      let text = try book.text(of: "03-third.md")
      try book.write(text.replacing("Words", with: "Other words"), to: "03-third.md")
      let before = try kept(book)
      #expect(try book.tool("build", "--check").status == 1)
      #expect(try kept(book) == before)
    }
  }
}
