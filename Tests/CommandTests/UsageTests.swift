import Foundation
import Literate
import TestSupport
import Testing

/// Exit codes for what is wrong with the command line, and the commands without a book.
@Suite struct UsageTests {
  @Test(arguments: [
    ["chek"], ["check", "--bogus"], ["check", "--format", "xml"], ["run"], ["render"],
    ["build", "--site"],
    ["check", "extra"],
  ])
  func wrongUsageLeavesWithSixtyFour(arguments: [String]) throws {
    let result = try ChildProcess.run([TemporaryBook.products + "/chalktalk"] + arguments)
    #expect(result.status == 64)
    #expect(result.standardOutput.isEmpty)
  }

  @Test(arguments: [["--help"], ["--version"], ["check", "--help"]])
  func helpIsFine(arguments: [String]) throws {
    let result = try ChildProcess.run([TemporaryBook.products + "/chalktalk"] + arguments)
    #expect(result.status == 0)
    #expect(!result.standardOutput.isEmpty)
  }

  @Test(arguments: ["check", "build"])
  func aMissingOrEmptyBookIsWrongUsage(command: String) async throws {
    try await TemporaryBook.with([:]) { book in
      #expect(try book.tool(command).status == 64)
      try FileManager.default.removeItem(atPath: book.folder)
      #expect(try book.tool(command).status == 64)
    }
  }

  @Test func outsideOfAnyPackageABookMustBeNamed() async throws {
    try await withTemporaryFolder { folder in
      let result = try ChildProcess.run(
        [TemporaryBook.products + "/chalktalk", "check"],
        directory: folder
      )
      #expect(result.status == 64)
    }
  }

  @Test func withoutACompilerTheToolIsAtFault() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("check", environment: ["PATH": "/nowhere"])
      #expect(result.status == 70)
      #expect(result.errors.contains("swiftc"))
    }
  }

  @Test func withoutTheRunnerTheToolNamesTheCommandThatBuildsIt() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let copy = book.root + "/chalktalk"
      // A child copies: a file open for writing here would be inherited by what other tests start.
      _ = try ChildProcess.run(["/bin/cp", TemporaryBook.products + "/chalktalk", copy])
      let result = try ChildProcess.run([copy, "check", "--book", book.folder])
      #expect(result.status == 70)
      let said = String(decoding: result.standardError, as: UTF8.self)
      #expect(said.contains("swift build -c release"))
    }
  }

  @Test func rendersPlainMarkdown() async throws {
    try await TemporaryBook.with(["a.md": "# A\n\n<b>raw</b> [3](claim:x)\n"]) { book in
      let result = try book.tool("render", "--plain", "book/a.md")
      #expect(result.status == 0)
      #expect(
        result.output == "<h1>A</h1>\n<p><b>raw</b> <a href=\"claim:x\">3</a></p>\n"
      )
      #expect(try book.tool("render", "--plain", "book/none.md").status == 1)
    }
  }
}
