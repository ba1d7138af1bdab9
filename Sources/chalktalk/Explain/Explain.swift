import ArgumentParser
import Foundation
import Literate

/// `chalktalk explain WHAT`: what stands behind a number, and what moves with a figure of the catalogue.
struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what stands behind a number, or what moves when a figure of the catalogue does.",
    discussion: """
      WHAT is one of

        C027               a claim of the lecture, at every place of the book
        1:57, FILE:57:12   what is checked on a line of a chapter, or at a column
        1, FILE            everything that is checked in a chapter
        batch-knee         a cell, a figure or a table, by its id
        Chip.h100.memory   a figure of the catalogue, or any expression: the figures in it, and every
                           sentence, cell, figure and table that rests on them

      Without it, or with --list, all names are listed that can be asked for; WHAT is then a word to look for.
      What rests on a figure may be too much, never too little; a constant without a source says so.
      """
  )

  @OptionGroup var options: BookOptions
  @Argument(
    help: "An id of the lecture, a cell or a figure; CHAPTER[:LINE]; or an expression."
  )
  var what: String?
  @Flag(help: "List what can be asked for; with a word, what has it in it.")
  var list = false
  @Flag(help: "One JSON object, its format under \"version\".")
  var json = false

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let (builder, report) = try await options.check(book)
      if let what, !list {
        let answer = try await ExplainQuestion(what, of: report, by: builder).answer()
        let figures = try await builder.figureNames(in: report)
        if json {
          print(try ExplainJSON(answer, to: what, report, figures).text)
        } else {
          print(ExplainText(answer, report, figures).text, terminator: "")
        }
      } else {
        var names = ExplainList(
          report,
          try await builder.constants(),
          try await builder.figureNames(in: report)
        )
        if let what { names.filter(by: what) }
        print(json ? try JSONText.of(names) + "\n" : names.text, terminator: "")
      }
      let silent = report.chapters.filter { $0.record == nil && !$0.chapter.program.text.isEmpty }
      guard silent.isEmpty else {
        Console.print(silent.flatMap(\.diagnostics).filter { $0.severity == .error })
        Console.note("error: without a run of these chapters the answer is not complete")
        throw ExitCode(1)
      }
    }
  }
}
