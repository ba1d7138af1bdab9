import ArgumentParser
import Foundation
import Literate

/// `chalktalk build`: runs what changed, verifies, renders.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run what changed, check every claim, and render the site.",
    discussion: """
      Cells whose program, library and files are as they were are not run again: a change of prose runs nothing and \
      weaves its chapter alone, and where nothing at all has changed nothing is woven either. With any error nothing is written and the exit code is 1. The site works from disk, without a server; \
      'chalktalk serve' shows it while you write.

      Examples:
        chalktalk build
        chalktalk build --book mybook/Chapters --site public
        chalktalk build --check
      """
  )

  @OptionGroup var options: BookOptions
  @Option(
    help: ArgumentHelp("Where the site goes (default: site beside the book).", valueName: "dir")
  )
  var site: String?
  @Flag(help: "Write nothing; exit with 1 if the site is not what the chapters render.")
  var check = false
  @Flag(
    name: .shortAndLong,
    help:
      "Say why the pages were woven anew or were not, and for each chapter whether it ran and why."
  )
  var verbose = false

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let builder = try options.builder(for: book)
      let folder =
        site ?? URL(fileURLWithPath: book.folder).deletingLastPathComponent().path + "/site"
      let changed: Set<String>
      switch builder.rebuild(in: folder) {
      case .unneeded(let summary):
        if verbose { Console.note("site: as it was: nothing it depends on has changed") }
        return tell(summary, folder)
      case .needed(let reason, let files):
        if verbose { Console.note("site: woven: \(reason)") }
        changed = files
      }
      let report = try await options.check(with: builder, startingWith: changed)
      if verbose { ReportText.cacheLines(report).forEach(Console.note) }
      Console.print(report.diagnostics, color: options.color)
      guard !report.diagnostics.hasErrors else {
        Console.note("\(Console.count(report.diagnostics)); nothing was written")
        throw ExitCode(1)
      }
      let pages = try await builder.site(of: report, weavingAll: check)
      if check {
        let differences = try pages.differences(from: folder)
        if Site.isBetweenBuilds(folder) {
          Console.note("\(folder): error: a build was ended while it replaced the pages")
        }
        for name in differences {
          Console.note("\(folder)/\(name): error: not what the chapters render")
        }
        guard differences.isEmpty, !Site.isBetweenBuilds(folder) else {
          Console.note("help: run 'chalktalk build' and commit the site")
          throw ExitCode(1)
        }
      } else {
        try pages.write(to: folder)
      }
      let summary = ReportText.summary(report)
      try builder.remember(pages, of: report, summary: summary)
      tell(summary, folder)
    }
  }

  /// What a build says where all is well.
  private func tell(_ summary: String, _ folder: String) {
    if check { return print("\(folder) is what the chapters render") }
    print(summary)
    print("Open \(URL(fileURLWithPath: folder).standardizedFileURL.path)/index.html in a browser.")
  }
}
