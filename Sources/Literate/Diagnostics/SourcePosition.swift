/// A place in a file of the book: line and column count from 1, columns count characters.
package struct SourcePosition: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of one line of a file: where it starts and how many characters it has.
package struct SourceRange: Hashable, Sendable {
  package var start: SourcePosition
  package var length: Int

  package init(_ start: SourcePosition, length: Int = 1) {
    self.start = start
    self.length = max(1, length)
  }

  package init(line: Int, column: Int = 1, length: Int = 1) {
    self.init(SourcePosition(line: line, column: column), length: length)
  }
}
