import Foundation
import Literate
import TestSupport
import Testing

/// Files as editors leave them.
@Suite struct SourceTextTests {
  static let plain = "# Title\n\nA [3](claim:x \"bogus\") here.\n"

  @Test(arguments: [
    plain.replacing("\n", with: "\r\n"), plain.replacing("\n", with: "\r"), "\u{FEFF}" + plain,
    "\u{FEFF}" + plain.replacing("\n", with: "\r\n"),
  ])
  func readsEveryLineEndingAndDropsAByteOrderMark(text: String) {
    let chapter = readChapter(text)
    #expect(places(chapter.diagnostics) == ["3:16 claim-option"])
    #expect(chapter.title == "Title")
  }

  @Test func countsATabAsOneColumn() {
    let chapter = readChapter("A\t[3](claim:x)\tand\t[4](claim:y \"bogus\")\n")
    #expect(chapter.claims.map(\.link.textRange.start.column) == [3, 20])
    #expect(places(chapter.diagnostics) == ["1:33 claim-option"])
  }

  @Test func countsCharactersAndNotBytes() {
    let chapter = readChapter("Größe 👩‍🔬 – [3](claim:x)\n")
    #expect(chapter.claims.map(\.link.textRange.start.column) == [11])
  }

  @Test(arguments: [
    (Data([0x61, 0x0A, 0x62, 0x63, 0xFF, 0x0A]), 2, 3), (Data([0xC3]), 1, 1),
    (Data([0x0A, 0xED, 0xA0, 0x80]), 2, 1), (Data("ä\r\n".utf8) + [0x80], 2, 1),
  ])
  func namesTheFirstByteThatIsNoUTF8(bytes: Data, line: Int, column: Int) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/01-x.md"
      try bytes.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: DiagnosticError.self) { try SourceText(reading: path) }
      #expect(error.map { places($0.diagnostics) } == ["\(line):\(column) encoding"])
    }
  }

  @Test func reportsAMissingFile() {
    #expect(throws: DiagnosticError.self) { try SourceText(reading: "/nowhere/at/all.md") }
  }

  @Test(arguments: ["", "\n\n", "   \n", "\u{FEFF}"])
  func warnsOfAnEmptyChapter(text: String) {
    let diagnostics = readChapter(text).diagnostics
    #expect(diagnostics.map(\.severity) == [.warning])
    #expect(places(diagnostics) == ["1:1 empty"])
  }
}
