import ArgumentParser
import Foundation
import Literate

/// `chalktalk run CHAPTER`: a chapter in the terminal.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a chapter in the terminal: its code, text, tables and charts."
  )

  @OptionGroup var options: BookOptions
  @Argument(help: "A chapter's number, its file, or the file's name without .md.")
  var chapter: String
  @Option(
    help: ArgumentHelp("Print only this cell; what it depends on runs silently.", valueName: "id")
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
      let file = try Self.file(of: chapter, in: book)
      do {
        let original = Chapter(try SourceText(reading: file), library: book.settings.formulas)
        let run = ChapterRun(chapter: original, builder: builder)
        let result = try await run.run(
          cell: cell,
          settings: try settings.map(ParameterSetting.init)
        )
        Console.print(result.diagnostics)
        print(result.text, terminator: "")
        if result.diagnostics.hasErrors { throw ExitCode(1) }
      } catch let error as DiagnosticError {
        Console.print(error.diagnostics)
        throw ExitCode(1)
      } catch let error as ChapterRun.UsageError {
        throw ValidationError(error.message)
      }
    }
  }

  private static func file(of name: String, in book: Book) throws -> String {
    for file in book.chapterFiles {
      let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      if stem == name || stem + ".md" == name || file == name || file.hasSuffix("/" + name) {
        return file
      }
      if let number = Int(name), Int(stem.prefix { $0.isNumber }) == number { return file }
    }
    let stems = book.chapterFiles.map {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
    }
    throw ValidationError(
      "there is no chapter '\(name)'; chapters are \(stems.joined(separator: ", "))"
    )
  }
}
