import Foundation

// The frame of the pages that the tool makes.

extension BookPages {
  /// What stands on a page, with its head.
  ///
  /// - Parameters:
  ///   - made: Which page.
  ///   - sections: What the contents list below it.
  ///   - main: Its tables and lists.
  /// - Returns: The text.
  func text(
    of made: MadePage,
    sections: [HeadingNumbers.Section] = [],
    _ main: String
  ) -> PageText {
    let head = """
      <header class="chapter-head">
      <h1>\(made.title)</h1>
      <p class="summary">\(made.summary).</p>
      </header>

      """
    // The constants are so many that their page would pass its limit.
    let body = made == .constants ? main : FirmWords.set(main)
    return PageText(stem: made.rawValue, head: head, body: body, sections: sections)
  }

  /// The page with ways to other pages and its foot, and the file of its cards where it has any.
  func files(of made: MadePage, _ text: PageText) -> [(name: String, text: String)] {
    let cards = cards(of: made, text)
    let previews = cards.isEmpty ? nil : PreviewFile(page: made.rawValue, cards: cards)
    let page = PageFrame(
      book: title,
      title: "\(made.title) · \(title)",
      description: "\(made.summary).",
      previews: previews,
      picture: picture,
      sheets: .init(title, [.init(name: nil, head: made.title)])
    ).html(
      contents: contents(current: made.rawValue, sections: text.sections),
      main: text.html + neighbours(of: made.rawValue),
      footer: footer() + "<p>Made from \(made.origin)</p>\n" + talkNote(for: text.body)
    )
    return [(made.file, page)] + (previews.map { [($0.name, $0.text)] } ?? [])
  }

  /// What its links to chapters show, by their addresses: the chapter or section that stands there, or the one whose
  /// number the link says.
  private func cards(of made: MadePage, _ text: PageText) -> [String: String] {
    let sections = listedSections
    let card = PreviewCard(self)
    var cards: [String: String] = [:]
    let links = text.body.pieces(between: "<a href=\"").dropFirst()
    for link in links + neighbourCards(of: made.rawValue).keys.map({ $0[...] }) {
      let address = String(link.upTo("\""))
      guard cards[address] == nil, let file = address.firstBytes(".html"),
        let stem = String(address[..<file.lowerBound]).removingPercentEncoding
      else { continue }
      let anchor = address[file.upperBound...].dropFirst()
      let words = link[link.upTo(">").endIndex...].dropFirst().upTo("<")
      let thing = sections["\(stem)#\(anchor)"] ?? sections["\(stem) \(words)"]
      cards[address] = thing.map { card.html(of: $0, address: address) }
    }
    return cards
  }

  /// Chapters and sections by where they stand, `01-a#anchor`, and by their numbers, `01-a 1.2`.
  private var listedSections: [String: NamedThing] {
    var sections: [String: NamedThing] = [:]
    for (stem, things) in things {
      for thing in things.things where [.chapter, .section].contains(thing.kind) {
        sections["\(stem)#\(thing.anchor ?? "")"] = thing
        if !thing.number.isEmpty { sections["\(stem) \(thing.number)"] = thing }
      }
    }
    return sections
  }

  /// The place of the field that keeps the rows with some words; the script makes it, in room that is kept for it.
  ///
  /// - Parameter column: The head of a column whose first words can be chosen from, such as `verdict`.
  /// - Returns: The empty place.
  static func filter(by column: String? = nil) -> String {
    "<div class=\"filter\"\(column.map { " data-by=\"\($0)\"" } ?? "")></div>\n"
  }

  /// A heading of such a page.
  func heading(_ section: HeadingNumbers.Section) -> String {
    """
    <h\(section.level) id="\(section.anchor)">\(section.text.typeset.htmlEscaped) \
    <a class="permalink" href="#\(section.anchor)" \
    aria-label="Link to section \(section.text.htmlEscaped)">§</a></h\(section.level)>
    """
  }

  /// A heading of the title page; all of them are the tool's own words and differ.
  func heading(_ text: String) -> String {
    heading(.init(level: 2, number: "", text: text, anchor: AnchorNames.slug(text)))
  }

  /// One digest of the results of all chapters.
  var digest: String {
    var hash = SHA256()
    for checked in chapters { hash.update(field: digests[checked.chapter.stem] ?? "") }
    return hash.finish()
  }

  /// What was checked in the whole book, and how to repeat it.
  func footer() -> String {
    let tally = chapters.reduce(CheckedChapter.Tally()) { $0 + $1.tally }
    return """
      <p>\(tally.total.grouped) claims checked, \(tally.disputed) of them disputed as announced. \
      Results <code class=\"digest\">\(digest)</code> (SHA-256), chalktalk\u{A0}\(toolVersion). \
      Repeat: <code>swift run -c release chalktalk check</code></p>

      """
  }
}
