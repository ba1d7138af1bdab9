import Foundation
import TestSupport
import Testing

/// `check --fix` and `--fix-claims`: what they print, write, and leave alone.
@Suite struct FixTests {
  private static let cell = "```swift id=a\nlet drain = Quantity(24, .milliseconds)\n```\n\n"
  private static let stale =
    cell + "It takes [25 ms](claim:drain), [26 ms](claim:drain \"disputed\") or "
    + "[90 ms](claim:drain) or [20 ms](claim:drain).\n"

  @Test func fixClaimsShowsTheChangeAndWritesItOnlyWhenTold() async throws {
    try await TemporaryBook.with(["01-a.md": Self.stale]) { book in
      let shown = try book.tool("check", "--fix-claims")
      #expect(shown.status == 1)
      #expect(try book.text(of: "01-a.md") == Self.stale)
      #expect(shown.output.hasPrefix("--- a/book/01-a.md\n+++ b/book/01-a.md\n@@ -2,4 +2,4 @@\n"))
      #expect(shown.output.contains("\n-It takes [25 ms]"))
      #expect(shown.output.contains("\n+It takes [24 ms]"))
      #expect(shown.errors.contains("book/01-a.md:5:67: note: left as it is: the computed value"))
      let written = try book.tool("check", "--fix-claims", "--yes")
      #expect(written.status == 1)  // 90 ms is the author's
      #expect(written.errors.contains("2 places rewritten"))
      let fixed = Self.stale.replacing("[25 ms]", with: "[24 ms]")
        .replacing("[20 ms]", with: "[24 ms]")
      #expect(try book.text(of: "01-a.md") == fixed)
      let again = try book.tool("check", "--fix-claims", "--yes")
      #expect(again.errors.contains("0 places rewritten"))
      #expect(try book.text(of: "01-a.md") == fixed)
    }
  }

  @Test func keepsLineEndingsMarkPermissionsAndLinks() async throws {
    let text = "\u{FEFF}" + Self.cell + "[25 ms](claim:drain), [1 s](value:drain \"0 ms\")"
    let windows = text.replacing("\n", with: "\r\n")
    try await TemporaryBook.with(["real.txt": windows]) { book in
      let manager = FileManager.default
      let (real, link) = (book.folder + "/real.txt", book.folder + "/01-a.md")
      try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
      try manager.createSymbolicLink(atPath: link, withDestinationPath: "real.txt")
      let result = try book.tool("check", "--fix", "--fix-claims", "--yes")
      #expect(result.status == 0, "\(result.errors)")
      let wanted = windows.replacing("[25 ms]", with: "[24 ms]").replacing("[1 s]", with: "[24 ms]")
      #expect(manager.contents(atPath: real) == Data(wanted.utf8))
      #expect(try manager.destinationOfSymbolicLink(atPath: link) == "real.txt")
      let mode = try manager.attributesOfItem(atPath: real)[.posixPermissions] as? Int
      #expect(mode == 0o640)
      #expect(Set(try manager.contentsOfDirectory(atPath: book.folder)) == ["01-a.md", "real.txt"])
    }
  }

  @Test func anOutputThatWouldCloseItsFenceIsLeft() async throws {
    let text = "```swift id=a\nprint(\"```\")\n```\n\n```output\nx\n```\n"
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let result = try book.tool("check", "--fix")
      #expect(result.status == 1)
      #expect(result.errors.contains("left as it is: the output holds a line that would close"))
      #expect(try book.text(of: "01-a.md") == text)
    }
  }

  @Test(arguments: [["--yes"], ["--schema"], ["--format", "sarif", "--schema"]])
  func optionsThatNeedAnotherAreWrongUsageWithoutIt(options: [String]) async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool(["check"] + options)
      #expect(result.status == 64)
    }
  }
}
