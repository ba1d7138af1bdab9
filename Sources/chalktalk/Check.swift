import ArgumentParser
import Foundation
import Literate

/// `chalktalk check`: holds everything the book states against what it computes.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold every number of the book against what its cells compute."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, github, sarif, junit
  }

  @OptionGroup var options: BookOptions
  @Option(help: "human, json, github (annotations), sarif or junit.")
  var format = Format.human
  @Flag(help: "Short for --format json.")
  var json = false
  @Flag(help: "Rewrite stale outputs and computed values in the chapters.")
  var fix = false
  @Flag(help: "Report for each lecture id where it stands in the book.")
  var coverage = false
  @Flag(help: "List every number of the book with its owner.")
  var numbers = false
  @Flag(help: "Run again what was found, and fail if a run differs from its record.")
  var paranoid = false
  @Flag(
    name: .shortAndLong,
    help: "Say for each chapter whether it was run or its record was found."
  )
  var verbose = false

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let builder = try options.builder(for: book, rerunsHits: paranoid)
      var report = try await builder.check()
      if fix {
        let count = try SourceFixes(report).write()
        Console.note("\(count) place\(count == 1 ? "" : "s") rewritten")
        if count > 0 { report = try await options.builder(for: try options.open()).check() }
      }
      switch json ? .json : format {
      case .json: print(try ReportJSON(report, coverage: coverage, numbers: numbers).text)
      case .github: print(ReportAnnotations.text(report), terminator: "")
      case .sarif: print(try ReportSARIF(report).text)
      case .junit: print(ReportJUnit.text(report), terminator: "")
      case .human:
        Console.print(report.diagnostics)
        if verbose { ReportText.cacheLines(report).forEach(Console.note) }
        print(ReportText.summary(report))
        if numbers { print(NumberList.text(report)) }
        if coverage { print(ReportText.coverage(report)) }
      }
      if report.diagnostics.hasErrors { throw ExitCode(1) }
    }
  }
}
