import Foundation
import TestSupport
import Testing

/// Why a chapter ran or did not, as `check -v` and the JSON report say it.
@Suite struct CacheReasonTests {
  private func cache(_ book: TemporaryBook) throws -> Report.Chapter.Cache? {
    try book.check().report.chapters.first?.cache
  }

  private func expect(
    _ book: TemporaryBook,
    _ result: String,
    _ reason: String,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let found = try cache(book)
    #expect(found == Report.Chapter.Cache(result, reason), sourceLocation: place)
  }

  @Test func theFirstRunIsAMissAndTheSecondAHit() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try expect(book, "miss", "no earlier run is known")
      try expect(book, "hit", "nothing it depends on has changed")
    }
  }

  @Test(arguments: [
    ("number * 2", "number + number", "cell 'first' has changed"),
    ("print(\"other\")", "print(\"another\")", "cell 'other' has changed"),
    (
      "(claim:doubled)", "(<claim:doubled * 1>)",
      "expression 'doubled * 1' is new, expression 'doubled' is gone"
    ),
    ("```swift id=other", "```swift id=else", "cell 'else' is new, cell 'other' is gone"),
  ])
  func aChangeIsNamed(old: String, new: String, reason: String) async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.check()
      try book.write(SmallBook.replacing(old, with: new), to: "01-small.md")
      try expect(book, "miss", reason)
      try book.write(SmallBook.chapter, to: "01-small.md")
      #expect(try cache(book)?.result == "hit")
      // The last run is now that of the old text.
      try book.write(SmallBook.replacing("= 2_400", with: "= 2_400 + 0"), to: "01-small.md")
      try expect(book, "miss", "cell 'choices' has changed")
    }
  }

  @Test func aFileThatACellReadsIsNamed() async throws {
    let text = "```swift reads=a.txt\nlet a = 1\n```\n"
    try await TemporaryBook.with(["01-a.md": text, "a.txt": "1"]) { book in
      _ = try book.check()
      try book.write("2", to: "a.txt")
      try expect(book, "miss", "file 'a.txt' has changed")
    }
  }

  @Test func aFailedRunIsExplainedToo() async throws {
    try await TemporaryBook.with(["01-a.md": "```swift id=a\nlet a = 1\n```\n"]) { book in
      _ = try book.check()
      try book.write("```swift id=a\nlet a: Int = \"\"\n```\n", to: "01-a.md")
      for _ in 0..<2 {
        let (status, report) = try book.check()
        #expect(status == 1)
        #expect(report.chapters[0].cache == .init("miss", "cell 'a' has changed"))
      }
    }
  }

  @Test func aRecordThatIsGoneOrSpoiltIsSaidToBe() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.check()
      let record = try #require(try book.records().first)
      try FileManager.default.removeItem(atPath: record)
      try expect(book, "miss", "its record was removed")
      try Data("nonsense".utf8).write(to: URL(fileURLWithPath: record))
      try expect(book, "miss", "its record cannot be read")
      #expect(try cache(book)?.result == "hit")
    }
  }

  @Test func verboseSaysItWithTimes() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let first = try book.tool("check", "-v").errors
      #expect(
        first.contains(/01-small: ran: no earlier run is known \(compiled in \d+\.\d\d s, ran in/)
      )
      let second = try book.tool("check", "-v").errors
      #expect(second == "01-small: record found: nothing it depends on has changed\n")
      #expect(try book.tool("check", "-v", "--json").errors == second)
    }
  }
}

extension TemporaryBook {
  /// The files of records.
  func records() throws -> [String] {
    let folder = root + "/.chalktalk/runs"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      folder + "/" + $0
    }
  }
}
