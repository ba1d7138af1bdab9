/// `NAME=VALUE` of the command line: another initialiser for a `let` of a parameters cell.
package struct ParameterSetting: Sendable {
  package let name: String
  package let value: String

  package init(_ text: String) throws {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw ChapterRun.UsageError(message: "'--set \(text)' is not NAME=VALUE")
    }
    name = String(text[..<equals]).trimming(" ")
    value = String(text[text.index(after: equals)...]).trimming(" ")
    let open = SwiftTokens(value).unbalanced
    guard !value.isEmpty, open == nil, !value.contains("\n"), !value.contains(";") else {
      throw ChapterRun.UsageError(message: "'\(value)' is no Swift expression for '\(name)'")
    }
  }

  /// The `let`s of a parameters cell: the name, and the range of the initialiser in the code.
  static func parameters(of code: String) -> [(name: String, initialiser: Range<String.Index>)] {
    var result: [(String, Range<String.Index>)] = []
    let tokens = SwiftTokens(code)
    let visible = tokens.tokens.filter { $0.kind != .blank && $0.kind != .comment }
    for index in visible.indices where tokens.text(of: visible[index]) == "let" {
      guard index + 1 < visible.count else { continue }
      let name = String(tokens.text(of: visible[index + 1]))
      // From the `=` to the end of its line, without a comment there.
      guard
        let equals = visible[(index + 2)...].first(where: { tokens.text(of: $0) == "=" }),
        !code[visible[index].range.lowerBound..<equals.range.lowerBound].contains("\n")
      else { continue }
      let lineEnd = code[equals.range.upperBound...].firstIndex(of: "\n") ?? code.endIndex
      let last = visible.last {
        $0.range.lowerBound >= equals.range.upperBound && $0.range.upperBound <= lineEnd
      }
      guard let last else { continue }
      let start = visible.first { $0.range.lowerBound >= equals.range.upperBound }?.range.lowerBound
      result.append((name, (start ?? lineEnd)..<last.range.upperBound))
    }
    return result
  }
}
