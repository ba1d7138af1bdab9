/// Rendering for the page: `<span class="k">let</span>`.
///
/// A class is the kind's first letter: a chapter has two thousand of them, and each letter more is two kilobytes.
extension SwiftTokens {
  /// The source as HTML, one string a line, no span reaching over the end of a line.
  ///
  /// What the style sheet sets like the text around it carries no span: blanks, punctuation, operators, names. A final line break ends the last line and
  /// begins no other.
  package var htmlLines: [String] {
    var lines = [""]
    for token in tokens {
      let parts = text(of: token).split(
        omittingEmptySubsequences: false,
        whereSeparator: \.isNewline
      )
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append("") }
        if part.isEmpty { continue }
        lines[lines.count - 1] += Self.element(token.kind, part.htmlEscaped)
      }
    }
    if source.last?.isNewline == true { lines.removeLast() }
    return lines
  }

  /// The source as HTML.
  package var html: String {
    htmlLines.joined(separator: "\n")
  }

  private static func element(_ kind: Kind, _ text: String) -> String {
    switch kind {
    case .blank, .punctuation, .operator, .identifier, .parameter, .regex: text
    default: "<span class=\"\(kind.rawValue.prefix(1))\">\(text)</span>"
    }
  }
}
