import Foundation
import Literate
import Testing

/// The specification's own examples, held against the renderer in plain mode.
@Suite struct CommonMarkTests {
  struct Example: Decodable, Sendable, CustomTestStringConvertible {
    let example: Int
    let section: String
    let markdown: String
    let html: String

    var testDescription: String { "\(example), \(section)" }
  }

  static let examples: [Example] = {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/CommonMark/commonmark-0.30.json")
    do {
      return try JSONDecoder().decode([Example].self, from: Data(contentsOf: fixture))
    } catch {
      Issue.record("the examples cannot be read: \(error)")
      return []
    }
  }()

  @Test func hasEveryExampleOfTheSpecification() {
    #expect(Self.examples.count == 652)
  }

  @Test(arguments: examples)
  func rendersAsTheSpecificationSays(example: Example) {
    let source = SourceText(file: "example.md", text: example.markdown)
    let document = MarkdownParser.document(source, dialect: .plain)
    #expect(MarkdownHTML.plain(document) == example.html)
  }
}
