import CCmark

/// Markdown to `Document`.
///
/// The only file that knows libcmark, and the only one with its pointers.
///
/// In the book's dialect the result also has pipe tables, GitHub's alerts and formulas, and the book's own
/// links with their exact places; plain CommonMark is left as it is.
package struct MarkdownParser {
  package enum Dialect: Sendable {
    case book, plain
  }

  let dialect: Dialect
  let source: SourceText
  let scanner: SchemeLinkScanner?
  let protectedLines: [String]
  var diagnostics: [Diagnostic] = []
  var linked: Set<Int> = []
  var quoted: Set<Int> = []

  /// Deeper nesting than this is refused: no page needs it, and every stage walks the tree.
  static let deepestNesting = 200

  private init(_ source: SourceText, _ dialect: Dialect) {
    self.source = source
    self.dialect = dialect
    scanner = dialect == .book ? SchemeLinkScanner(source) : nil
    protectedLines =
      scanner?.protected.lines ?? source.lines
  }

  /// Parses a file, front matter aside: `bodyLine` is the first line that is Markdown.
  package static func document(
    _ source: SourceText,
    dialect: Dialect = .book,
    bodyLine: Int = 1
  ) -> Document {
    var parser = MarkdownParser(source, dialect)
    // Blank lines in place of the front matter keep every line number.
    let body = parser.protectedLines.dropFirst(bodyLine - 1).joined(separator: "\n")
    let text = String(repeating: "\n", count: bodyLine - 1) + body
    var blocks: [Block] = []
    unsafe parser.withTree(of: text) { parser, root in
      blocks = unsafe parser.blocks(of: root, depth: 0)
    }
    parser.reportLinksThatAreNone()
    return Document(blocks: blocks, diagnostics: parser.diagnostics)
  }

  /// Parses `text` as running text alone: no list, heading or rule can start in it.
  mutating func inlines(of text: String, line: Int) -> [Inline] {
    var result: [Inline] = []
    // A full stop in front keeps any block marker from being one.
    unsafe withTree(of: "." + text) { parser, root in
      guard let paragraph = unsafe cmark_node_first_child(root) else { return }
      result = unsafe parser.inlines(of: paragraph, line: line, depth: 0)
    }
    if case .text(let first)? = result.first {
      result[0] = .text(String(first.dropFirst()))
      if first == "." { result.removeFirst() }
    }
    return result
  }

  private mutating func withTree(
    of text: String,
    _ body: (inout MarkdownParser, OpaquePointer) -> Void
  ) {
    var text = text
    let root = text.withUTF8 { bytes in
      unsafe cmark_parse_document(bytes.baseAddress, bytes.count, CMARK_OPT_DEFAULT)
    }
    guard let root = unsafe root else { return }
    unsafe body(&self, root)
    unsafe cmark_node_free(root)
  }

  // MARK: - Blocks

  private mutating func blocks(of parent: OpaquePointer, depth: Int) -> [Block] {
    var result: [Block] = []
    var child = unsafe cmark_node_first_child(parent)
    while let node = unsafe child {
      let first = max(1, Int(unsafe cmark_node_get_start_line(node)))
      let last = max(first, Int(unsafe cmark_node_get_end_line(node)))
      if depth > Self.deepestNesting {
        report(
          SourceRange(line: first),
          "nesting",
          "this is nested more than \(Self.deepestNesting) levels deep"
        )
        return result
      }
      result += unsafe block(node, lines: first...last, depth: depth)
      unsafe child = cmark_node_next(node)
    }
    return result
  }

  private mutating func block(
    _ node: OpaquePointer,
    lines: ClosedRange<Int>,
    depth: Int
  ) -> [Block] {
    func one(_ kind: Block.Kind) -> [Block] { [Block(kind: kind, lines: lines)] }
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH:
      let column = Int(unsafe cmark_node_get_start_column(node))
      if dialect == .book, let table = tableBlocks(lines: lines, column: column) { return table }
      return one(.paragraph(unsafe inlines(of: node, line: lines.lowerBound, depth: depth)))
    case CMARK_NODE_HEADING:
      let inlines = unsafe inlines(of: node, line: lines.lowerBound, depth: depth)
      return one(.heading(level: Int(unsafe cmark_node_get_heading_level(node)), inlines))
    case CMARK_NODE_CODE_BLOCK:
      let code = CodeBlock(
        info: restored(unsafe string(cmark_node_get_fence_info(node))),
        text: restored(unsafe string(cmark_node_get_literal(node))),
        line: lines.lowerBound,
        indentation: Int(unsafe cmark_node_get_start_column(node)) - 1,
        isFenced: unsafe isFenced(node, line: lines.lowerBound)
      )
      if dialect == .book, code.language == "math" {
        return one(.formula(code.text, line: code.contentLine))
      }
      return one(.code(code))
    case CMARK_NODE_HTML_BLOCK:
      let html = restored(unsafe string(cmark_node_get_literal(node)))
      refuseUnlessComment(html, SourceRange(line: lines.lowerBound))
      return one(.html(html))
    case CMARK_NODE_BLOCK_QUOTE:
      let content = unsafe blocks(of: node, depth: depth + 1)
      return one(dialect == .book ? box(content) : .quote(content))
    case CMARK_NODE_LIST:
      var items: [[Block]] = []
      var item = unsafe cmark_node_first_child(node)
      while let current = unsafe item {
        items.append(unsafe blocks(of: current, depth: depth + 1))
        unsafe item = cmark_node_next(current)
      }
      let list = Block.List(
        isOrdered: unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
        start: Int(unsafe cmark_node_get_list_start(node)),
        isTight: unsafe cmark_node_get_list_tight(node) != 0
      )
      return one(.list(list, items: items))
    default:
      return one(.thematicBreak)
    }
  }

  /// Whether a code block stands between fences: its line starts with one.
  private func isFenced(_ node: OpaquePointer, line: Int) -> Bool {
    let column = Int(unsafe cmark_node_get_start_column(node))
    let text = protectedLines.indices.contains(line - 1) ? protectedLines[line - 1] : ""
    let rest = text.utf8.dropFirst(column - 1).drop { $0 == UInt8(ascii: " ") }
    return rest.starts(with: "```".utf8) || rest.starts(with: "~~~".utf8)
  }

  // MARK: - Inlines

  private mutating func inlines(of parent: OpaquePointer, line: Int, depth: Int) -> [Inline] {
    var result: [Inline] = []
    var child = unsafe cmark_node_first_child(parent)
    while let node = unsafe child {
      if depth > Self.deepestNesting {
        report(
          SourceRange(line: line),
          "nesting",
          "this is nested more than \(Self.deepestNesting) levels deep"
        )
        return result
      }
      result.append(unsafe inline(node, line: line, depth: depth))
      unsafe child = cmark_node_next(node)
    }
    return dialect == .book ? withFormulas(result, line: line) : result
  }

  private mutating func inline(_ node: OpaquePointer, line: Int, depth: Int) -> Inline {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return .text(restoredText(unsafe string(cmark_node_get_literal(node))))
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code(restored(unsafe string(cmark_node_get_literal(node))))
    case CMARK_NODE_HTML_INLINE:
      let literal = unsafe string(cmark_node_get_literal(node))
      // `<claim:a>` in a link that became none looks like a tag: the link is what is wrong.
      let isComment = literal.hasPrefix("<!--")
      let html = isComment ? restored(literal) : restoredText(literal)
      if html == literal { refuseUnlessComment(html, place(of: html, from: line)) }
      return .html(html)
    case CMARK_NODE_EMPH: return .emphasis(unsafe inlines(of: node, line: line, depth: depth + 1))
    case CMARK_NODE_STRONG: return .strong(unsafe inlines(of: node, line: line, depth: depth + 1))
    case CMARK_NODE_LINK:
      return link(
        unsafe string(cmark_node_get_url(node)),
        title: unsafe string(cmark_node_get_title(node)),
        unsafe inlines(of: node, line: line, depth: depth + 1),
        line: line
      )
    case CMARK_NODE_IMAGE:
      let url = unsafe string(cmark_node_get_url(node))
      let words = unsafe inlines(of: node, line: line, depth: depth + 1)
      if dialect == .book { refuseImage(url, words, line: line) }
      return .image(url: url, title: unsafe string(cmark_node_get_title(node)), words)
    default: return .text("")
    }
  }

  private func string(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }
}
