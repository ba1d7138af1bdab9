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
  @Flag(help: "Run slow cells whose records are stale, and write the records.")
  var renew = false
  @Flag(help: "Report for each lecture id where it stands in the book.")
  var coverage = false
  @Option(
    defaultAsFlag: .tenth,
    help: ArgumentHelp(
      """
      Run a tenth of the chapters whose records were found again, at least one, and fail if a run differs \
      from its record; 'all' runs all, a number chooses the tenth that it chose before.
      """,
      valueName: "which"
    )
  )
  var paranoid: ParanoidOption?
  @Flag(
    name: .shortAndLong,
    help: "Say for each chapter whether it ran or its record was found, why, and how long it took."
  )
  var verbose = false

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      var (_, report) = try await options.check(
        book,
        rerunning: paranoid?.sample,
        renewing: renew
      )
      if let seed = paranoid?.sample.seed {
        let chapters = report.rerun.isEmpty ? "nothing" : report.rerun.joined(separator: ", ")
        Console.note("paranoid: ran \(chapters) again; the same once more: --paranoid \(seed)")
      }
      if fix {
        let count = try SourceFixes(report).write()
        Console.note("\(count) place\(count == 1 ? "" : "s") rewritten")
        if count > 0 { report = try await options.check(try options.open()).1 }
      }
      if verbose { ReportText.cacheLines(report).forEach(Console.note) }
      switch json ? .json : format {
      case .json: print(try ReportJSON(report, coverage: coverage).text)
      case .github: print(ReportAnnotations.text(report), terminator: "")
      case .sarif: print(try ReportSARIF(report).text)
      case .junit: print(ReportJUnit.text(report), terminator: "")
      case .human:
        Console.print(report.diagnostics)
        print(ReportText.summary(report))
        if coverage { print(ReportText.coverage(report)) }
      }
      if report.diagnostics.hasErrors { throw ExitCode(1) }
    }
  }
}
