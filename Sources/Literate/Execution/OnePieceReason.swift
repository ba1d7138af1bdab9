/// Why a long chapter that is being edited was compiled in one piece, though units would have cost less.
package struct OnePieceReason: Error, Hashable, Sendable {
  /// A sentence without its full stop, such as `'#file' says where in the program it stands`.
  package let words: String
  /// What of the program it speaks of, where that is known.
  let piece: Program.Piece?

  init(_ words: String, at piece: Program.Piece? = nil) {
    self.words = words
    self.piece = piece
  }
}

extension OnePieceReason {
  /// A word by which code asks for its module or file, or waits where a program of one piece would.
  static func word(_ word: String, in program: Program) -> OnePieceReason {
    let words =
      word == "await"
      ? "'await' among its cells waits for the whole program"
      : "'\(word)' says where in the program it stands"
    return OnePieceReason(words, at: program.place { $0.firstRange(of: word)?.lowerBound })
  }

  /// What the compiler said of a unit that it takes as part of one piece.
  static func messages(_ messages: [CompilerMessage], in program: Program) -> OnePieceReason {
    let severities = ["error", "warning"]
    let first = severities.lazy.compactMap { severity in
      messages.first { $0.severity == severity }
    }.first
    guard let first else { return OnePieceReason("the compiler fails on a unit of it") }
    return OnePieceReason(
      "in a unit of it, \(first.text)",
      at: program.piece(file: first.file, line: first.line, column: first.column)
    )
  }

  /// Names that cells of several units declare, the last of them from a cell on.
  static func names(_ names: Set<String>, from cell: Int, in program: Program) -> OnePieceReason {
    let sorted = names.sorted()
    let words = "more than one unit declares " + sorted.map { "'\($0)'" }.joined(separator: ", ")
    let declaration = "\\b(?:let|var|func|struct|class|enum|protocol|typealias|actor|case)\\s+"
    guard let name = sorted.first,
      let pattern = try? Regex("\(declaration)`?\(name)\\b")
    else { return OnePieceReason(words) }
    return OnePieceReason(
      words,
      at: program.place(from: cell) { $0.firstRange(of: pattern)?.lowerBound }
    )
  }
}

extension Program {
  /// The first place that a search finds in its cells, from one of them on, or else in its expressions.
  fileprivate func place(from cell: Int = 0, _ search: (String) -> String.Index?) -> Piece? {
    for cell in cells[cell...] {
      guard let place = search(cell.code) else { continue }
      let lines = cell.code[..<place].split(separator: "\n", omittingEmptySubsequences: false)
      return .cell(cell.id, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
    return slots.firstIndex { search($0.expression) != nil }.map { .slot($0, column: nil) }
  }
}

extension CheckedChapter {
  /// Why it was compiled in one piece, and the line that says so where there is one.
  package var onePiece: (words: String, line: Int?)? {
    guard let reason = cache?.onePiece else { return nil }
    let mapper = MessageMapper(chapter: chapter, program: chapter.program)
    return (reason.words, reason.piece.flatMap(mapper.range)?.start.line)
  }
}
