import ArgumentParser
import Foundation
import Literate

/// `chalktalk eject CHAPTER`: a chapter as a package of its own.
struct Eject: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a chapter into a Swift package that runs without this tool.",
    discussion: """
      The package holds the chapter's cells in order in one main.swift, its prose as comments, and each claim as a \
      line that says 'holds' or 'off' to standard error; standard output is what the cells print. It is linked with the \
      engine as this tool was built with it, or builds the engine itself where that is gone. Files that cells read \
      are copied. Figures are named and not drawn.

      Examples:
        chalktalk eject 1
        chalktalk eject 01-batch-size --to ~/batch
      """
  )

  @OptionGroup var options: BookOptions
  @Argument(
    help: "A chapter's number, its file, or the file's name without .md.",
    completion: .chapters
  )
  var chapter: String
  @Option(
    help: ArgumentHelp(
      "The folder to make (default: the chapter's name, in this folder).",
      valueName: "dir"
    ),
    completion: .directory
  )
  var to: String?

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let builder = try options.builder(for: book)
      let file = try book.file(ofChapter: chapter)
      let text = Chapter(try SourceText(reading: file), library: book.settings.formulas)
      let checked: CheckedChapter
      do { checked = try await builder.check(text) } catch {
        guard let error = error as? DiagnosticError else { throw error }
        Console.print(error.diagnostics)
        throw ExitCode(1)
      }
      guard checked.record != nil else {
        Console.print(checked.diagnostics.inOrder)
        Console.note("the chapter does not run; nothing was written")
        throw ExitCode(1)
      }
      let package = try EjectedPackage(checked, book: book)
      let folder = URL(fileURLWithPath: to ?? package.name).standardizedFileURL
      try NewFolder.write(package.files, to: folder)
      print("\(folder.path) is a package of its own: swift run --package-path \(folder.path)")
    }
  }
}
