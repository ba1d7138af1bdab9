/// Markdown's blocks and inlines as HTML, written as the CommonMark examples expect it.
///
/// A page hangs what is its own (cells, claims, figures, boxes) into `block` and `inline`; each answers nil to
/// leave a node to this renderer.
package struct MarkdownHTML {
  package typealias BlockHook = (Block, inout MarkdownHTML) -> Bool
  package typealias InlineHook = (Inline, inout MarkdownHTML) -> Bool

  package private(set) var output = ""
  private let block: BlockHook?
  private let inline: InlineHook?

  package init(block: BlockHook? = nil, inline: InlineHook? = nil) {
    self.block = block
    self.inline = inline
  }

  /// A whole document in plain CommonMark, raw HTML passed through.
  package static func plain(_ document: Document) -> String {
    var html = MarkdownHTML()
    html.write(document.blocks)
    return html.output
  }

  package mutating func write(_ text: String) {
    output += text
  }

  package mutating func startLine() {
    if !output.isEmpty, output.utf8.last != UInt8(ascii: "\n") { output += "\n" }
  }

  // MARK: - Blocks

  package mutating func write(_ blocks: [Block], isTight: Bool = false) {
    for each in blocks {
      if let block, block(each, &self) { continue }
      write(each, isTight: isTight)
    }
  }

  private mutating func write(_ block: Block, isTight: Bool) {
    switch block.kind {
    case .paragraph(let inlines):
      if isTight {
        write(inlines)
      } else {
        startLine()
        output += "<p>"
        write(inlines)
        output += "</p>\n"
      }
    case .heading(let level, let inlines):
      startLine()
      output += "<h\(level)>"
      write(inlines)
      output += "</h\(level)>\n"
    case .code(let code):
      startLine()
      let language = code.language
      let attribute = language.isEmpty ? "" : " class=\"language-\(language.htmlEscaped)\""
      output += "<pre><code\(attribute)>\(code.text.htmlEscaped)</code></pre>\n"
    case .html(let html):
      startLine()
      output += html
      startLine()
    case .quote(let blocks), .box(_, _, let blocks):
      startLine()
      output += "<blockquote>\n"
      write(blocks)
      startLine()
      output += "</blockquote>\n"
    case .list(let list, let items):
      startLine()
      let tag = list.isOrdered ? "ol" : "ul"
      let start = list.isOrdered && list.start != 1 ? " start=\"\(list.start)\"" : ""
      output += "<\(tag)\(start)>\n"
      for item in items {
        startLine()
        output += "<li>"
        write(item, isTight: list.isTight)
        output += "</li>\n"
      }
      output += "</\(tag)>\n"
    case .table(let table): write(table)
    case .formula(let latex, _):
      startLine()
      output += "<pre><code class=\"language-math\">\(latex.htmlEscaped)</code></pre>\n"
    case .thematicBreak:
      startLine()
      output += "<hr />\n"
    }
  }

  private mutating func write(_ table: PipeTable) {
    func attribute(_ column: Int) -> String {
      switch table.alignments[column] {
      case .none: ""
      case .left: " class=\"left\""
      case .center: " class=\"center\""
      case .right: " class=\"right\""
      }
    }
    startLine()
    output += "<div class=\"table\"><table>\n<thead><tr>"
    for (column, cell) in table.header.enumerated() {
      output += "<th scope=\"col\"\(attribute(column))>"
      write(cell)
      output += "</th>"
    }
    output += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      output += "<tr>"
      for (column, cell) in row.enumerated() {
        output += "<td\(attribute(column))>"
        write(cell)
        output += "</td>"
      }
      output += "</tr>\n"
    }
    output += "</tbody></table></div>\n"
  }

  // MARK: - Inlines

  package mutating func write(_ inlines: [Inline]) {
    for each in inlines {
      if let inline, inline(each, &self) { continue }
      write(each)
    }
  }

  private mutating func write(_ inline: Inline) {
    switch inline {
    case .text(let text): output += text.htmlEscaped
    case .softBreak: output += "\n"
    case .lineBreak: output += "<br />\n"
    case .code(let code): output += "<code>\(code.htmlEscaped)</code>"
    case .html(let html): output += html
    case .emphasis(let inlines): write(inlines, in: "em")
    case .strong(let inlines): write(inlines, in: "strong")
    case .link(let url, let title, let inlines):
      output += "<a href=\"\(url.htmlEscapedURL)\"\(Self.attribute(title))>"
      write(inlines)
      output += "</a>"
    case .image(let url, let title, let inlines):
      let alt = Self.alternative(inlines)
      output += "<img src=\"\(url.htmlEscapedURL)\" alt=\"\(alt)\"\(Self.attribute(title)) />"
    case .scheme(_, let inlines): write(inlines)
    case .formula(let latex, _): output += "$<code>\(latex.htmlEscaped)</code>$"
    }
  }

  private mutating func write(_ inlines: [Inline], in tag: String) {
    output += "<\(tag)>"
    write(inlines)
    output += "</\(tag)>"
  }

  private static func attribute(_ title: String) -> String {
    title.isEmpty ? "" : " title=\"\(title.htmlEscaped)\""
  }

  /// The words of an image's description.
  private static func alternative(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .html(let html): html.htmlEscaped
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner),
        .image(_, _, let inner), .scheme(_, let inner):
        alternative(inner)
      default: inline.plainText.htmlEscaped
      }
    }.joined()
  }
}
