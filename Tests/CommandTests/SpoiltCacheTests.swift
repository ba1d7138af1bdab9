import Foundation
import Literate
import TestSupport
import Testing

/// Caches that somebody or something has damaged: a miss or a word, never a wrong result.
@Suite struct SpoiltCacheTests {
  @Test(arguments: ["empty", "cut off", "another value", "another key", "a folder"])
  func aSpoiltRecordIsRunAgain(how: String) async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let site = try book.siteFiles()
      // Without it there is a reason to look at the record.
      try FileManager.default.removeItem(atPath: book.site)
      let record = try #require(try book.records().first)
      let data = try #require(FileManager.default.contents(atPath: record))
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.contains("doubled 4800"))
      try FileManager.default.removeItem(atPath: record)
      switch how {
      case "empty": try Data().write(to: URL(fileURLWithPath: record))
      case "cut off": try data.dropLast(10).write(to: URL(fileURLWithPath: record))
      case "another value":
        try Data(text.replacing("doubled 4800", with: "doubled 4801").utf8)
          .write(to: URL(fileURLWithPath: record))
      case "another key":
        let key = URL(fileURLWithPath: record).deletingPathExtension().lastPathComponent
        let other = String(key.reversed())
        try Data(text.replacing(key, with: other).utf8).write(to: URL(fileURLWithPath: record))
      default:
        try FileManager.default.createDirectory(atPath: record, withIntermediateDirectories: false)
      }
      let result = try book.tool("build")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try book.siteFiles() == site)
    }
  }

  /// The compiler's modules lie beside the tool, for all books: here beside another one, with the same parts.
  @Test func spoiltModulesOfTheCompilerAreMadeAnew() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let tool = try otherTool(in: book.root + "/tool")
      func check() throws -> ChildProcess.Result {
        try ChildProcess.run([tool, "check", "--book", "book"], directory: book.root)
      }
      #expect(try check().status == 0)
      let folder = book.root + "/tool/CellCache/modules"
      var spoilt = 0
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
      where name.hasSuffix(".pcm") {
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        spoilt += 1
      }
      #expect(spoilt > 0)
      try book.write(SmallBook.replacing("* 2", with: "+ number"), to: "01-small.md")
      let result = try check()
      #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
    }
  }

  /// Where nothing can be kept beside the tool, it is kept with the book's records.
  @Test func besideAToolThatCannotBeWrittenNothingIsKept() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let tool = try otherTool(in: book.root + "/tool")
      try Data().write(to: URL(fileURLWithPath: book.root + "/tool/CellCache"))
      let result = try ChildProcess.run([tool, "check", "--book", "book"], directory: book.root)
      #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
      #expect(FileManager.default.fileExists(atPath: book.root + "/.chalktalk/digests.json"))
      #expect(FileManager.default.fileExists(atPath: book.root + "/.chalktalk/modules"))
    }
  }

  /// The tool with its built parts in a folder of its own.
  private func otherTool(in folder: String) throws -> String {
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let products = TemporaryBook.products
    let parts = ["CellRunner", "libChalktalkCells.so", "Modules"]
    for name in try files.contentsOfDirectory(atPath: products)
    where parts.contains(name) || name.hasSuffix(".build") || name.hasSuffix(".resources") {
      try files.createSymbolicLink(
        atPath: "\(folder)/\(name)",
        withDestinationPath: "\(products)/\(name)"
      )
    }
    // What is running is told from where a link leads.
    try files.copyItem(atPath: products + "/chalktalk", toPath: folder + "/chalktalk")
    return folder + "/chalktalk"
  }

  @Test func aCacheThatIsRemovedMeanwhileIsMadeAnew() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let build = try book.start("build")
      let cache = book.root + "/.chalktalk"
      #expect(try await book.comes { FileManager.default.fileExists(atPath: cache + "/runs") })
      while build.isRunning {
        try? FileManager.default.removeItem(atPath: cache)
        pause(milliseconds: 50)
      }
      #expect(build.terminationStatus == 0)
      #expect(try book.tool("build", "--check").status == 0)
    }
  }

  @Test func foldersThatNoOneHoldsAreCleared() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.check()
      for parent in ["tmp", ".chalktalk", ".chalktalk/runs", ".chalktalk/chapters"] {
        try FileManager.default.createDirectory(
          atPath: "\(book.root)/\(parent)/.chalktalk-work-left/inside",
          withIntermediateDirectories: true
        )
      }
      _ = try book.check()
      let left = try FileManager.default.subpathsOfDirectory(atPath: book.root)
        .filter { $0.contains("work-left") }
      #expect(left.isEmpty)
    }
  }
}
