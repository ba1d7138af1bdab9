import Foundation

/// From a folder of Markdown to pages that prove themselves.
///
///     read     Markdown → Chapter        blocks, cells, links, one program
///     run      Program → RunRecord       or the record that is kept under the program's key
///     judge    Chapter + record → CheckedChapter
///     weave    [CheckedChapter] → Site
///
/// Every stage adds its diagnostics; with any error there is no site.
package struct BookBuilder: Sendable {
  package let book: Book
  let executor: Executor
  /// The digest of the engine's sources, asked for by books with slow cells; nil where they are not at hand.
  let engineSources: @Sendable () throws -> String?
  /// The folder of the engine's sources, for records of measurements; nil where they are not at hand.
  let sourcesFolder: String?

  package init(
    book: Book,
    executor: Executor,
    engineSources: @escaping @Sendable () throws -> String? = { nil },
    sourcesFolder: String? = nil
  ) {
    self.book = book
    self.executor = executor
    self.engineSources = engineSources
    self.sourcesFolder = sourcesFolder
  }

  /// Reads, runs and judges every chapter, as many at a time as there are cores, those that have changed first and the
  /// longest before the others.
  ///
  /// - Parameters:
  ///   - sample: Which of the records that are found are held against a new run; none if nil.
  ///   - renews: Whether the records of slow cells are made anew where they are stale.
  ///   - changed: The names of chapters' files that are known to have changed.
  ///   - earlier: What was known before: chapters that would be read and checked as they were are taken from it.
  /// - Returns: What is known of the book, and all that is wrong with it.
  /// - Throws: Faults of the tool.
  package func check(
    rerunning sample: RerunSample? = nil,
    renewing renews: Bool = false,
    startingWith changed: Set<String> = [],
    after earlier: BookReport? = nil
  ) async throws -> BookReport {
    let earlier = earlier.map { $0.book.hasSameSettings(as: book) ? $0.byFile : [:] } ?? [:]
    let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let engine = try executor.engineDiagnostics()
    var results: [Int: CheckedChapter] = [:]
    var unreadable: [Diagnostic] = []
    var waiting: [(Int, Chapter)] = []
    let chapters = book.chapterFiles.concurrentMap { file in
      Result { () throws(DiagnosticError) in
        let source = try SourceText(reading: file)
        if let known = earlier[file]?.chapter, known.source.text == source.text { return known }
        return Chapter(source, library: book.settings.formulas)
      }
    }
    for (index, chapter) in chapters.enumerated() {
      switch chapter {
      case .success(let chapter): waiting.append((index, chapter))
      case .failure(let error): unreadable += error.diagnostics
      }
    }
    let readable = waiting.map(\.1)
    let duplicates = Self.sharedNames(readable) + Self.takenNames(readable)
    let measured = MeasuredData(book: book.folder, sources: sourcesFolder)
    async let stale = measured.problems(in: readable)
    let checker = ChapterChecker(
      book: book,
      executor: executor,
      slowCells: try slowCells(for: readable)
    )
    let rerun = sample?.drawn(from: recorded(readable)) ?? []
    waiting.removeAll { index, chapter in
      guard let known = earlier[chapter.source.file], !rerun.contains(chapter.stem),
        known.holds(for: chapter, executor.circumstances(of: chapter))
      else { return false }
      results[index] = known.found
      return true
    }
    executor.watch.expect(waiting.count)
    try await withThrowingTaskGroup(of: (Int, CheckedChapter).self) { group in
      var next = inOrder(waiting, startingWith: changed).makeIterator()
      func start() {
        guard let (index, chapter) = next.next() else { return }
        let rerunsHits = rerun.contains(chapter.stem)
        group.addTask {
          (index, try await checker.check(chapter, rerunsHits: rerunsHits, renews: renews))
        }
      }
      for _ in 0..<workers { start() }
      while let (index, checked) = try await group.next() {
        results[index] = checked
        start()
      }
    }
    let checked = results.sorted { $0.key < $1.key }.map(\.value)
    let pages = BookPages(book, checked)
    return BookReport(
      pages: pages,
      diagnostics: await book.diagnostics + engine + unreadable + duplicates + stale
        + BookReferences(pages).problems
        + book.settings.formulas.problems(in: checked, book.settings.formulaNames)
        + Coverage(book, checked).problems(isComplete: book.settings.isComplete),
      rerun: rerun,
      cacheProblem: executor.close()
    )
  }

  /// Runs and judges one chapter alone.
  ///
  /// - Throws: Faults of the tool.
  package func check(_ chapter: Chapter) async throws -> CheckedChapter {
    let slowCells = try slowCells(for: [chapter])
    return try await ChapterChecker(book: book, executor: executor, slowCells: slowCells)
      .check(chapter)
  }

  /// Compiles ahead what the next edit of a chapter's cells would have to, while nobody waits for it.
  ///
  /// - Parameters:
  ///   - chapter: Its stem; of pages that are no chapters there is nothing to compile.
  ///   - report: The book as it is.
  /// - Throws: Faults of the tool.
  package func prepareEdit(of chapter: String, in report: BookReport) async throws {
    guard let checked = report.chapters.first(where: { $0.chapter.stem == chapter }),
      checked.record != nil, !checked.chapter.cells.contains(where: \.isKept)
    else { return }
    try await executor.prepareUnits(of: checked.chapter.program, of: chapter)
  }

  /// What is running while `check` runs.
  package var watch: RunWatch { executor.watch }

  /// What keeps the results of the slow cells of some chapters.
  func slowCells(for chapters: [Chapter]) throws -> SlowCells {
    let isNeeded = chapters.contains { $0.cells.contains(where: \.isKept) }
    return SlowCells(
      executor: executor,
      book: book.folder,
      engineSources: isNeeded ? try engineSources() : nil
    )
  }

  /// The chapters of whose programs there is a record; those with slow cells have theirs under other keys.
  private func recorded(_ chapters: [Chapter]) -> [String] {
    chapters.filter { chapter in
      chapter.canRun
        && (chapter.cells.contains(where: \.isKept) || executor.holdsRecord(of: chapter.program)
          || chapter.cells.contains { cell in
            !cell.isInProgram && ApartCell(cell: cell, chapter: chapter).hasRecord(in: executor)
          })
    }.map(\.stem)
  }

  /// What takes long and starts last is waited for alone.
  private func inOrder(
    _ chapters: [(Int, Chapter)],
    startingWith changed: Set<String>
  ) -> [(Int, Chapter)] {
    chapters.map { index, chapter in
      let isFirst = changed.contains(BookInputs.name(of: chapter.source.file))
      let seconds = isFirst ? .infinity : executor.lastSeconds(chapter.stem) ?? .infinity
      return (seconds: seconds, index: index, chapter: chapter)
    }.sorted { ($0.seconds, $1.index) > ($1.seconds, $0.index) }.map { ($0.index, $0.chapter) }
  }

  /// The site of a book without errors.
  ///
  /// - Parameters:
  ///   - report: What came of the book.
  ///   - isAnew: Whether every chapter is woven, also those that are kept as they would come out.
  /// - Returns: Its files.
  /// - Throws: Faults of the tool.
  package func site(of report: BookReport, weavingAll isAnew: Bool = false) async throws -> Site {
    var pages = report.pages
    if pages.made.contains(.constants) {
      async let names = figureNames(in: report)
      pages.writeFigures()
      pages.figureNames = try await names
    }
    return Site(pages, keeping: isAnew ? nil : KeptChapters(of: pages, executor))
  }

  /// Chapters whose page would have the name of one that the tool makes.
  private static func takenNames(_ chapters: [Chapter]) -> [Diagnostic] {
    chapters.filter { Site.madePages.contains($0.stem.lowercased()) }.map { chapter in
      chapter.source.diagnostic(
        .error,
        SourceRange(line: 1),
        id: "chapter-name",
        "the site has a page \(chapter.stem.lowercased()).html of its own: no chapter can be called that",
        help: "rename the file, for example to 01-\(chapter.stem.lowercased()).md"
      )
    }
  }

  /// Ids that two chapters give to cells of theirs; numbered cells are a chapter's own.
  private static func sharedNames(_ chapters: [Chapter]) -> [Diagnostic] {
    var owners: [String: Chapter] = [:]
    var diagnostics: [Diagnostic] = []
    for chapter in chapters {
      for cell in chapter.cells where cell.options.id != nil {
        if let owner = owners[cell.id], owner.stem != chapter.stem {
          diagnostics.append(
            chapter.source.diagnostic(
              .error,
              cell.fence,
              id: "cell-id",
              "the id '\(cell.id)' is already that of a cell in \(owner.stem).md",
              help: "give one of them another id: ids are unique in the book"
            )
          )
        } else {
          owners[cell.id] = chapter
        }
      }
    }
    return diagnostics
  }
}

