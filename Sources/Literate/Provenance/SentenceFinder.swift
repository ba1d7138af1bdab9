/// The sentences around the checked numbers of a chapter, as a reader sees them.
struct SentenceFinder {
  /// In the order of the chapter's claims.
  private(set) var sentences: [String] = []

  init(_ document: Document) {
    visit(document.blocks)
  }

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      switch block.kind {
      case .paragraph(let inlines), .heading(_, let inlines): read(inlines)
      case .quote(let inner): visit(inner)
      case .box(_, let title, let inner):
        read(title)
        visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      case .table(let table):
        for cell in table.header + table.rows.joined() { read(cell) }
      case .code, .html, .formula, .thematicBreak: break
      }
    }
  }

  private mutating func read(_ inlines: [Inline]) {
    var places: [Int] = []
    var text = ""
    Self.collect(inlines, &text, &places)
    let characters = Array(text)
    sentences += places.map { Self.sentence(around: $0, in: characters) }
  }

  private static func collect(_ inlines: [Inline], _ text: inout String, _ places: inout [Int]) {
    for inline in inlines {
      switch inline {
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner),
        .image(_, _, let inner):
        collect(inner, &text, &places)
      case .scheme(let link, let inner):
        // A link without a target is no claim: the parser has reported it.
        if link.scheme.isChecked, !link.target.isEmpty { places.append(text.count) }
        collect(inner, &text, &places)
      default: text += inline.plainText
      }
    }
  }

  /// From the end of the sentence before to the end of this one.
  private static func sentence(around place: Int, in text: [Character]) -> String {
    func ends(at index: Int) -> Bool {
      switch text[index] {
      case ".", "?", "!": index + 1 == text.count || text[index + 1] == " "
      default: false
      }
    }
    var (start, end) = (place, place)
    while start > 0, !ends(at: start - 1) { start -= 1 }
    while end < text.count, !ends(at: end) { end += 1 }
    return String(text[start..<min(end + 1, text.count)]).trimming(" \n")
  }
}
