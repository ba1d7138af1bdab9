import Foundation
import Literate
import TestSupport
import Testing

/// Mistakes in cells and links: each is one diagnostic at its place, and the other chapter still reports.
@Suite struct DiagnosticTests {
  /// Checks a book of a marked chapter and a good one, and returns the errors of the former.
  private func errors(_ marked: String, sourceLocation: SourceLocation = #_sourceLocation)
    async throws -> [Report.Item]
  {
    let marked = MarkedText(marked)
    return try await TemporaryBook.with(["01-a.md": marked.text, "02-b.md": Self.good]) { book in
      let (status, report) = try book.check()
      #expect(status == 1, sourceLocation: sourceLocation)
      #expect(report.chapters.last?.claims.holds == 1, sourceLocation: sourceLocation)
      #expect(
        report.errors.map(\.location) == ["book/01-a.md:\(marked.location)"],
        "\(report.errors)",
        sourceLocation: sourceLocation
      )
      return report.errors
    }
  }

  static let good = "```swift id=good\nlet fine = 3\n```\n\n[3](claim:fine)\n"

  // MARK: Compiling

  @Test(arguments: [
    ("```swift\nlet a: Int = ¦\"x\"\n```\n", "cannot convert"),
    (
      "words\n\n```swift\nlet a = 1\n```\n\n```swift id=b\nlet b = a + ¦c\n```\n", "cannot find 'c'"
    ),
    ("> ```swift\n> let a = ¦c\n> ```\n", "cannot find 'c'"),
    ("- x\n\n  ```swift\n  let a = ¦c\n  ```\n", "cannot find 'c'"),
    ("```swift\nlet a = 1\n```\n\n[1](claim:¦b)\n", "cannot find 'b'"),
    ("```swift\nlet a = 1\n```\n\n[1](<claim:a + ¦b>)\n", "cannot find 'b'"),
    ("```swift\nlet a = \"text\"\n```\n\n[1](claim:¦a)\n", "no quantity"),
    ("¦[1](claim:a)\n\n```swift\nlet a = 1\n```\n", "declares below it"),
    ("```swift\nlet a = Quantity(1, .¦gigabyte)\n```\n", "gigabyte"),
    ("```swift\nfunc f() -> Int {\n¦}\n```\n", "return"),
  ])
  func aMistakeStandsAtItsMarkdownPlace(marked: String, words: String) async throws {
    let errors = try await errors(marked)
    #expect(errors.first?.message.contains(words) == true, "\(errors)")
  }

  @Test func aRedeclarationNamesBothPlaces() async throws {
    let marked = """
      ```swift id=one
      let knee = 1
      ```

      words

      ```swift id=two
      let ¦knee = 2
      print(knee)
      ```

      [2](claim:knee)

      """
    let errors = try await errors(marked)
    #expect(errors.first?.message.contains("'knee'") == true)
    #expect(errors.first?.message.contains("line 2") == true)
  }

  @Test(arguments: [
    "```swift id=one\nfunc f() ¦{\n```\n\n```swift id=two\nlet b = 1\n```\n",
    "```swift id=one\nlet a = 1 ¦}\n```\n\n```swift id=two\nlet b = 1\n```\n",
    "```swift id=one\nlet a = ¦\"\"\"\n```\n\n```swift id=two\nlet b = 1\n```\n",
  ])
  func anUnbalancedBraceIsOfItsOwnCell(marked: String) async throws {
    #expect(try await errors(marked).map(\.id) == ["cell-bracket"])
  }

  @Test(arguments: [
    ("[3](claim:¦3)\n", "constant"), ("[3](<claim:¦1 + 2>)\n", "constant"),
    ("[a](claim:¦true)\n", "constant"), ("```swift ¦bogus\nlet a = 1\n```\n", "'bogus'"),
    ("¦[3](claim:)\n", "target"), ("[a](ref:¦nowhere)\n", "nowhere"),
    ("[a](cite:¦nobody)\n", "nobody"),
    ("[a](term:¦nothing)\n", "nothing"), ("[0:99](talk:¦0:99:00)\n", "moment"),
    ("[a](¦foo:bar)\n", "'foo:'"),
  ])
  func aMistakeInALinkOrFenceStandsAtItsPlace(marked: String, words: String) async throws {
    let errors = try await errors(marked)
    #expect(errors.first?.message.contains(words) == true, "\(errors)")
  }

