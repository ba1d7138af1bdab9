import Foundation
import TestSupport
import Testing

/// What a build does with a folder in which other things lie, and with what a killed build has left there.
@Suite struct SiteFolderTests {
  @Test func whatIsNotOursStays() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let foreign = [
        "CNAME": "example.com", ".nojekyll": "", "photo.svg": "<svg/>", "photo.png": "x",
        "mine.html": "<!doctype html><title>Mine</title>", "docs/page.html": "x",
      ]
      try FileManager.default.createDirectory(
        atPath: book.site + "/docs",
        withIntermediateDirectories: true
      )
      for (name, text) in foreign {
        try Data(text.utf8).write(to: URL(fileURLWithPath: book.site + "/" + name))
      }
      #expect(try book.tool("build", "--check").status == 0)
      try FileManager.default.moveItem(
        atPath: book.folder + "/01-small.md",
        toPath: book.folder + "/02-small.md"
      )
      #expect(try book.tool("build").status == 0)
      let files = try book.siteFiles()
      for (name, text) in foreign { #expect(files[name] == Data(text.utf8), "\(name)") }
      #expect(files["01-small.html"] == nil)
      #expect(files["02-small.html"] != nil)
    }
  }

  @Test func whatAKilledBuildHadToMoveIsMovedByTheNext() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let reference = try book.siteFiles()
      let staged = book.site + "/.chalktalk-staged"
      try FileManager.default.createDirectory(atPath: staged, withIntermediateDirectories: true)
      try Data("half".utf8).write(to: URL(fileURLWithPath: staged + "/index.html"))
      try Data("gone.svg\n".utf8).write(to: URL(fileURLWithPath: staged + "/.removed"))
      try Data().write(to: URL(fileURLWithPath: book.site + "/gone.svg"))
      let check = try book.tool("build", "--check")
      #expect(check.status == 1)
      #expect(check.errors.contains("was ended while it replaced the pages"))
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles() == reference)
    }
  }

  @Test func whatAKilledBuildHadNotFinishedIsCleared() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let reference = try book.siteFiles()
      let staging = book.site + "/.chalktalk-staging"
      try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: true)
      try Data("half".utf8).write(to: URL(fileURLWithPath: staging + "/index.html"))
      #expect(try book.tool("build").status == 0)
      #expect(try book.siteFiles() == reference)
    }
  }

  @Test func aPlaceThatIsTakenIsNamed() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.tool("build")
      let page = book.site + "/index.html"
      try FileManager.default.removeItem(atPath: page)
      try FileManager.default.createDirectory(
        atPath: page + "/inside",
        withIntermediateDirectories: true
      )
      let result = try book.tool("build")
      #expect(result.status == 70)
      #expect(result.errors.contains("cannot write"), "\(result.errors)")
      #expect(result.errors.contains("site/index.html: "), "\(result.errors)")
      try FileManager.default.removeItem(atPath: page)
      #expect(try book.tool("build").status == 0)
      #expect(try book.tool("build", "--check").status == 0)
    }
  }
}
