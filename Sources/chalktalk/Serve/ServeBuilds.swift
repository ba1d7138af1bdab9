import ArgumentParser
import Foundation
import Literate

/// Builds the book whenever something changes, and publishes what came of the newest state.
struct ServeBuilds: Sendable {
  let options: BookOptions
  /// Where good states are written as well.
  let site: String?
  let served: ServedSite
  private let threads = ServeThreads()

  init(options: BookOptions, site: String?, served: ServedSite) {
    self.options = options
    self.site = site
    self.served = served
  }

  /// Builds now and after every change, until cancelled.
  ///
  /// A build that a change overtakes is ended with its children. What a build knows of the book the next one is
  /// given, which takes from it what would come out again. Between two builds the page that is open is prepared for
  /// an edit.
  ///
  /// - Throws: Faults of the tool.
  func run() async throws {
    let watcher = try ServeWatcher()
    let book = try options.folder()
    watcher.add(ServeSources.folders(of: book))
    var group = ChildGroup()
    var build = start(in: group, watcher, book, after: nil)
    var last: BookReport?
    defer { group.end() }
    for await _ in watcher.changes {
      // An editor, and git still more, changes several files for what is one change to its user.
      for _ in 0..<10 {
        guard await watcher.changesWithin(.milliseconds(30)) else { break }
      }
      group.end()
      build.cancel()
      last = await build.value ?? last
      group = ChildGroup()
      build = start(in: group, watcher, book, after: last)
    }
    group.end()
    build.cancel()
    _ = await build.result
  }

  private func start(
    in group: ChildGroup,
    _ watcher: ServeWatcher,
    _ book: String,
    after earlier: BookReport?
  ) -> Task<BookReport?, Never> {
    Task(executorPreference: threads) {
      await ChildGroup.$current.withValue(group) {
        let start = ContinuousClock.now
        let outcome = await state(watcher, book, after: earlier)
        guard !group.isEnded else { return nil }
        report(outcome, after: ContinuousClock.now - start)
        await served.publish(
          outcome.pages,
          problems: outcome.report?.diagnostics ?? [],
          fault: outcome.fault
        )
        await prepareEdits(outcome)
        return outcome.report
      }
    }
  }

  private struct Outcome {
    /// nil where the book is not right.
    var pages: Site?
    var report: BookReport?
    var builder: BookBuilder?
    /// Why there is not even a list of what is wrong.
    var fault: String?
  }

  private func state(
    _ watcher: ServeWatcher,
    _ folder: String,
    after earlier: BookReport?
  ) async -> Outcome {
    do {
      // Watched first: what changes while it is being read starts the next build.
      watcher.add(ServeSources.folders(of: folder))
      let book = try options.open(after: earlier?.book)
      let builder = try options.builder(for: book)
      let report = try await builder.check(after: earlier)
      watcher.add(ServeSources.folders(of: folder, reading: report))
      guard !report.diagnostics.hasErrors else {
        return Outcome(report: report, builder: builder)
      }
      let pages = try await builder.site(of: report)
      if let site, ChildGroup.current?.isEnded != true { try pages.write(to: site) }
      return Outcome(pages: pages, report: report, builder: builder)
    } catch let error as ValidationError {
      return Outcome(fault: error.message)
    } catch {
      return Outcome(fault: "\(error)")
    }
  }

  /// Compiles ahead for the chapters whose pages are opened, one after the other, until the build's group is ended.
  private func prepareEdits(_ outcome: Outcome) async {
    guard let report = outcome.report, let builder = outcome.builder else { return }
    var prepared: Set<String> = []
    for await page in await served.openPages() where prepared.insert(page).inserted {
      guard ChildGroup.current?.isEnded != true else { return }
      // What goes wrong here goes wrong in the next build, which says so.
      try? await builder.prepareEdit(of: String(page.dropLast(".html".count)), in: report)
    }
  }

  private func report(_ outcome: Outcome, after time: Duration) {
    let diagnostics = outcome.report?.diagnostics ?? []
    Console.print(diagnostics)
    if let fault = outcome.fault { Console.note("error: \(fault)") }
    let seconds = time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2)))
    Console.note(
      outcome.pages != nil
        ? "built in \(seconds)"
        : outcome.fault == nil
          ? "\(Console.count(diagnostics)); the last good pages stay" : ""
    )
  }
}
