import Foundation
import Literate
import TestSupport
import Testing

/// A build that finds nothing to do leaves the very site that it would have made, and every other build makes it.
@Suite struct RebuildTests {
  private static let files: [String: String] = {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"
    let other =
      "# The other chapter\n\nWords, ![a picture](picture.svg), and [the first](01-small.md).\n"
    let reading = """

      ```swift reads=data.csv
      let rows = try String(contentsOfFile: "data.csv", encoding: .utf8).count { $0 == "\\n" }
      ```

      The table has [two rows](claim:rows), so a [batch](term:batch) says the [source](cite:source).

      """
    return [
      "01-small.md": SmallBook.chapter + reading, "02-other.md": other, "picture.svg": picture,
      "data.csv": "a\nb\n", "book.yml": "title: A book\nglossary:\n  batch: Sequences of a step\n",
      "references.yml": "source:\n  title: A source\n  date: 2026\n",
    ]
  }()

  private static let unneeded = "site: as it was: nothing it depends on has changed\n"

  private func withBuiltBook(_ body: (TemporaryBook) async throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let first = try book.tool("build", "-v")
      #expect(first.status == 0 && first.errors.contains("no earlier build"), "\(first.errors)")
      try await body(book)
    }
  }

  @Test func aBuildWithoutAnyChangeSaysTheSameAndTouchesNothing() async throws {
    try await withBuiltBook { book in
      let (site, page) = (try book.siteFiles(), book.site + "/01-small.html")
      let time = try FileManager.default.attributesOfItem(atPath: page)[.modificationDate] as? Date
      let full = try book.tool("build", "--site", "elsewhere")
      let again = try book.tool("build", "-v")
      #expect(again.errors == Self.unneeded)
      #expect(
        again.output.split(separator: "\n").dropLast()
          == full.output.split(separator: "\n").dropLast()
      )
      #expect(try book.siteFiles() == site)
      #expect(
        try FileManager.default.attributesOfItem(atPath: page)[.modificationDate] as? Date == time
      )
      #expect(try book.tool("build", "--check", "-v").errors == Self.unneeded)
    }
  }

  @Test(arguments: [
    ["01-small.md", "Words before", "Other words before"],
    ["02-other.md", "# The other chapter", "# Another chapter"],
    ["book.yml", "A book", "Another book"],
    ["book.yml", "Sequences of", "All sequences of"],
    ["references.yml", "A source", "Another source"],
    ["picture.svg", "/>", "></svg>"],
    ["data.csv", "a\n", "c\n"],
  ])
  func aChangeOfAnyFileIsSeen(change: [String]) async throws {
    try await withBuiltBook { book in
      let site = try book.siteFiles()
      let text = try book.text(of: change[0])
      let edited = text.replacing(change[1], with: change[2])
      #expect(edited != text)
      try book.write(edited, to: change[0])
      let result = try book.tool("build", "-v")
      #expect(result.errors.contains("site: woven: "), "\(result.errors)")
      #expect(result.errors.contains("'\(change[0])' has changed"), "\(result.errors)")
      // Another row of the table changes no number on a page.
      #expect(try book.siteFiles() != site || change[0] == "data.csv")
      try book.expectRightSite()
    }
  }

  @Test func aRecordThatDoesNotFitTheSourcesIsSeen() async throws {
    try await withBuiltBook { book in
      let record =
        #"{"command": "chalktalk measure", "date": "2026-01-02", "key": {"CKernels": "0"}}"#
      try book.write(record, to: "data.json")
      let result = try book.tool("build", "-v")
      #expect(result.errors.contains("a record of measurements does not fit"), "\(result.errors)")
      #expect(result.status == 1 && result.errors.contains("[measured]"))
    }
  }

  @Test func aChapterThatComesOrGoesIsSeen() async throws {
    try await withBuiltBook { book in
      try book.write("# Another one\n\nWords.\n", to: "03-another.md")
      let more = try book.tool("build", "-v")
      #expect(more.errors.contains("file '03-another.md' is new"), "\(more.errors)")
      #expect(try book.siteFiles()["03-another.html"] != nil)
      try FileManager.default.removeItem(atPath: book.folder + "/03-another.md")
      let less = try book.tool("build", "-v")
      #expect(less.errors.contains("file '03-another.md' is gone"), "\(less.errors)")
      #expect(try book.siteFiles()["03-another.html"] == nil)
      try book.expectRightSite()
    }
  }

  @Test(arguments: ["edited", "removed", "left of another book", "the whole folder"])
  func aSiteThatIsNotWhatWasBuiltIsMadeAgain(how: String) async throws {
    try await withBuiltBook { book in
      let site = try book.siteFiles()
      let page = URL(fileURLWithPath: book.site + "/01-small.html")
      switch how {
      case "edited":
        var data = try Data(contentsOf: page)
        data[data.count / 2] ^= 1
        try data.write(to: page)
      case "removed": try FileManager.default.removeItem(at: page)
      case "left of another book":
        try FileManager.default.copyItem(atPath: page.path, toPath: book.site + "/09-old.html")
      default: try FileManager.default.removeItem(atPath: book.site)
      }
      #expect(try book.tool("build", "--check").status == 1)
      let result = try book.tool("build", "-v")
      #expect(result.errors.contains("is not what the last build wrote"), "\(result.errors)")
      #expect(try book.siteFiles() == site)
      #expect(try book.tool("build", "-v").errors == Self.unneeded)
    }
  }

  @Test(arguments: ["empty", "cut off", "another value", "of another book", "a folder"])
  func aDamagedRecordIsNone(how: String) async throws {
    try await withBuiltBook { book in
      let folder = book.root + "/.chalktalk/sites"
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
      let record = URL(fileURLWithPath: folder + "/" + name)
      let data = try Data(contentsOf: record)
      // The edit that a false record would hide.
      let old = try book.text(of: "02-other.md")
      let new = old.replacing("Words", with: "Other words")
      try book.write(new, to: "02-other.md")
      try FileManager.default.removeItem(at: record)
      let text = String(decoding: data, as: UTF8.self)
      switch how {
      case "empty": try Data().write(to: record)
      case "cut off": try data.dropLast(9).write(to: record)
      case "another value":
        let digest = SHA256.digest(old.utf8)
        #expect(text.contains(digest))
        try Data(text.replacing(digest, with: SHA256.digest(new.utf8)).utf8).write(to: record)
      case "of another book":
        try Data(text.replacing(name, with: String(name.reversed())).utf8).write(to: record)
      default:
        try FileManager.default.createDirectory(at: record, withIntermediateDirectories: false)
      }
      let result = try book.tool("build", "-v")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("the record of the last build cannot be read"))
      try book.expectRightSite()
    }
  }

  @Test func aBookWithAWarningSaysItEachTime() async throws {
    try await TemporaryBook.with(Self.files) { book in
      try book.write(
        "title: A book\nglossary:\n  batch: Sequences\n  chip: A part\n",
        to: "book.yml"
      )
      let first = try book.tool("build")
      #expect(first.errors.contains("no chapter uses the term 'chip'"), "\(first.errors)")
      #expect(try book.tool("build").errors == first.errors)
    }
  }
}
