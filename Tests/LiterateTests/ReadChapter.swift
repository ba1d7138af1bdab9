import Literate
import TestSupport

/// A chapter as reading alone takes it, from a text in a test.
func readChapter(_ text: String) -> Chapter {
  Chapter(SourceText(file: "book/01-test.md", text: text))
}

/// What reading reports about a text, as `line:column id`.
func places(_ diagnostics: [Diagnostic]) -> [String] {
  diagnostics.inOrder.map { "\($0.range.start.line):\($0.range.start.column) \($0.id)" }
}
