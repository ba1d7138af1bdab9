import Foundation
import TestSupport
import Testing

/// Builds that are ended in the middle, and builds of one book at the same time.
@Suite struct InterruptedBuildTests {
  /// One cell that works until it is told to end.
  private static let endless = """
    # A

    ```swift id=endless
    import Foundation
    FileManager.default.createFile(atPath: "begun", contents: nil)
    while true { Thread.sleep(forTimeInterval: 0.01) }
    ```

    """

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalEndsEverything(signal: Int32, status: Int32) async throws {
    try await TemporaryBook.with(["01-a.md": Self.endless]) { book in
      let build = try book.start("build")
      #expect(
        try await book.comes { FileManager.default.fileExists(atPath: book.folder + "/begun") }
      )
      kill(build.processIdentifier, signal)
      build.waitUntilExit()
      #expect(build.terminationReason == .exit)
      #expect(build.terminationStatus == status)
      #expect(try await book.comes { try book.processesLeft().isEmpty })
      #expect(try book.temporaryFilesLeft().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: book.site))
    }
  }

  @Test func aKilledBuildTakesItsChildrenAlong() async throws {
    try await TemporaryBook.with(["01-a.md": Self.endless]) { book in
      let build = try book.start("build")
      #expect(
        try await book.comes { FileManager.default.fileExists(atPath: book.folder + "/begun") }
      )
      #expect(try !book.processesLeft().isEmpty)
      kill(build.processIdentifier, SIGKILL)
      build.waitUntilExit()
      #expect(try await book.comes { try book.processesLeft().isEmpty })
      #expect(try !book.temporaryFilesLeft().isEmpty)
      try book.write("# A\n", to: "01-a.md")
      #expect(try book.tool("build").status == 0)
      #expect(try book.temporaryFilesLeft().isEmpty)
    }
  }

  @Test func aBuildKilledAtAnyMomentLeavesNothingWrong() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let reference = try book.siteFiles()
      for number in 0..<12 {
        try FileManager.default.removeItem(atPath: book.root + "/.chalktalk/runs")
        let build = try book.start("build")
        pause(milliseconds: 60 * number)
        kill(build.processIdentifier, SIGKILL)
        build.waitUntilExit()
        #expect(try await book.comes { try book.processesLeft().isEmpty })
        let next = try book.tool("build")
        #expect(next.status == 0, "\(next.errors)")
        #expect(try book.siteFiles() == reference)
        #expect(try book.temporaryFilesLeft().isEmpty)
      }
      #expect(try book.tool("check", "--paranoid", "all").status == 0)
    }
  }

  @Test func buildsAtTheSameTimeAgree() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let builds = try (0..<8).map { _ in try book.start("build") }
      for build in builds {
        build.waitUntilExit()
        #expect(build.terminationStatus == 0)
      }
      #expect(try book.tool("build", "--check").status == 0)
      #expect(try book.temporaryFilesLeft().isEmpty)
      #expect(try book.tool("check", "--paranoid", "all").status == 0)
    }
  }
}
