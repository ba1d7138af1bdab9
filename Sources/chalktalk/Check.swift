import ArgumentParser
import Foundation
import Literate

/// `chalktalk check`: holds everything the book states against what it computes.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold every number of the book against what its cells compute.",
    discussion: """
      Runs what changed and reports everything that is no longer true, with file, line and column, what was computed \
      and what to do. Exit code 0: the book is right, warnings or not; 1: it is not; 64: wrong usage; 70: a fault of \
      the tool. Results go to standard output, diagnostics for people to standard error.

      Examples:
        chalktalk check
        chalktalk check --fix
        chalktalk check --format sarif --paranoid
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, github, sarif, junit
  }

  @OptionGroup var options: BookOptions
  @Option(help: "How to report: human, json, github (annotations), sarif or junit.")
  var format = Format.human
  @Flag(help: "Short for --format json.")
  var json = false
  @Flag(help: "Print the JSON schema of --format json, and check nothing.")
  var schema = false
  @Flag(help: "Rewrite stale outputs and computed values in the chapters, and print the changes.")
  var fix = false
  @Flag(help: "Print how numbers that no longer hold would be rewritten; write them with --yes.")
  var fixClaims = false
  @Flag(help: "Let --fix-claims write.")
  var yes = false
  @Flag(help: "Report for each lecture id where it stands in the book.")
  var coverage = false
  @Flag(help: "List every link to another host with its places; nothing is fetched.")
  var links = false
  @Flag(help: "List every number of the book with its owner.")
  var numbers = false
  @Flag(help: "Run slow cells whose records are stale, and write the records.")
  var renew = false
  @Option(
    defaultAsFlag: .tenth,
    parsing: .next,
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

  private var chosen: Format { json ? .json : format }

  func validate() throws {
    if yes, !fixClaims { throw ValidationError("--yes belongs to --fix-claims") }
    if let paranoid, paranoid.sample == nil {
      throw ValidationError("--paranoid \(paranoid) is neither 'all' nor a number")
    }
    if schema, chosen != .json { throw ValidationError("--schema belongs to --format json") }
  }

  func run() async throws {
    if schema { return print(ReportSchema.text) }
    try await withExitCodes {
      let book = try options.open()
      var (_, report) = try await options.check(
        book,
        rerunning: paranoid?.sample,
        renewing: renew
      )
      if let seed = paranoid?.sample?.seed {
        let chapters = report.rerun.isEmpty ? "nothing" : report.rerun.joined(separator: ", ")
        Console.note("paranoid: ran \(chapters) again; the same once more: --paranoid \(seed)")
      }
      do {
        if fix, try rewrite(report, .computed, writes: true) { report = try await checkedAgain() }
        if fixClaims, try rewrite(report, .stated, writes: yes) {
          report = try await checkedAgain()
        }
      } catch let error as DiagnosticError {
        Console.print(error.diagnostics, color: options.color)
        throw ExitCode(1)
      }
      try write(report)
      if report.diagnostics.hasErrors { throw ExitCode(1) }
    }
  }

  // MARK: -

  private func checkedAgain() async throws -> BookReport {
    try await options.check(try options.open()).1
  }

  /// Prints the changes, and what is left to the author; returns whether something was written.
  private func rewrite(
    _ report: BookReport,
    _ kind: SourceFixes.Kind,
    writes: Bool
  ) throws -> Bool {
    let directory = FileManager.default.currentDirectoryPath
    let fixes = try SourceFixes(report, kind)
    let difference = fixes.difference(relativeTo: directory)
    // With another format, standard output is that document's.
    if chosen == .human { Console.write(difference) } else { Console.note(difference) }
    for note in SourceFixes.left(report, kind) {
      let text = note.rendered(relativeTo: directory, options.color.paint)
      Console.note(String(text.dropLast()))
    }
    let places = "\(fixes.count) place\(fixes.count == 1 ? "" : "s")"
    if fixes.count > 0, !writes {
      Console.note("\(places) would be rewritten; --fix-claims --yes writes them")
      return false
    }
    try fixes.write()
    Console.note("\(places) rewritten")
    return fixes.count > 0
  }

  private func write(_ report: BookReport) throws {
    if verbose { ReportText.cacheLines(report).forEach(Console.note) }
    switch chosen {
    case .json:
      print(try ReportJSON(report, coverage: coverage, links: links, numbers: numbers).text)
    case .github: print(ReportAnnotations.text(report), terminator: "")
    case .sarif: print(try ReportSARIF.text(report))
    case .junit: print(ReportJUnit.text(report), terminator: "")
    case .human:
      Console.print(report.diagnostics, color: options.color)
      if !report.diagnostics.isEmpty { Console.note(Console.count(report.diagnostics)) }
      print(ReportText.summary(report))
      if numbers { print(NumberList.text(report)) }
      if coverage { print(ReportText.coverage(report)) }
      if links { print(LinkPlaces.text(report), terminator: "") }
    }
  }
}
