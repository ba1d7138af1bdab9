import CellRuntime
import Foundation
import Literate
import Quantities
import TestSupport
import Testing

/// Whatever an author writes, the tool reads it, tangles it, judges it and weaves it without a crash, and nothing
/// of it gets onto the page as markup.
///
/// `CHALKTALK_FUZZ_SECONDS` and `CHALKTALK_FUZZ_SEED` make it run longer or elsewhere (`.ci/fuzz`). The chapter at
/// work lies in `chalktalk-fuzz-case.md` in the folder of temporary files: after a crash or a hang it is the cause.
struct ChapterFuzzTests {
  @Test(.timeLimit(.minutes(90)))
  func hostileChaptersCrashNothing() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["CHALKTALK_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let seconds = environment["CHALKTALK_FUZZ_SECONDS"].flatMap(Double.init)
    let start = ContinuousClock.now
    var chapters = HostileChapter(seed: seed, blocks: try Self.blocks())
    var (count, pages) = (0, 0)
    try await TemporaryBook.with(["01-a.md": "# A\n", "book.yml": Self.settings]) { folder in
      let book = try Book(folder: folder.folder)
      let executor = try Executor(book: book.folder, toolchain: try Toolchain())
      let builder = BookBuilder(book: book, executor: executor)
      let checker = ChapterChecker(book: book, executor: executor)
      let file = NSTemporaryDirectory() + "chalktalk-fuzz-case.md"
      while seconds.map({ ContinuousClock.now - start < .seconds($0) }) ?? (count < 300) {
        let text = chapters.next()
        count += 1
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let chapter = Chapter(SourceText(file: book.folder + "/01-a.md", text: text))
        let checked = checker.judged(chapter, by: Self.record(of: chapter, UInt64(count)))
        for diagnostic in checked.diagnostics { _ = diagnostic.rendered(relativeTo: "/") }
        let report = BookReport(book: book, chapters: [checked], diagnostics: [])
        for (name, data) in try await builder.site(of: report).files where name.hasSuffix("html") {
          pages += 1
          let page = String(decoding: data, as: UTF8.self)
          let mark = HostileChapter.marks.first { page.contains($0) }
          #expect(mark == nil, "\(name) of chapter \(count), seed \(seed):\n\(text)")
        }
      }
      try FileManager.default.removeItem(atPath: file)
    }
    #expect(count > 0 && pages >= count)
    if seconds != nil { print("\(count) chapters, \(pages) pages, seed \(seed)") }
  }

  /// The paragraphs, fences and tables of the book.
  private static func blocks() throws -> [String] {
    let folder =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Chapters").standardizedFileURL.path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try names.filter { $0.hasSuffix(".md") }.flatMap { name in
      try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        .components(separatedBy: "\n\n").filter { !$0.isEmpty }
    }
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
