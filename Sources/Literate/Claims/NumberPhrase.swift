/// The words of a number as they are sought in a chapter's source, where they may go on in the next line.
struct NumberPhrase {
  /// What blanks separate.
  let words: [[Character]]

  init(_ text: String) {
    words = text.split { $0.isWhitespace }.map(Array.init)
  }

  var oneLine: String { words.map { String($0) }.joined(separator: " ") }

  /// How often the phrase stands in a text.
  func occurrences(in text: Substring) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var count = 0
    var (line, offset) = (0, 0)
    while line < lines.count {
      if let end = end(in: lines, line, offset) {
        count += 1
        (line, offset) = end
      } else if offset < lines[line].count {
        offset += 1
      } else {
        (line, offset) = (line + 1, 0)
      }
    }
    return count
  }

  /// Where the phrase ends that begins at a place; nil if it does not begin there.
  ///
  /// - Parameters:
  ///   - lines: The characters of each line.
  ///   - line: The index of a line.
  ///   - offset: The index of a character in it.
  /// - Returns: The place behind its last character.
  func end(in lines: [[Character]], _ line: Int, _ offset: Int) -> (line: Int, offset: Int)? {
    var (line, offset) = (line, offset)
    guard let first = words.first?.first, offset < lines[line].count,
      lines[line][offset] == first, isBoundary(lines[line], offset)
    else { return nil }
    for (index, word) in words.enumerated() {
      if index > 0 {
        let start = offset
        skipBlanks(lines[line], &offset)
        if offset == lines[line].count, line + 1 < lines.count {
          (line, offset) = (line + 1, 0)
          // The marks of a quote or box.
          while offset < lines[line].count,
            lines[line][offset].isWhitespace || lines[line][offset] == ">"
          {
            offset += 1
          }
        } else if offset == start {
          return nil
        }
      }
      guard offset + word.count <= lines[line].count,
        lines[line][offset..<(offset + word.count)].elementsEqual(word)
      else { return nil }
      offset += word.count
    }
    return isBoundary(lines[line], offset) ? (line, offset) : nil
  }

  private func skipBlanks(_ line: [Character], _ offset: inout Int) {
    while offset < line.count, line[offset].isWhitespace { offset += 1 }
  }

  /// Whether no word goes on here; digits may stand inside one (`5GB`).
  private func isBoundary(_ line: [Character], _ offset: Int) -> Bool {
    guard offset > 0, offset < line.count else { return true }
    return !(line[offset - 1].isLetter && line[offset].isLetter)
  }
}
