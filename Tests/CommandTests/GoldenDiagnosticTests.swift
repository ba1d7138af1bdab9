import Foundation
import Literate
import TestSupport
import Testing

/// The voice of the tool: what it prints of tiny books, word for word.
///
/// Whoever changes a text changes it in `Fixtures/Diagnostics`, where it stands beside the book that it is about.
@Suite struct GoldenDiagnosticTests {
  @Test(arguments: DiagnosticCase.all)
  func aTinyBookSaysWhatItShould(_ wrong: DiagnosticCase) async throws {
    try await TemporaryBook.with([:]) { book in
      for (name, text) in wrong.files {
        let folder = URL(fileURLWithPath: "\(book.folder)/\(name)").deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try book.write(text, to: name)
      }
      let result = try book.tool("check")
      #expect(result.errors == wrong.said)
      #expect(result.status == wrong.status)
    }
  }

  /// What a file of text cannot hold or a second run says: those have tests of their own.
  static let elsewhere: Set<String> = ["encoding", "file", "paranoid"]

  @Test func everyRuleIsHeard() {
    let said = DiagnosticCase.all.map(\.said).joined()
    for rule in DiagnosticRule.all where !Self.elsewhere.contains(rule.id) {
      #expect(said.contains("[\(rule.id)]"), "no case of '\(rule.id)'")
    }
  }
}
