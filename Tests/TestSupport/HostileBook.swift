import CellRuntime
import Literate
import Quantities

/// A book of one chapter whose text may be anything: it is read, tangled, judged and woven, and nothing of it is run.
package struct HostileBook: Sendable {
  /// What no page may carry as it stands: an element and an attribute that only an author's text can bring.
  package static let marks = ["<zq", "\" zq=\""]

  /// The files that it begins with.
  package static let files = ["01-a.md": "# A\n", "book.yml": settings]

  private let book: Book
  private let builder: BookBuilder
  private let checker: ChapterChecker

  /// Opens a folder with `files`.
  ///
  /// - Throws: When it is no book, or parts of the tool are missing.
  package init(folder: String) throws {
    book = try Book(folder: folder)
    let executor = try Executor(book: book.folder, toolchain: try Toolchain())
    builder = BookBuilder(book: book, executor: executor)
    checker = ChapterChecker(book: book, executor: executor)
  }

  /// Takes a chapter all the way to its pages.
  ///
  /// - Parameters:
  ///   - text: The chapter.
  ///   - seed: Of what its program is said to have said.
  /// - Returns: The pages by name.
  /// - Throws: Faults of the tool.
  package func pages(of text: String, seed: UInt64) async throws -> [String: String] {
    let chapter = Chapter(SourceText(file: book.folder + "/01-a.md", text: text))
    let checked = checker.judged(chapter, by: Self.record(of: chapter, seed))
    for diagnostic in checked.diagnostics { _ = diagnostic.rendered(relativeTo: "/") }
    let report = BookReport(book: book, chapters: [checked], diagnostics: [])
    return try await builder.site(of: report).files.filter { $0.key.hasSuffix("html") }
      .mapValues { String(decoding: $0, as: UTF8.self) }
  }

  private static let settings = """
    title: "<zq>"
    notation:
      a: "<zq>"
    symbols:
      a: \\alpha
    glossary:
      a: "<zq> \\" zq=\\""
    """

  /// What a program could have said: some value in every slot, and text in every cell.
  private static func record(of chapter: Chapter, _ seed: UInt64) -> RunRecord {
    var random = SeededGenerator(seed: seed)
    func value() -> RecordedValue {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: RecordedValue(.flag(Bool.random(using: &random)))
      case 1: RecordedValue(.scalar(Quantity(.infinity), isWhole: false))
      case 2: RecordedValue(.range(Quantity(1, .bytes), Quantity(2, .bytes)))
      case 3:
        RecordedValue(
          .scalar(Quantity(Double(Int.random(in: -9...9, using: &random))), isWhole: true)
        )
      default:
        RecordedValue(
          .scalar(Quantity(Double.random(in: 0...1e15, using: &random), .seconds), isWhole: false)
        )
      }
    }
    var transcript = Transcript()
    for slot in 0..<200 { transcript.values[slot] = value() }
    for cell in chapter.cells {
      transcript.output[cell.id] = [.text("<zq> & \"zq\"\n")]
      transcript.traces[cell.id] = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        FormulaTrace(
          index: Int.random(in: -1...8, using: &random),
          value: Bool.random(using: &random) ? value() : nil,
          formula: Bool.random(using: &random) ? "<zq>.member" : nil
        )
      }
    }
    return RunRecord(transcript: transcript)
  }
}
