import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk new`: a book that is right from its first moment.
struct NewTests {
  @Test(arguments: [
    [], ["--engine", "Lighting"], ["--no-engine", "--title", #"What "light" \costs: x"#],
  ])
  func aNewBookChecksBuildsAndRunsAtOnce(_ options: [String]) async throws {
    try await withTemporaryFolder { root in
      let made = try tool(["new", "mine"] + options, in: root)
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.output.contains("chalktalk serve"))
      let book = root + "/mine"
      let check = try tool(["check"], in: book)
      #expect(check.status == 0 && check.errors == "", "\(check.errors)")
      #expect(try tool(["build"], in: book).status == 0)
      let page = try String(contentsOfFile: book + "/site/01-first.html", encoding: .utf8)
      #expect(page.contains("fig-cost") && page.contains("$19.71"))
      let index = try String(contentsOfFile: book + "/site/index.html", encoding: .utf8)
      let title = options.last?.contains("light") == true ? "\\costs: x" : "mine"
      #expect(index.contains(title))
      #expect(try tool(["run", "1"], in: book).output.contains("the old lamp, a year = $19.71"))
      let engine = FileManager.default.fileExists(atPath: book + "/Lighting/Lamp.swift")
      #expect(engine == options.contains("Lighting"))
    }
  }

  @Test
  func aWrongNumberInTheNewBookIsFound() async throws {
    try await withTemporaryFolder { root in
      #expect(try tool(["new", "mine"], in: root).status == 0)
      let file = root + "/mine/Chapters/01-first.md"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try Data(text.replacing("Quantity(8, .watts)", with: "Quantity(9, .watts)").utf8)
        .write(to: URL(fileURLWithPath: file))
      let check = try tool(["check"], in: root + "/mine")
      #expect(check.status == 1)
      #expect(check.errors.contains("claim '8 W'") && check.errors.contains("8.76 kWh"))
    }
  }

  @Test
  func aFolderThatHoldsSomethingIsLeftAlone() async throws {
    try await withTemporaryFolder { root in
      try FileManager.default.createDirectory(
        atPath: root + "/full",
        withIntermediateDirectories: false
      )
      try Data("mine".utf8).write(to: URL(fileURLWithPath: root + "/full/note"))
      for name in ["full", "full/note"] {
        let result = try tool(["new", name], in: root)
        #expect(result.status == 64)
      }
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: root).sorted() == ["full", "full/note"]
      )
      // An empty one is as good as none.
      try FileManager.default.removeItem(atPath: root + "/full/note")
      #expect(try tool(["new", "full"], in: root).status == 0)
      for (options, word) in [
        (["--engine", "Swift"], "already is a module"), (["--engine", "a-b"], "no name"),
        (["--engine", "A", "--no-engine"], "exclude"),
      ] {
        let result = try tool(["new", "other"] + options, in: root)
        #expect(result.status == 64 && result.errors.contains(word), "\(result.errors)")
      }
    }
  }
}

/// Runs the built tool in a folder.
func tool(_ arguments: [String], in folder: String) throws -> ToolResult {
  let result = try ChildProcess.run(
    [TemporaryBook.products + "/chalktalk"] + arguments,
    directory: folder
  )
  return ToolResult(
    status: result.status,
    output: String(decoding: result.standardOutput, as: UTF8.self),
    errors: String(decoding: result.standardError, as: UTF8.self)
  )
}
