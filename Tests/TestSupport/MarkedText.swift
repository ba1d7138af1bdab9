package import Literate

/// A text with the mark `¦` where something is expected.
///
/// Writing the place into the text keeps every line and column of a test readable and right.
package struct MarkedText: Sendable {
  /// The text without its mark.
  package let text: String
  /// Where the mark stood; nil without one.
  package let place: SourcePosition?

  package init(_ marked: String) {
    guard let mark = marked.firstIndex(of: "¦") else {
      text = marked
      place = nil
      return
    }
    let before = marked[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
    text = String(marked[..<mark] + marked[marked.index(after: mark)...])
    place = SourcePosition(line: before.count, column: (before.last?.count ?? 0) + 1)
  }

  /// `line:column` of the mark.
  package var location: String { place.map { "\($0.line):\($0.column)" } ?? "nowhere" }
}
