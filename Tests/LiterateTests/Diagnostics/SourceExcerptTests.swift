import Literate
import Testing

/// The caret stands under what it means, whatever the line holds.
@Suite struct SourceExcerptTests {
  @Test(arguments: [
    ("A 12 here.", 3, 2, "A 12 here.", "  ^~"),
    ("\tA\t12", 4, 2, "    A   12", "        ^~"),
    ("東京 12", 4, 2, "東京 12", "     ^~"),
    ("東京 12", 1, 2, "東京 12", "^~~~"),
    ("e\u{301}e\u{301} 12", 4, 2, "e\u{301}e\u{301} 12", "   ^~"),
    ("👩‍👩‍👧 12", 3, 2, "👩‍👩‍👧 12", "   ^~"),
    ("end", 4, 1, "end", "   ^"),
    ("end", 9, 4, "end", "   ^"),
    ("", 1, 1, "", "^"),
    ("a\u{1B}[1mb", 5, 1, "a\u{FFFD}[1mb", "    ^"),
  ])
  func marksTheWholeStretch(
    text: String,
    column: Int,
    length: Int,
    line: String,
    marks: String
  ) {
    let range = SourceRange(line: 1, column: column, length: length)
    let excerpt = SourceExcerpt(text, around: range)
    #expect(excerpt.line == line)
    #expect(excerpt.indent + excerpt.marks == marks)
  }

  @Test(arguments: [1, 2, 60, 119, 120, 121, 300, 595, 600, 601], [1, 5, 80, 500])
  func aLongLineIsCutAroundTheStretch(column: Int, length: Int) {
    let text = (0..<600).map { String($0 % 10) }.joined()
    let range = SourceRange(line: 1, column: column, length: length)
    let excerpt = SourceExcerpt(text, around: range)
    #expect(excerpt.line.count <= SourceExcerpt.width + 2)
    #expect(excerpt.indent.count + excerpt.marks.count <= excerpt.line.count + 1)
    if column <= 600 {
      // What stands above the caret is the character that was meant.
      let above = excerpt.line.dropFirst(excerpt.indent.count).first
      #expect(above == Character(String((column - 1) % 10)))
    }
    #expect(excerpt.line.hasPrefix("…") == (excerpt.line.first != "0" || excerpt.line.count > 600))
  }
}
