import Literate
import TestSupport
import Testing

/// The voice of the tool: what it prints of a tiny book, word for word.
///
/// Each entry is a book of one chapter and all that a person then reads on standard error, the count at the
/// end left out. Whoever changes a text changes it here, where it stands beside the others.
@Suite struct GoldenDiagnosticTests {
  @Test(arguments: DiagnosticGallery.all)
  func aTinyBookSaysWhatItShould(_ exhibit: DiagnosticGallery.Exhibit) async throws {
    try await TemporaryBook.with(exhibit.files) { book in
      let result = try book.tool("check")
      #expect(result.status == 1, "\(result.errors)")
      var lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
      // `N errors`, and the end of its line.
      lines.removeLast(min(2, lines.count))
      let said = lines.joined(separator: "\n").replacing("book/01-a.md:", with: "")
      #expect(said == exhibit.said, "\(exhibit.name)")
    }
  }
}
