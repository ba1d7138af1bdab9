/// Finds the places of words that were read from a text, in the order in which they were read.
///
/// Markdown's inlines do not know where they stand; a word is sought in the source from the place of the
/// last one on.
struct SourceCursor: Sendable {
  private let source: SourceText
  /// Where the search for the next word starts.
  private(set) var position = SourcePosition(line: 1, column: 1)
  /// The line in which the search goes on, so that a long one is cut into characters once.
  private var openLine: (number: Int, characters: [Character]) = (0, [])

  init(_ source: SourceText) {
    self.source = source
  }

  /// Goes on from a place, unless it lies behind.
  mutating func advance(to place: SourcePosition) {
    position = max(position, place)
  }

  /// Goes on from the first line of a block.
  mutating func advance(to block: Block) {
    advance(to: SourcePosition(line: block.lines.lowerBound, column: 1))
  }

  /// Goes on behind a link of the book's own, its options included.
  mutating func advance(past link: SchemeLink) {
    let target = link.targetPosition
    advance(to: SourcePosition(line: target.line, column: target.column + link.target.count))
    if let options = link.options {
      let place = link.optionsPosition
      advance(to: SourcePosition(line: place.line, column: place.column + options.count))
    }
  }

  /// Goes on behind a text that holds nothing of interest.
  mutating func skip(_ text: String) {
    guard let first = text.split(separator: "\n").first else { return }
    _ = place(of: String(first))
  }

  /// Finds a word and goes on behind it; where it is not found, the place so far.
  mutating func place(of word: String) -> SourceRange {
    let wanted = Array(word)
    for line in position.line..<min(position.line + 60, source.lines.count + 1) {
      if openLine.number != line { openLine = (line, Array(source.line(line))) }
      let start = line == position.line ? position.column - 1 : 0
      guard let found = Self.firstOffset(of: wanted, in: openLine.characters, from: start) else {
        continue
      }
      position = SourcePosition(line: line, column: found + 1 + wanted.count)
      return SourceRange(line: line, column: found + 1, length: wanted.count)
    }
    return SourceRange(position)
  }

  /// Finds the words of a number and goes on behind them; where they are not found, the place so far.
  ///
  /// - Parameter phrase: The words; they may go on in the next line.
  /// - Returns: The part on the first line.
  mutating func place(ofPhrase phrase: NumberPhrase) -> SourceRange {
    let last = min(position.line + 60, source.lines.count)
    guard position.line <= last else { return SourceRange(position) }
    for line in position.line...last {
      var lines = [Array(source.line(line))]
      if line < source.lines.count { lines.append(Array(source.line(line + 1))) }
      let start = line == position.line ? position.column - 1 : 0
      guard start <= lines[0].count else { continue }
      for offset in start..<max(start, lines[0].count) {
        guard let end = phrase.end(in: lines, 0, offset) else { continue }
        position = SourcePosition(line: line + end.line, column: end.offset + 1)
        let length = end.line == 0 ? end.offset - offset : lines[0].count - offset
        return SourceRange(line: line, column: offset + 1, length: length)
      }
    }
    return SourceRange(position)
  }

  private static func firstOffset(
    of word: [Character],
    in characters: [Character],
    from start: Int
  ) -> Int? {
    guard let first = word.first, start + word.count <= characters.count else { return nil }
    for offset in start...(characters.count - word.count) where characters[offset] == first {
      if characters[offset..<(offset + word.count)].elementsEqual(word) { return offset }
    }
    return nil
  }
}
