import Foundation
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
    try await TemporaryBook.with(HostileBook.files) { folder in
      let book = try HostileBook(folder: folder.folder)
      let file = NSTemporaryDirectory() + "chalktalk-fuzz-case.md"
      while seconds.map({ ContinuousClock.now - start < .seconds($0) }) ?? (count < 300) {
        let text = chapters.next()
        count += 1
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        for (name, page) in try await book.pages(of: text, seed: UInt64(count)) {
          pages += 1
          let mark = HostileBook.marks.first { page.contains($0) }
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
}
