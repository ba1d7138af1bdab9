import Foundation

/// The whole book on one page, for paper: title, contents, chapters in the order of reading, tables.
struct WholeBookPage {
  static let stem = "book"
  static let file = stem + ".html"

  let book: BookPages
  let addresses: WholeBookAddresses
  /// Of chapters and pages that the tool makes, in any order.
  let parts: [WholeBookPart]

  /// The file.
  var data: Data {
    let byStem = Dictionary(parts.map { ($0.stem, $0) }, uniquingKeysWith: { first, _ in first })
    let parts = book.listed.compactMap { page in byStem[page.stem].map { (page, $0) } }
    let frame = PageFrame(
      book: book.title,
      title: "\(book.title), the whole book",
      description: book.settings.summary ?? book.title,
      kind: "whole-book",
      sheets: SheetHeads(
        book.title,
        parts.enumerated().map { index, part in
          .init(name: "p\(index)", head: book.runningHead(of: part.0.stem))
        }
      )
    )
    let hasSolutions = parts.contains { $0.1.hasSolutions }
    var data = Data()
    data.reserveCapacity(parts.reduce(100_000) { $0 + $1.1.html.count })
    data += frame.start(contents: "").utf8
    data += IndexPage(book: book).head.utf8
    data += (choices(hasSolutions) + notice() + contents(parts)).utf8
    for (index, part) in parts.enumerated() {
      data += "<div class=\"sheets\" style=\"page: p\(index)\">\n".utf8
      data += part.1.html
      data += "</div>\n".utf8
    }
    data += frame.end(footer: book.footer() + origin).utf8
    return data
  }

  /// What it is made from, for its foot.
  private var origin: String {
    let files = book.chapters.map { "<code>\($0.chapter.stem.htmlEscaped).md</code>" }
    return """
      <p>Made from <code>book.yml</code> and \(files.joined(separator: ", "))</p>
      \(book.talkNote)
      """
  }

  /// What a screen has and paper has not: the way to the pages, and where solutions are to stand.
  private func choices(_ hasSolutions: Bool) -> String {
    var html = """
      <div class="choices">
      <p>The whole book, to be printed or searched. Numbers have cards, and links previews, in \
      <a href="index.html">the book of single pages</a>.</p>

      """
    if hasSolutions {
      html += SolutionChoice.book.html
    }
    return html + "</div>\n"
  }

  /// How the numbers behind numbers are read.
  private func notice() -> String {
    guard book.chapters.contains(where: { !$0.claims.isEmpty }) else { return "" }
    let sources = book.chapters.contains { !$0.sourceKeys.isEmpty }
    let brackets =
      sources ? " A number in brackets is that of a source in the list before those notes." : ""
    return """
      <p class="notice">Numbers with <span class="claim">dots below</span> are checked. The small number behind each \
      leads to its note at the end of the chapter: expression, computed value, verdict.\(brackets) The head of each sheet \
      says which chapter it belongs to.</p>

      """
  }

  private func contents(_ parts: [(BookPages.Listed, WholeBookPart)]) -> String {
    var html = """
      <nav class="book-contents" id="contents" aria-labelledby="contents-title">
      <h2 id="contents-title">Contents</h2>
      <ol>

      """
    for (page, part) in parts {
      let address = addresses.prefix(of: page.stem).address
      html += "<li><a href=\"#\(address)\">\(page.name)</a>"
      let numbered = part.sections.filter { $0.level == 2 && !$0.number.isEmpty }
      let sections = numbered.map { section in
        """
        <li><a href="#\(address)\(WholeBookAddresses.joint)\(section.anchor.htmlEscapedURL)"><span class="number">\(section.number)</span> \
        \(section.text.proseHTML)</a></li>

        """
      }
      html += sections.isEmpty ? "" : "\n<ol>\n\(sections.joined())</ol>\n"
      html += "</li>\n"
    }
    return html + "</ol>\n</nav>\n"
  }
}
