extension Diagnostic.Fix {
  /// The lines of an `output` fence replaced by what its cell printed, marks of quotations and lists kept.
  static func output(
    _ expected: Cell.ExpectedOutput,
    printed: String,
    in source: SourceText
  ) -> Diagnostic.Fix {
    let fenceLine = source.line(expected.line)
    let before = fenceLine.prefix { $0 != "`" && $0 != "~" }
    let fence = fenceLine.dropFirst(before.count).prefix {
      $0 == fenceLine.dropFirst(before.count).first
    }
    var lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    if printed.contains(where: { $0 == "\r" || $0 == "\r\n" || $0 == "\0" }) {
      return .leave("the output holds characters that a line of Markdown cannot")
    }
    if lines.contains(where: { $0.trimming(" ").hasPrefix(fence) }) {
      return .leave("the output holds a line that would close its fence")
    }
    let old = expected.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    guard source.lines.indices.contains(expected.line + old) else {
      return .leave("the fence is not closed")
    }
    let indentation = String(before.map { $0 == ">" ? ">" : " " })
    return .computed(
      SourceEdit(
        start: SourcePosition(line: expected.line + 1, column: 1),
        end: SourcePosition(line: expected.line + 1 + old, column: 1),
        text: lines.map { indentation + $0 + "\n" }.joined()
      )
    )
  }
}
