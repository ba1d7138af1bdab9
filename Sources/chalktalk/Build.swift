import ArgumentParser
import Foundation
import Literate

/// `chalktalk build`: runs what changed, verifies, renders.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run what changed, check every claim, and render the site.",
    discussion: """
      Cells whose program, library and files are as they were are not run again: a change of prose runs nothing. \
      With any error nothing is written and the exit code is 1. The site works from disk, without a server; \
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

  func run() async throws {
    try await withExitCodes {
      let book = try options.open()
      let (builder, report) = try await options.check(book)
      Console.print(report.diagnostics, color: options.color)
      guard !report.diagnostics.hasErrors else {
        Console.note("\(Console.count(report.diagnostics)); nothing was written")
        throw ExitCode(1)
      }
      let folder =
        site ?? URL(fileURLWithPath: book.folder).deletingLastPathComponent().path + "/site"
      let pages = try await builder.site(of: report)
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
        print("\(folder) is what the chapters render")
        return
      }
      try pages.write(to: folder)
      print(ReportText.summary(report))
      print(
        "Open \(URL(fileURLWithPath: folder).standardizedFileURL.path)/index.html in a browser."
      )
    }
  }
}
