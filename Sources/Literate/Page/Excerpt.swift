import CellRuntime

/// The start of a text as a card shows it: words, code and formulas, computed values in place, no links.
struct Excerpt {
  private var left: Int
  private var html = ""
  private let values: [SourcePosition: Claim]
  private var typography = Typography()

  /// - Parameters:
  ///   - inlines: The text.
  ///   - checked: The chapter it stands in.
  ///   - length: Characters after which it is cut at a word.
  /// - Returns: Phrasing content.
  static func html(
    _ inlines: [Inline],
    of checked: CheckedChapter?,
    length: Int = 300
  ) -> String {
    let claims = (checked?.claims ?? []).filter { $0.link.scheme == .value }
    let values = Dictionary(
      claims.map { ($0.link.textRange.start, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var excerpt = Excerpt(left: length, values: values)
    excerpt.add(inlines)
    return excerpt.html.trimming(" \n")
  }

  private init(left: Int, values: [SourcePosition: Claim]) {
    self.left = left
    self.values = values
  }

  private mutating func add(_ inlines: [Inline]) {
    for inline in inlines {
      guard left > 0 else { return }
      switch inline {
      case .text(let text): add(typography.set(text).withFirmSpaces)
      case .softBreak, .lineBreak:
        typography.pass(" ")
        add(" ")
      case .code(let code):
        typography.pass(code.last ?? " ")
        html += "<code>\(code.htmlEscaped)</code>"
        cut(code.count)
      case .formula(let latex, _):
        typography.pass("x")
        html += (try? Formula(parsing: latex))?.mathML(display: false) ?? latex.htmlEscaped
        cut(latex.count / 2)
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner): add(inner)
      case .scheme(let link, let inner):
        if let claim = values[link.textRange.start], let value = claim.value,
          let text = ValuePattern(link.options ?? "")?.text(value)
        {
          typography.pass(text.last ?? " ")
          add(text.inWords.withFirmSpaces)
        } else {
          add(inner)
        }
      case .image, .html: break
      }
    }
  }

  private mutating func add(_ text: String) {
    guard text.count > left else {
      html += text.htmlEscaped
      return cut(text.count)
    }
    let start = text.prefix(left)
    let words = start.lastIndex(of: " ").map { start[..<$0] } ?? start
    html += words.htmlEscaped + "…"
    left = 0
  }

  private mutating func cut(_ count: Int) {
    left -= count
    if left <= 0 {
      left = 0
      html += "…"
    }
  }
}