  @Test func aCatalogueLinkWantsACatalogueFigure() async throws {
    let marked = "```swift\nlet a = 3\n```\n\n[3](given:¦a)\n"
    #expect(try await errors(marked).map(\.id) == ["given"])
  }

  // MARK: Cells that are compiled apart

  @Test(arguments: [
    "```swift fails=\"cannot find 'b'\"\nlet a = b\n```\n",
    "```swift id=x\nlet a = 1\n```\n\n```swift fails=\"invalid redeclaration\"\nlet a = 2\n```\n",
    "```swift traps=\"Index out of range\"\nlet a = [1]\nprint(a[a.count])\n```\n",
    "```swift traps=\"bytes and seconds\"\nprint(Quantity(1, .bytes) + Quantity(1, .seconds))\n```\n",
    "```swift traps=\"THE MESSAGE\"\nfatalError(\"the message\")\n```\n",
    "```swift norun\nwhile true {}\n```\n",
    "```swift norun\nlet a = 1\n```\n\n```swift\nlet a = 2\n```\n\n[2](claim:a)\n",
    "```swift traps=\"boom\"\nlet a = 1\nfatalError(\"boom\")\n```\n\n```swift\nlet a = 2\n```\n",
  ])
  func acceptsCellsThatFailTrapOrRestAsAnnounced(text: String) async throws {
    try await TemporaryBook.with(["01-a.md": text]) { book in
      for _ in 0..<2 {  // the second time from the record
        let (status, report) = try book.check()
        #expect(status == 0, "\(report.errors)")
      }
    }
  }

  @Test(arguments: [
    ("¦```swift fails=\"x\"\nlet a = 1\n```\n", "does"),
    ("¦```swift fails=\"no such words\"\nlet a = b\n```\n", "cannot find 'b'"),
    ("¦```swift traps=\"x\"\nlet a = 1\n```\n", "runs to its end"),
    ("¦```swift traps=\"no such words\"\nfatalError(\"boom\")\n```\n", "boom"),
    ("```swift traps=\"x\"\nlet a = ¦b\n```\n", "cannot find 'b'"),
    ("```swift norun\nlet a = ¦b\n```\n", "cannot find 'b'"),
    ("```swift norun\nlet a = 1\n```\n\n```swift\nlet b = ¦a\n```\n", "cannot find 'a'"),
    ("```swift fails=\"cannot\"\nlet a = b\n```\n\n[1](claim:¦a)\n", "cannot find 'a'"),
  ])
  func reportsCellsThatDoNotDoAsAnnounced(marked: String, words: String) async throws {
    let errors = try await errors(marked)
    #expect(errors.first?.message.contains(words) == true, "\(errors)")
  }

  // MARK: Books

  @Test func twoCellsOfABookHaveTwoIds() async throws {
    let files = [
      "01-a.md": "```swift id=x\nlet a = 1\n```\n", "02-b.md": "\n```swift id=x\nlet a = 1\n```\n",
    ]
    try await TemporaryBook.with(files) { book in
      let errors = try book.check().report.errors
      #expect(errors.map(\.location) == ["book/02-b.md:2:1"])
    }
  }

  @Test func anIdThatTheLectureLacksIsAnError() async throws {
    let claims = "C001:\n  kind: claim\n  claim: It is so.\n"
    let text =
      "```swift covers=C002\nlet a = 3\n```\n\n[3](claim:a \"C001\"), [3](claim:a \"C009\")\n"
    try await TemporaryBook.with(["01-a.md": text, "claims.yml": claims]) { book in
      let locations = try book.check().report.errors.map(\.location)
      #expect(locations == ["book/01-a.md:1:10", "book/01-a.md:5:35"])
    }
  }

  @Test func invalidUTF8IsAnErrorAtItsByte() async throws {
    try await TemporaryBook.with(["02-b.md": Self.good]) { book in
      try book.write(Data("a\nb".utf8) + [0xFF, 0x0A], to: "01-a.md")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["book/01-a.md:2:2"])
      #expect(report.claims.holds == 1)
    }
  }

  @Test func windowsLineEndingsAndByteOrderMarksChangeNothing() async throws {
    let text = "\u{FEFF}" + SmallBook.chapter.replacing("\n", with: "\r\n")
    try await TemporaryBook.with(["01-small.md": text]) { book in
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
      #expect(report.claims.total == 5)
    }
  }
}
