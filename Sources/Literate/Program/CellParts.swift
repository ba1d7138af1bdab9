/// Where a cell can be cut into parts: before statements that stand on lines of their own.
///
/// What a part reads of the catalogue is told from what the other parts read. A cut that is not made only makes
/// parts larger; one inside a statement would break the author's program, so that only what cannot be the middle
/// of anything begins a part.
package struct CellParts {
  /// The lines, counted from 1, on which parts begin, but for the first part.
  package private(set) var starts: [Int] = []

  private static let heads: Set<Substring> = [
    "let", "var", "func", "struct", "enum", "class", "extension", "typealias", "for", "if",
    "switch", "guard", "do", "repeat", "try",
  ]
  /// What a declaration may have on a line above it.
  private static let modifiers: Set<Substring> = [
    "nonisolated", "private", "fileprivate", "internal", "package", "public", "unowned", "weak",
    "lazy", "final", "indirect", "open",
  ]

  private static let lineEnd = UInt8(ascii: "\n")
  private static let concurrent: Set<Substring> = [
    "async", "await", "Task", "Thread", "DispatchQueue", "withTaskGroup",
  ]

  package init(_ code: String) { self.init(SwiftTokens(code)) }

  init(_ source: SwiftTokens) {
    let code = source.source
    // Conditions of compilation may cut through anything, and what another task reads falls to any part.
    guard source.unbalanced == nil,
      !source.tokens.contains(where: {
        switch $0.kind {
        case .directive: true
        case .identifier, .type, .keyword: Self.concurrent.contains(source.text(of: $0))
        default: false
        }
      })
    else { return }
    let tokens = source.tokens.filter { ![.blank, .comment].contains($0.kind) }
    var depth = 0
    var line = 1
    var place = code.startIndex
    /// The first token of the last line that began outside all brackets.
    var head: SwiftTokens.Token?
    for (index, token) in tokens.enumerated() {
      let text = source.text(of: token)
      line += code.utf8[place..<token.range.lowerBound].count { $0 == Self.lineEnd }
      place = token.range.lowerBound
      if depth == 0, place == code.startIndex || code.utf8[..<place].last == Self.lineEnd {
        let next = index + 1 < tokens.count ? source.text(of: tokens[index + 1]) : ""
        if let head, !Self.isPrefix(head, source), Self.begins(token, source, before: next),
          Self.ends(tokens[index - 1], source, before: token)
        {
          starts.append(line)
        }
        head = token
      }
      if token.kind == .punctuation {
        switch text {
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth -= 1
        default: break
        }
      }
    }
  }

  /// Whether a token may be the first of a statement; a name before a colon may be the label of a closure.
  private static func begins(
    _ token: SwiftTokens.Token,
    _ source: SwiftTokens,
    before next: Substring
  ) -> Bool {
    token.kind == .identifier ? next != ":" : heads.contains(source.text(of: token))
  }

  /// Whether a statement can end with a token, when the next line begins with one of those above.
  private static func ends(
    _ token: SwiftTokens.Token,
    _ source: SwiftTokens,
    before next: SwiftTokens.Token
  ) -> Bool {
    let text = source.text(of: token)
    return switch token.kind {
    case .identifier, .type, .string, .number, .parameter, .regex: true
    case .keyword: SwiftKeywords.values.contains(String(text))
    case .punctuation: [")", "]", "}"].contains(text)
    // `sheet.memory!` and then no operand.
    case .operator: text == "!" && next.kind == .keyword
    default: false
    }
  }

  /// Whether a line that begins so may belong to the declaration below it.
  private static func isPrefix(_ token: SwiftTokens.Token, _ source: SwiftTokens) -> Bool {
    token.kind == .attribute || modifiers.contains(source.text(of: token))
  }
}
