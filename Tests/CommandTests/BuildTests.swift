import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk build`: the site appears whole or not at all, and always the same.
@Suite struct BuildTests {
  @Test func writesASiteAndSaysHowToOpenIt() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("build")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("\(book.site)/index.html"))
      let files = try book.siteFiles().keys
      #expect(files.contains("index.html"))
      #expect(files.contains { $0.contains("01-small") })
    }
  }

  @Test func writesTheSiteWhereItIsAskedTo() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("build", "--site", "elsewhere")
      #expect(result.status == 0)
      #expect(FileManager.default.fileExists(atPath: book.root + "/elsewhere/index.html"))
      #expect(!FileManager.default.fileExists(atPath: book.site))
    }
  }

  @Test func twoBuildsAreAlikeToTheByte() async throws {
    let first = try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      return try book.siteFiles()
    }
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      #expect(try book.siteFiles() == first)
      _ = try book.tool("build", environment: ["TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8"])
      #expect(try book.siteFiles() == first)
    }
    #expect(!first.isEmpty)
  }

  @Test func aPageHoldsNothingOfItsBuild() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      for (name, data) in try book.siteFiles() {
        let text = String(decoding: data, as: UTF8.self)
        #expect(!text.contains(book.root), "\(name)")
        #expect(!text.contains(TemporaryBook.products), "\(name)")
      }
    }
  }

  @Test func anErrorLeavesTheSiteAsItWas() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let before = try book.siteFiles()
      try book.write(SmallBook.replacing("20 ms", with: "30 ms"), to: "01-small.md")
      let result = try book.tool("build")
      #expect(result.status == 1)
      #expect(result.errors.contains("book/01-small.md:28:1: error: "), "\(result.errors)")
      #expect(try book.siteFiles() == before)
    }
  }

  @Test func anErrorInANewBookWritesNoSite() async throws {
    try await TemporaryBook.with(["01-a.md": "A 12.\n"]) { book in
      let result = try book.tool("build")
      #expect(result.status == 1)
      #expect(!FileManager.default.fileExists(atPath: book.site))
    }
  }

  @Test func checkComparesAndWritesNothing() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      #expect(try book.tool("build", "--check").status == 1)
      #expect(!FileManager.default.fileExists(atPath: book.site))
      _ = try book.tool("build")
      #expect(try book.tool("build", "--check").status == 0)
      let page = book.site + "/index.html"
      try Data("changed".utf8).write(to: URL(fileURLWithPath: page))
      let changed = try book.tool("build", "--check")
      #expect(changed.status == 1)
      #expect(changed.errors.contains("index.html"))
      #expect(FileManager.default.contents(atPath: page) == Data("changed".utf8))
    }
  }

  @Test func checkNoticesAPageTooMany() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      try Data().write(to: URL(fileURLWithPath: book.site + "/left-over.html"))
      #expect(try book.tool("build", "--check").status == 1)
      #expect(try book.tool("build").status == 0)
      #expect(try book.tool("build", "--check").status == 0)
    }
  }

  @Test func escapesWhatAChapterHolds() async throws {
    let text = """
      # <x> & "y"

      ```swift
      print("<script>alert(0)</script>")
      ```

      Then `</code><b>` and [a](https://example.com/?a=b&c="d").

      """.replacing("# <x>", with: "# \\<x>")
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let result = try book.tool("build")
      #expect(result.status == 0, "\(result.errors)")
      for (name, data) in try book.siteFiles() where name.hasSuffix(".html") {
        let page = String(decoding: data, as: UTF8.self)
        #expect(
          !page.contains("<script>alert") && !page.contains("<x>") && !page.contains("</code><b>")
        )
      }
    }
  }

  @Test func writesItsRecordsToTheUsersFolderWhenTheBookIsReadOnly() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      // As root every folder can be written, so a file stands where the folder would be made.
      try Data().write(to: URL(fileURLWithPath: book.root + "/.chalktalk"))
      let home = ["XDG_CACHE_HOME": book.root + "/cache", "HOME": book.root]
      let result = try book.tool("check", "--json", environment: home)
      #expect(result.status == 0, "\(result.errors)")
      #expect(FileManager.default.fileExists(atPath: book.root + "/cache/chalktalk/runs"))
      let again = try book.tool("check", "-v", environment: home)
      #expect(again.errors.contains("record found"))
    }
  }
}
