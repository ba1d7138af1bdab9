import Literate
import TestSupport
import Testing

/// `chalktalk run`: a chapter in the terminal.
@Suite struct RunTests {
  static let chapter = """
    # Runs

    ```swift id=choices parameters
    let batch = 2_400  // sequences
    let name = "a"
    ```

    ```swift id=unrelated
    print("unrelated ran")
    ```

    ```swift id=base hide
    var total = batch
    total += 1
    ```

    ```swift id=result
    print("total", total)
    ```

    [2,401](claim:total)

    """

  private func run(_ arguments: [String]) async throws -> ToolResult {
    try await TemporaryBook.with(["01-runs.md": Self.chapter, "02-b.md": "# Other\n"]) { book in
      // The tool's own helper takes its arguments one by one.
      switch arguments.count {
      case 1: try book.tool("run", arguments[0])
      case 3: try book.tool("run", arguments[0], arguments[1], arguments[2])
      default:
        try book.tool("run", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      }
    }
  }

  @Test(arguments: ["1", "01-runs", "01-runs.md", "book/01-runs.md"])
  func findsAChapterByNumberNameOrFile(name: String) async throws {
    let result = try await run([name])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("  | let batch = 2_400  // sequences\n"))
    #expect(result.output.contains("unrelated ran\n"))
    #expect(result.output.contains("total 2401\n"))
    #expect(!result.output.contains("total += 1"), "a hidden cell is run and not shown")
    #expect(result.output.contains("holds"))
  }

  @Test func printsOneCellAndRunsWhatItNeeds() async throws {
    let result = try await run(["1", "--cell", "result"])
    #expect(result.status == 0)
    #expect(result.output.contains("total 2401\n"))
    #expect(!result.output.contains("unrelated") && !result.output.contains("let batch"))
  }

  @Test func findsWhatAGuardBindsAndShowsFormulas() async throws {
    let chapter = """
      # Binds

      ```swift id=bind
      guard let last = [1, 2, 3].last else { stop("an empty list") }
      ```

      ```swift id=halve formula
      let half = Double(last) / 2
      ```

      """
    try await TemporaryBook.with(["01-binds.md": chapter]) { book in
      let result = try book.tool("run", "1", "--cell", "halve")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("half = last/2 = 3/2 = 1.5\n"), "\(result.output)")
    }
  }

  @Test(arguments: [
    ("batch=10", "total 11"), ("batch = 5 * 4", "total 21"), ("batch=0x10", "total 17"),
  ])
  func aSettingChangesTheOutput(setting: String, output: String) async throws {
    let result = try await run(["1", "--set", setting])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(output + "\n"))
    #expect(result.output.contains("book: 2,401, now "))
    #expect(!result.output.contains("FAILS"))
  }

  @Test func severalSettingsAndOneCellGoTogether() async throws {
    let result = try await run(["1", "--set", "batch=10", "--cell", "result"])
    #expect(result.output.contains("total 11\n") && !result.output.contains("unrelated"))
  }

  @Test(arguments: [
    ["9"], ["nothing"], ["1", "--cell", "reslt"], ["1", "--set", "batsch=1"],
    ["1", "--set", "batch"],
    ["1", "--set", "batch=\"text\""], ["1", "--set", "batch=undefined"], ["1", "--set", "batch="],
    ["1", "--set", "total=3"], ["1", "--set", "=3"], ["1", "--set", "batch=1; print(2)"],
    ["1", "--set", "batch=(1"],
  ])
  func wrongUsageLeavesWithSixtyFour(arguments: [String]) async throws {
    let result = try await run(arguments)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test func anUnknownCellOrParameterGetsTheNearestSpelling() async throws {
    #expect(try await run(["1", "--cell", "reslt"]).errors.contains("'result'"))
    #expect(try await run(["1", "--set", "batsch=1"]).errors.contains("'batch'"))
  }

  @Test func aSettingIsNotRemembered() async throws {
    try await TemporaryBook.with(["01-runs.md": Self.chapter]) { book in
      _ = try book.tool("run", "1", "--set", "batch=10")
      let (status, report) = try book.check()
      #expect(status == 0)
      #expect(report.claims.holds == 1)
    }
  }

  @Test func aTrapUnderASettingIsNamedAtItsLine() async throws {
    let result = try await run(["1", "--set", "batch=[Int.max][0]"])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("book/01-runs.md:14:"), "\(result.errors)")
  }
}
