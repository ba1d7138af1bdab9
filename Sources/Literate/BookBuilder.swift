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

  package init(book: Book, executor: Executor) {
    self.book = book
    self.executor = executor
  }

  /// Reads, runs and judges every chapter, as many at a time as there are cores.
  ///
  /// - Throws: Faults of the tool; what is wrong with the book is in the report.
  package func check() async throws -> BookReport {
    let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let checker = ChapterChecker(book: book, executor: executor)
    var results: [Int: CheckedChapter] = [:]
    var unreadable: [Diagnostic] = []
    var waiting: [(Int, Chapter)] = []
    for (index, file) in book.chapterFiles.enumerated() {
      do {
        let source = try SourceText(reading: file)
        waiting.append((index, Chapter(source, library: book.settings.formulas)))
      } catch {
        unreadable += error.diagnostics
      }
    }
    let duplicates = Self.sharedNames(waiting.map(\.1)) + Self.takenNames(waiting.map(\.1))
    try await withThrowingTaskGroup(of: (Int, CheckedChapter).self) { group in
      var next = waiting.makeIterator()
      func start() {
        guard let (index, chapter) = next.next() else { return }
        group.addTask { (index, try await checker.check(chapter)) }
      }
      for _ in 0..<workers { start() }
      while let (index, checked) = try await group.next() {
        results[index] = checked
        start()
      }
    }
    let chapters = results.sorted { $0.key < $1.key }.map(\.value)
    return BookReport(
      book: book,
      chapters: chapters,
      diagnostics: book.diagnostics + unreadable + duplicates
        + BookReferences.problems(in: chapters)
        + book.settings.formulas.problems(in: chapters, symbols: book.settings.symbols)
        + Coverage(book, chapters).problems(isComplete: book.settings.isComplete)
    )
  }

  /// The site of a book without errors.
  package func site(of report: BookReport) -> Site {
    Site(report.book, report.chapters)
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
              "the id '\(cell.id)' is already that of a cell in \(owner.stem).md"
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
  package let book: Book
  package let chapters: [CheckedChapter]
  package let diagnostics: [Diagnostic]

  package var tally: CheckedChapter.Tally {
    chapters.reduce(CheckedChapter.Tally()) { $0 + $1.tally }
  }

  package var coverage: Coverage { Coverage(book, chapters) }

  package var numbers: OwnedNumbers.Count {
    chapters.reduce(OwnedNumbers.Count()) { $0 + $1.numbers }
  }

  init(book: Book, chapters: [CheckedChapter], diagnostics: [Diagnostic]) {
    self.book = book
    self.chapters = chapters
    self.diagnostics = (diagnostics + chapters.flatMap(\.diagnostics)).inOrder
  }
}
