import TestSupport
import Testing

/// Colours are for terminals: a pipe gets none, unless it is asked for.
@Suite struct ColorTests {
  private static let wrong = ["01-a.md": "A 12 here.\n"]

  @Test(
    arguments: [
      ([], [:], false),
      (["--color", "always"], [:], true),
      (["--color", "always"], ["NO_COLOR": "1"], true),
      (["--color", "never"], ["CLICOLOR_FORCE": "1"], false),
      ([], ["CLICOLOR_FORCE": "1"], true),
      ([], ["CLICOLOR_FORCE": "0"], false),
      ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
      (["--color", "auto"], ["CLICOLOR_FORCE": "1", "NO_COLOR": ""], true),
    ] as [([String], [String: String], Bool)]
  )
  func coloursWhatIsAskedFor(
    arguments: [String],
    environment: [String: String],
    isColored: Bool
  ) async throws {
    var clean = ["NO_COLOR": "", "CLICOLOR_FORCE": "", "TERM": "xterm"]
    clean.merge(environment) { $1 }
    try await TemporaryBook.with(Self.wrong) { book in
      for command in ["check", "build"] {
        let result = try book.tool([command] + arguments, environment: clean)
        #expect(result.status == 1)
        #expect(result.errors.contains("\u{1B}[1;31merror:\u{1B}[0m") == isColored)
        #expect(!result.output.contains("\u{1B}"))
      }
    }
  }

  @Test func nothingOfAChapterCommandsTheTerminal() async throws {
    let text = "A 12 \u{1B}[31mred\u{7}\u{202E} here.\n"
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let errors = try book.tool("check").errors
      #expect(!errors.contains("\u{1B}") && !errors.contains("\u{202E}"))
      #expect(errors.contains("A 12 \u{FFFD}[31mred"))
    }
  }

  @Test func anUnknownChoiceIsWrongUsage() async throws {
    try await TemporaryBook.with(Self.wrong) { book in
      let result = try book.tool("check", "--color", "sometimes")
      #expect(result.status == 64)
    }
  }
}
