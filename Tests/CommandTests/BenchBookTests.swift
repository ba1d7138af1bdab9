import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk bench book`: the book that it writes.
struct BenchBookTests {
  @Test
  func writesTheSameBookEveryTime() async throws {
    try await withTemporaryFolder { folder in
      for name in ["first", "second"] {
        #expect(try Self.write(to: folder + "/" + name) == 0)
      }
      let first = try Self.files(in: folder + "/first")
      #expect(try first == Self.files(in: folder + "/second"))
      #expect(
        first.keys.sorted()
          == ["Rates/Rates.swift"] + (1...8).map { "book/0\($0)-step.md" } + ["book/book.yml"]
      )
    }
  }

  @Test
  func itsBookShowsWhatTheChainOfValuesMakes() async throws {
    try await TemporaryBook.with([:]) { book in
      #expect(try Self.write(to: book.root) == 0)
      let built = try book.tool("build", "--site", book.site)
      #expect(built.status == 0, "\(built.errors)")
      let page = String(decoding: try #require(try book.siteFiles()["04-step.html"]), as: UTF8.self)
      // (16 + 4 · 4) · 128 · 8 · 4 and so on, over the constant of the module.
      #expect(page.contains("c = 32768.0"))
      #expect(page.contains("i = 36871.375"))
      #expect(page.contains("j = \(36871.375 / 3.35e12)"))
      // Found again, woven again: the same bytes, and running it all again says the same.
      let cold = try book.siteFiles()
      #expect(try book.tool("build", "--site", book.site).status == 0)
      #expect(try book.siteFiles() == cold)
      let again = try book.tool("check", "--verbose")
      #expect(again.errors.split(separator: "\n").count { $0.contains(": record found") } == 8)
      #expect(try book.tool("check", "--paranoid").status == 0)
    }
  }

  @Test
  func refusesWhatIsNoNumberOfRepetitionsAndAFolderWithoutPeers() async throws {
    try await TemporaryBook.with(["01-a.md": "# A\n"]) { book in
      #expect(try book.tool("bench", "book", "--repeats", "0").status == 64)
      let result = try book.tool("bench", "book", "--peers", "none")
      #expect(result.status == 70)
      #expect(result.errors.contains(".ci/peer-books none"))
    }
  }

  private static func write(to folder: String) throws -> Int32 {
    let tool = TemporaryBook.products + "/chalktalk"
    return try ChildProcess.run([tool, "bench", "book", "--write", folder]).status
  }

  private static func files(in folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      files[name] = FileManager.default.contents(atPath: folder + "/" + name)
    }
    return files.filter { !$0.value.isEmpty }
  }
}