/// What is known of a book after its check.
package struct BookReport: Sendable {
  let pages: BookPages
  package let diagnostics: [Diagnostic]
  /// The chapters whose records were held against a new run.
  package let rerun: [String]
  /// Why records could not be kept for the next run, if they could not.
  package let cacheProblem: String?

  package var book: Book { pages.book }
  package var chapters: [CheckedChapter] { pages.chapters }

  fileprivate var byFile: [String: CheckedChapter] {
    Dictionary(
      chapters.map { ($0.chapter.source.file, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  package var tally: CheckedChapter.Tally {
    chapters.reduce(CheckedChapter.Tally()) { $0 + $1.tally }
  }

  package var coverage: Coverage { Coverage(book, chapters) }

  package var numbers: OwnedNumbers.Count {
    chapters.reduce(OwnedNumbers.Count()) { $0 + $1.numbers }
  }

  package init(book: Book, chapters: [CheckedChapter], diagnostics: [Diagnostic]) {
    self.init(pages: BookPages(book, chapters), diagnostics: diagnostics)
  }

  init(
    pages: BookPages,
    diagnostics: [Diagnostic],
    rerun: [String] = [],
    cacheProblem: String? = nil
  ) {
    self.rerun = rerun
    self.cacheProblem = cacheProblem
    self.pages = pages
    self.diagnostics = (diagnostics + pages.chapters.flatMap(\.diagnostics)).inOrder
  }
}
