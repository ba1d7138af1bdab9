import ArgumentParser
import Foundation
import Literate

/// `chalktalk render --plain`: Markdown to a fragment of HTML.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render plain CommonMark, raw HTML included, to a fragment of HTML.",
    discussion: """
      What the system's CommonMark parser makes of a text, for comparing it with a test suite. Nothing is added: no \
      cells, no claims, no tables, no frame. Books are rendered by 'chalktalk build'.

      Examples:
        chalktalk render --plain notes.md
        chalktalk render --plain
      """
  )

  @Flag(help: "Plain CommonMark: no cells, no claims, no tables.")
  var plain = false
  @Argument(help: "The file; standard input if left out.")
  var file: String?

  func validate() throws {
    guard plain else {
      throw ValidationError("render needs --plain; 'chalktalk build' renders books")
    }
  }

  func run() async throws {
    try await withExitCodes {
      let source: SourceText
      do {
        source =
          if let file { try SourceText(reading: file) } else {
            SourceText(
              file: "standard input",
              text: String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
            )
          }
      } catch {
        Console.print((error as? DiagnosticError)?.diagnostics ?? [])
        throw ExitCode(1)
      }
      let document = MarkdownParser.document(source, dialect: .plain)
      FileHandle.standardOutput.write(Data(MarkdownHTML.plain(document).utf8))
    }
  }
}
