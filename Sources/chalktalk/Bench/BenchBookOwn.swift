import Foundation
import Literate

/// This project's own book, or any other, on a copy: cold, unchanged, and after an edit of its prose.
struct BenchBookOwn {
  private let book: String
  private let folder: String
  private let chapter: String

  /// Copies a book.
  ///
  /// - Parameters:
  ///   - original: The book; its own engine, if it has one, is copied with it.
  ///   - folder: An empty folder.
  /// - Throws: When it cannot be copied.
  init(_ original: Book, in folder: String) throws {
    self.folder = folder
    book = folder + "/book"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try files.copyItem(atPath: original.folder, toPath: book)
    if let engine = original.settings.engine {
      let source = URL(fileURLWithPath: original.folder + "/" + engine.folder).standardizedFileURL
      let copy = URL(fileURLWithPath: book + "/" + engine.folder).standardizedFileURL
      if !files.fileExists(atPath: copy.path) { try files.copyItem(at: source, to: copy) }
    }
    let names = original.chapterFiles.map { URL(fileURLWithPath: $0).lastPathComponent }
    chapter = book + "/" + names[names.count / 2]
  }

  /// The times and the tool's own memory, as rows of a Markdown table.
  func report(repeats: Int) throws -> String {
    let cold = try BenchBookMemory.peak(of: command)
    var unchanged: [Duration] = []
    var edited: [Duration] = []
    let text = try String(contentsOf: URL(fileURLWithPath: chapter), encoding: .utf8)
    for salt in 1...repeats {
      unchanged.append(try time())
      let sentence = "\n\nThese words are \(BenchBookText.newWord(salt: salt)) new.\n"
      try Data((text + sentence).utf8).write(to: URL(fileURLWithPath: chapter))
      edited.append(try time())
      try Data(text.utf8).write(to: URL(fileURLWithPath: chapter))
      _ = try time()
    }
    let again = try BenchBookMemory.peak(of: command)
    let cells = [
      "own book", BenchBookTimes.seconds(cold.time), BenchBookTimes.seconds(median(unchanged)),
      BenchBookTimes.seconds(median(edited)), megabytes(cold.bytes), megabytes(again.bytes),
    ]
    let head = ["", "cold, once", "no change", "a prose edit", "memory cold", "memory no change"]
    return BenchBookTimes.row(head) + BenchBookTimes.row(head.map { _ in "---" })
      + BenchBookTimes.row(cells)
  }

  /// What `serve` takes from an edit to its page, as rows of a Markdown table.
  func served(repeats: Int) throws -> String {
    let text = try String(contentsOf: URL(fileURLWithPath: chapter), encoding: .utf8)
    guard let cell = text.firstRange(of: /```swift(?![^\n]*(fails|traps|norun))[^\n]*\n/) else {
      throw Fault("\(chapter) has no cell to edit")
    }
    let page = URL(fileURLWithPath: chapter).deletingPathExtension().lastPathComponent + ".html"
    let server = try BenchServe(book)
    defer { server.end() }
    var prose: [BenchServe.Edit] = []
    var statements: [BenchServe.Edit] = []
    var declarations: [BenchServe.Edit] = []
    /// Times an edit of the cell that adds a line.
    func time(_ line: String, shows name: String) throws -> BenchServe.Edit {
      try server.time(page, shows: name) {
        var edited = text
        edited.insert(contentsOf: line + "\n", at: cell.upperBound)
        try write(edited)
      }
    }
    for salt in 1...repeats {
      let word = BenchBookText.newWord(salt: salt)
      prose.append(
        try server.time(page, shows: word) {
          try write(text + "\n\nThese words are \(word) new.\n")
        }
      )
      let name = "editedCell\(salt)"
      // Later cells may use what is declared, and are compiled again; they cannot use a statement.
      declarations.append(try time("let \(name) = \(salt)", shows: name))
      statements.append(try time("_ = \"stated-\(name)\"", shows: "stated-\(name)"))
    }
    try write(text)
    let head = [
      "serve", "a prose edit", "a statement", "a declaration", "computing for prose",
      "for a statement", "for a declaration",
    ]
    let edits = [prose, statements, declarations]
    let figures = edits.map { median($0.map(\.time)) } + edits.map { median($0.map(\.work)) }
    return BenchBookTimes.row(head) + BenchBookTimes.row(head.map { _ in "---" })
      + BenchBookTimes.row(["own book"] + figures.map(BenchBookTimes.seconds))
  }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: chapter))
  }

  private var command: [String] {
    [OwnBenchBook.program, "build", "--book", book, "--site", folder + "/site"]
  }

  private func time() throws -> Duration {
    let started = ContinuousClock.now
    let result = try ChildProcess.run(command)
    guard result.status == 0 else {
      throw Fault(String(decoding: result.standardError.suffix(2000), as: UTF8.self))
    }
    return ContinuousClock.now - started
  }
}

/// Whole megabytes, of a million bytes.
func megabytes(_ bytes: Int) -> String { "\((bytes + 500_000) / 1_000_000) MB" }
