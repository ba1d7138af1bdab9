import ArgumentParser
import Literate

/// `chalktalk run CHAPTER`: a chapter in the terminal.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a chapter in the terminal: its code, text, tables and charts.",
    discussion: """
      With --set a `let` of a cell marked 'parameters' gets another value; the claims are then shown beside the \
      book's and not judged. With --cell one cell is printed, and what it depends on runs silently. The book itself is \
      never changed.

      Examples:
        chalktalk run 1
        chalktalk run 1 --cell drains
        chalktalk run 1 --set contextTokens=128_000
      """
  )

  @OptionGroup var options: BookOptions
  @Argument(
    help: "A chapter's number, its file, or the file's name without .md.",
    completion: .chapters
  )
  var chapter: String
  @Option(
    help: ArgumentHelp("Print only this cell; what it depends on runs silently.", valueName: "id"),
    completion: .cells
  )
  var cell: String?
  @Option(
    name: .customLong("set"),
    parsing: .singleValue,
    help: ArgumentHelp(
      "Give a `let` of a parameters cell another value; may stand several times.",
      valueName: "name=value"
    )
  )
  var settings: [String] = []

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let builder = try options.builder(for: book)
      let file = try book.file(ofChapter: chapter)
      do {
        let original = Chapter(try SourceText(reading: file), library: book.settings.formulas)
        let run = ChapterRun(chapter: original, builder: builder)
        let result = try await run.run(
          cell: cell,
          settings: try settings.map(ParameterSetting.init)
        )
        Console.print(result.diagnostics, color: options.color)
        print(result.text, terminator: "")
        if result.diagnostics.hasErrors { throw ExitCode(1) }
      } catch let error as DiagnosticError {
        Console.print(error.diagnostics, color: options.color)
        throw ExitCode(1)
      } catch let error as ChapterRun.UsageError {
        throw ValidationError(error.message)
      }
    }
  }
}
