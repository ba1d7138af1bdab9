import Foundation
import Literate
import TestSupport
import Testing
import Yams

/// The workflow of a new book: what GitHub would run is run here.
struct NewWorkflowTests {
  private struct Workflow: Decodable {
    struct Job: Decodable {
      var container: String
      var permissions: [String: String]
      var steps: [Step]
    }

    struct Step: Decodable {
      var name: String?
      var uses: String?
      var run: String?
      var with: [String: String]?
    }

    var permissions: [String: String]
    var env: [String: String]?
    var jobs: [String: Job]
  }

  private static let name = "/.github/workflows/book.yml"

  @Test(arguments: [[], ["--engine", "Lighting"]])
  func itsCommandsHoldForTheNewBookAndFindWhatIsWrong(_ options: [String]) async throws {
    try await withTemporaryFolder { root in
      #expect(try tool(["new", "mine"] + options, in: root).status == 0)
      let book = root + "/mine"
      let steps = try #require(try workflow(of: book).jobs["check"]).steps
      // Where the workflow has checked the tool out and built it.
      try FileManager.default.createDirectory(
        atPath: book + "/.tool/.build",
        withIntermediateDirectories: true
      )
      try FileManager.default.createSymbolicLink(
        atPath: book + "/.tool/.build/release",
        withDestinationPath: TemporaryBook.products
      )
      let scripts = steps.compactMap(\.run).filter { $0.contains("chalktalk check") }
      #expect(scripts.count == 2)
      for script in scripts { #expect(try shell(script, in: book).status == 0) }
      #expect(try log(of: book).contains("\"results\" : [\n"))
      let build = try #require(steps.first { $0.name == "The site" }?.run)
      #expect(try shell(build, in: book).status == 0)
      for path in steps.compactMap({ $0.with?["path"] }) where !path.hasPrefix(".") {
        #expect(FileManager.default.fileExists(atPath: book + "/" + path), "\(path)")
      }

      let chapter = URL(fileURLWithPath: book + "/Chapters/01-first.md")
      let text = try String(contentsOf: chapter, encoding: .utf8)
      try Data(text.replacing("[8 W]", with: "[9 W]").utf8).write(to: chapter)
      let check = try shell(scripts[0], in: book)
      #expect(check.status == 1)
      #expect(check.output.contains("::error file=Chapters/01-first.md,line="), "\(check.output)")
      // The reports of a wrong book are no fault of the step that writes them.
      #expect(try shell(scripts[1], in: book).status == 0)
      #expect(try log(of: book).contains("\"uri\" : \"Chapters/01-first.md\""))
    }
  }

  @Test func itsActionsAndItsCompilerAreThoseOfThisBook() async throws {
    try await withTemporaryFolder { root in
      #expect(try tool(["new", "mine"], in: root).status == 0)
      let job = try #require(try workflow(of: root + "/mine").jobs["check"])
      let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
      let own = try #require(try workflow(of: project).jobs["check"])
      #expect(job.container == own.container && job.permissions == own.permissions)
      let pinned = Set(own.steps.compactMap(\.uses))
      for action in job.steps.compactMap(\.uses) {
        #expect(pinned.contains(action))
        #expect(action.wholeMatch(of: /[\w.-]+\/[\w.\/-]+@[0-9a-f]{40}/) != nil)
      }
      #expect(job.steps.allSatisfy { ($0.uses == nil) != ($0.run == nil) })
      let libraries = own.steps.first { $0.name == "libcmark" }?.run
      #expect(job.steps.first { $0.name == "libcmark" }?.run == libraries)
    }
  }

  // MARK: - Where the tool comes from

  @Test(arguments: [
    "https://github.com/someone/chalktalk.git", "git@github.com:someone/chalktalk.git",
    "ssh://git@github.com/someone/chalktalk", "https://token@github.com/someone/chalktalk/",
  ])
  func aToolFromGitHubIsTakenFromThereAtItsCommit(address: String) async throws {
    try await withCheckout(address) { root, commit in
      let made = try new(in: root)
      #expect(made.output.contains("no branch of\nsomeone/chalktalk is known"), "\(made.output)")
      let text = try workflow(of: root + "/mine")
      #expect(text.env == ["CHALKTALK_REPOSITORY": "someone/chalktalk", "CHALKTALK_REF": commit])
      #expect(text.jobs["check"]?.steps.first?.uses?.hasPrefix("actions/checkout@") == true)

      // A branch over there has the commit.
      try git(root, "update-ref", "refs/remotes/origin/main", commit)
      try FileManager.default.removeItem(atPath: root + "/mine")
      #expect(try !new(in: root).output.contains("no branch"))
    }
  }

  @Test func aToolFromElsewhereAsksAndTheWorkflowSaysSoToo() async throws {
    try await withCheckout("https://example.com/someone/chalktalk.git") { root, _ in
      let made = try new(in: root)
      #expect(made.output.contains("Write CHALKTALK_REPOSITORY there"), "\(made.output)")
      let text = try workflow(of: root + "/mine")
      #expect(text.env == ["CHALKTALK_REPOSITORY": "", "CHALKTALK_REF": "main"])
      let first = try #require(text.jobs["check"]?.steps.first?.run)
      let said = try shell(first, in: root)
      #expect(said.status == 1 && said.output.hasPrefix("::error file=.github/workflows/book.yml"))
    }
  }

  /// A folder with a checkout that the tool was built in, and no more of it than `new` asks for.
  private func withCheckout(
    _ address: String,
    _ body: (String, _ commit: String) throws -> Void
  ) async throws {
    try await withTemporaryFolder { root in
      let files = FileManager.default
      for folder in [".build/release", "Sources/CellRuntime"] {
        try files.createDirectory(
          atPath: "\(root)/package/\(folder)",
          withIntermediateDirectories: true
        )
      }
      for name in try files.contentsOfDirectory(atPath: TemporaryBook.products)
      where name == "chalktalk" || name.hasSuffix(".so") {
        try files.copyItem(
          atPath: TemporaryBook.products + "/" + name,
          toPath: root + "/package/.build/release/" + name
        )
      }
      try git(root, "init", "--quiet")
      try git(root, "remote", "add", "origin", address)
      try git(
        root,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.com",
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "--allow-empty",
        "-m",
        "one"
      )
      try body(root, try git(root, "rev-parse", "HEAD"))
    }
  }

  @discardableResult
  private func git(_ root: String, _ words: String...) throws -> String {
    let result = try ChildProcess.run(["/usr/bin/env", "git", "-C", root + "/package"] + words)
    try #require(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
    return String(decoding: result.standardOutput, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  private func new(in root: String) throws -> ToolResult {
    let result = try ChildProcess.run(
      [root + "/package/.build/release/chalktalk", "new", "mine"],
      directory: root
    )
    let errors = String(decoding: result.standardError, as: UTF8.self)
    #expect(result.status == 0, "\(errors)")
    return ToolResult(
      status: result.status,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: errors
    )
  }

  // MARK: -

  private func workflow(of folder: String) throws -> Workflow {
    try YAMLDecoder().decode(
      Workflow.self,
      from: String(contentsOfFile: folder + Self.name, encoding: .utf8)
    )
  }

  private func log(of book: String) throws -> String {
    try String(contentsOfFile: book + "/book.sarif", encoding: .utf8)
  }

  /// Runs a step as GitHub does.
  private func shell(_ script: String, in folder: String) throws -> ToolResult {
    let result = try ChildProcess.run(
      ["/bin/sh", "-e", "-c", script],
      directory: folder
    )
    return ToolResult(
      status: result.status,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self)
    )
  }
}
