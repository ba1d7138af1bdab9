/// A stretch of a file and the text that takes its place.
///
/// Places are those of `SourceText`: line endings count as `\n`, and so they stand in the new text.
package struct SourceEdit: Sendable, Equatable {
  package var start: SourcePosition
  /// The first place behind the stretch.
  package var end: SourcePosition
  package var text: String

  package init(start: SourcePosition, end: SourcePosition, text: String) {
    self.start = start
    self.end = end
    self.text = text
  }

  /// The words of a link that stand on one line; nil when they do not.
  init?(wordsOf link: SchemeLink, become text: String) {
    guard link.textRange.length > 1 else { return nil }
    let place = link.textRange.start
    start = SourcePosition(line: place.line, column: place.column + 1)
    end = SourcePosition(line: place.line, column: place.column + link.textRange.length - 1)
    self.text = text
  }
}
