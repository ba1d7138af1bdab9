import CellRuntime
import Quantities

extension Diagnostic {
  /// Adds what stands behind a claim that does not hold: dimensions side by side, where the value comes
  /// from, and what the tool would write.
  mutating func explain(
    _ claim: Claim,
    _ statement: ClaimStatement,
    _ value: RecordedValue,
    in chapter: Chapter
  ) {
    if case .scalar(let computed, _) = value.content, statement.unit != nil,
      computed.dimensions != statement.dimensions, computed.dimensions != .none
    {
      details =
        DimensionComparison(stated: statement.dimensions, computed: computed.dimensions)
        .lines
    }
    notes = Self.declaration(behind: claim.link, in: chapter).map { [$0] } ?? []
    fix = Self.fix(claim, statement, value, in: chapter.source)
  }

  private static func fix(
    _ claim: Claim,
    _ statement: ClaimStatement,
    _ value: RecordedValue,
    in source: SourceText
  ) -> Fix {
    let range = claim.link.textRange
    guard range.length > 1 else { return .leave("its text runs over two lines") }
    let words = source.line(range.start.line).dropFirst(range.start.column).prefix(range.length - 2)
    switch ClaimCorrection.of(String(words), statement, claim.options, value) {
    case .rewrite(let text):
      return SourceEdit(wordsOf: claim.link, become: text).map { .stated($0) }
        ?? .leave("its text runs over two lines")
    case .leave(let reason): return .leave(reason)
    }
  }

  /// Where a cell above declares the first name of an expression that a cell declares.
  private static func declaration(behind link: SchemeLink, in chapter: Chapter) -> Note? {
    let above = chapter.cells.filter {
      $0.isInProgram && $0.fence.start.line < link.targetPosition.line
    }.map { ($0, SwiftTokens($0.code)) }
    let expression = SwiftTokens(link.target)
    for token in expression.tokens where token.kind == .identifier {
      let name = expression.source[token.range]
      for (cell, code) in above.reversed() {
        guard let offset = code.declaration(of: name) else { continue }
        let before = code.source.prefix(offset)
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        let line = before.count { $0 == "\n" } + 1
        let range = cell.range(line: line, column: column, length: name.count)
        return Note(
          file: chapter.source.file,
          range: range,
          message: "'\(name)' comes from here",
          lineText: chapter.source.line(range.start.line)
        )
      }
    }
    return nil
  }
}

extension SwiftTokens {
  /// Where a name stands after `let`, `var` or `func`, counted in characters from 0.
  fileprivate func declaration(of name: Substring) -> Int? {
    let words = tokens.filter { $0.kind != .blank && $0.kind != .comment }
    for (before, token) in zip(words, words.dropFirst())
    where source[token.range] == name && ["let", "var", "func"].contains(source[before.range]) {
      return source.distance(from: source.startIndex, to: token.range.lowerBound)
    }
    return nil
  }
}
