import Foundation
import Literate
import TestSupport
import Testing

/// Caches that cannot be written: the answer is the same, a word says what is missing, and nothing is left in part.
@Suite struct UnwritableCacheTests {
  private static let word = "the next run cannot use this one's records"

  @Test func withNoPlaceForRecordsEveryCheckRunsAnew() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let nowhere = try placeNothingCanBeKept(in: book)
      // Two at once, again and again: neither may take the other's folder.
      let results = try await withThrowingTaskGroup(of: ToolResult.self) { group in
        for _ in 1...4 {
          group.addTask { try book.tool("check", "--json", "-v", environment: nowhere) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(results.count == 4)
      for result in results {
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains(Self.word) && result.errors.contains("cannot write"))
        #expect(result.output == results[0].output)
        #expect(result.errors.contains("no earlier run is known"))
      }
      #expect(try book.temporaryFilesLeft() == [])
      #expect(try book.tool("build", environment: nowhere).status == 0)
      let site = try book.siteFiles()
      try FileManager.default.removeItem(atPath: book.root + "/.chalktalk")
      #expect(try book.tool("build", "--check").status == 0)
      #expect(try book.siteFiles() == site)
    }
  }

  /// Root can write every folder, so files stand where the folders would be made.
  private func placeNothingCanBeKept(in book: TemporaryBook) throws -> [String: String] {
    for name in [".chalktalk", "cache"] {
      try Data().write(to: URL(fileURLWithPath: book.root + "/" + name))
    }
    return ["XDG_CACHE_HOME": book.root + "/cache", "HOME": book.root + "/cache"]
  }

  @Test func anEngineThatCannotBeKeptIsThereForTheRun() async throws {
    let chapter = "# A\n\n```swift id=one\nprint(rate)\n```\n\n```output\n7\n```\n"
    try await TemporaryBook.with(["01-a.md": chapter, "book.yml": "engine: ../Rates\n"]) { book in
      let engine = book.root + "/Rates"
      try FileManager.default.createDirectory(atPath: engine, withIntermediateDirectories: false)
      try Data("public let rate = 7\n".utf8).write(to: URL(fileURLWithPath: engine + "/Rate.swift"))
      let cache = book.root + "/.chalktalk"
      try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: false)
      try Data().write(to: URL(fileURLWithPath: cache + "/engines"))
      for _ in 1...2 {
        let result = try book.tool("check")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains(Self.word), "\(result.errors)")
      }
      #expect(try book.temporaryFilesLeft() == [])
    }
  }

  @Test func aRecordThatDoesNotFitIsNotKeptAndTheOldOnesStay() async throws {
    // A character that takes six in a record: what the cell prints still fits where the record does not.
    let large =
      "# A\n\n```swift id=large\nprint(String(repeating: \"\\u{1}\", count: 400_000))\n```\n"
    try await TemporaryBook.with(SmallBook.files) { book in
      #expect(try book.tool("build").status == 0)
      let records = try contents(book)
      try book.write(large, to: "02-large.md")
      for _ in 1...2 {
        let result = try limited(book, "check", "-v")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains(Self.word), "\(result.errors)")
        #expect(result.errors.contains("01-small: record found"), "\(result.errors)")
        #expect(!result.errors.contains("02-large: record found"), "\(result.errors)")
      }
      #expect(try contents(book) == records)
      #expect(try book.temporaryFilesLeft() == [])
    }
  }

  /// Runs the tool with files of at most a megabyte and a half, as a disk that is nearly full has room for.
  private func limited(_ book: TemporaryBook, _ arguments: String...) throws -> ToolResult {
    let script = "ulimit -S -f 3072; exec \"$0\" \"$@\" --book book"
    let tool = TemporaryBook.products + "/chalktalk"
    var environment = ProcessInfo.processInfo.environment
    environment["TMPDIR"] = book.root + "/tmp"
    let result = try ChildProcess.run(
      ["/bin/sh", "-c", script, tool] + arguments,
      environment: environment,
      directory: book.root
    )
    return ToolResult(
      status: result.status,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self)
    )
  }

  private func contents(_ book: TemporaryBook) throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: book.records().map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: $0)))
      }
    )
  }
}
