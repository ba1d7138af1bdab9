/// Finds the ids of the lecture that stand in a chapter's prose as plain text: `(C003, Reiner Pope)`.
///
/// Code, formulas, the targets of links and the words of checked numbers do not count.
struct MentionCollector {
  private(set) var mentions: [Mention] = []
  private var cursor: SourceCursor
  private let title: String

  /// Collects in the order of the text.
  ///
  /// - Parameters:
  ///   - document: The chapter's text.
  ///   - source: The chapter's file.
  ///   - title: The chapter's title: a heading that repeats it is not shown.
  init(_ document: Document, source: SourceText, title: String) {
    cursor = SourceCursor(source)
    self.title = title
    visit(document.blocks)
  }

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      cursor.advance(to: block)
      switch block.kind {
      case .heading(1, let inlines) where inlines.plainText == title: break
      case .paragraph(let inlines), .heading(_, let inlines): visit(inlines)
      case .quote(let inner): visit(inner)
      case .box(_, let title, let inner):
        visit(title)
        visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      case .table(let table):
        for cell in table.header { visit(cell) }
        for cell in table.rows.joined() { visit(cell) }
      case .code, .html, .formula, .thematicBreak: break
      }
    }
  }

  private mutating func visit(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .text(let text):
        for range in LectureID.ranges(in: text) {
          let id = String(text[range])
          mentions.append(Mention(id: id, range: cursor.place(of: id)))
        }
      case .emphasis(let inner), .strong(let inner): visit(inner)
      case .link(let url, _, let inner):
        visit(inner)
        cursor.skip(url)
      case .image(let url, _, _): cursor.skip(url)
      case .code(let text), .html(let text): cursor.skip(text)
      case .formula(let latex, let place):
        cursor.advance(to: place)
        cursor.skip(latex)
      case .scheme(let link, let inner):
        if !link.scheme.isChecked { visit(inner) }
        cursor.advance(past: link)
      case .softBreak, .lineBreak: break
      }
    }
  }
}

extension SchemeLink.Scheme {
  /// Whether a cell's value stands behind the words of such a link.
  var isChecked: Bool { [.claim, .value, .given].contains(self) }
}
