/// The page of a chapter: what was woven of it, with the book around it.
struct ChapterPage {
  let checked: CheckedChapter
  let woven: WovenChapter
  let book: BookPages

  private var chapter: Chapter { checked.chapter }

  /// The page, and the file of its cards where it has any.
  var files: [(name: String, text: String)] {
    let cards = cards
    let previews = cards.isEmpty ? nil : PreviewFile(page: chapter.stem, cards: cards)
    let summary = chapter.frontMatter.summary ?? book.settings.summary ?? ""
    let page = PageFrame(
      book: book.title,
      title: "\(chapter.title) · \(book.title)",
      description: summary,
      kind: woven.text.isAppendix ? "appendix" : nil,
      previews: previews,
      picture: book.picture,
      sheets: .init(book.title, [.init(name: nil, head: book.runningHead(of: chapter.stem))])
    ).html(
      contents: book.contents(current: chapter.stem, sections: woven.text.sections),
      main: woven.text.html + choice + book.neighbours(of: chapter.stem),
      footer: footer
    )
    return [(chapter.stem + ".html", page)] + (previews.map { [($0.name, $0.text)] } ?? [])
  }

  /// Where its solutions stand on paper.
  private var choice: String {
    guard book.hasSolutions(chapter.stem) else { return "" }
    return "<div class=\"choices\" id=\"print\">\n\(SolutionChoice.chapter.html)</div>\n"
  }

  private var cards: [String: String] {
    let card = PreviewCard(book)
    let subjects = woven.cards.merging(book.neighbourCards(of: chapter.stem)) { own, _ in own }
    return Dictionary(
      uniqueKeysWithValues: subjects.map { ($0.key, card.html(of: $0.value, address: $0.key)) }
    )
  }

  private var footer: String {
    let tally = checked.tally
    var words = ["\(tally.holds) hold"]
    if tally.disputed > 0 { words.append("\(tally.disputed) disputed, as announced") }
    let claims =
      tally.total == 0
      ? "" : "\(tally.total) claims checked: \(words.joined(separator: ", ")). "
    return """
      <p>\(claims)Every number on this page is claimed, computed, cited or exempt by rule.</p>
      <p>Results <code class="digest">\(woven.digest)</code> (SHA-256), chalktalk\u{A0}\(toolVersion). \
      Repeat: <code>swift run -c release chalktalk check</code></p>
      <p>\(source)</p>
      \(book.talkNote(for: woven.text.html))
      """
  }

  /// The file of the chapter, with the way to edit it where the book says where its chapters are kept.
  private var source: String {
    let name = "\(chapter.stem).md"
    let file = "<code>\(name.htmlEscaped)</code>"
    let count = chapter.source.lines.count
    let isCut = woven.text.sections.contains { !$0.number.isEmpty }
    let lines =
      ", lines 1 to \(count.grouped)"
      + (isCut ? "<span class=\"lines\">; the § of a heading names its line</span>" : "")
    guard let folder = book.settings.sourceURL else { return "Written in \(file)\(lines)" }
    var address = (folder.hasSuffix("/") ? folder : folder + "/") + name
    if address.hasPrefix("https://github.com/") {
      // GitHub shows a file at `blob` or `tree` and edits it at `edit`.
      address.replace(/\/(blob|tree)\//, with: "/edit/", maxReplacements: 1)
    }
    return "<a href=\"\(address.htmlEscapedURL)\">Edit this page</a>, written in \(file)\(lines)"
  }
}
