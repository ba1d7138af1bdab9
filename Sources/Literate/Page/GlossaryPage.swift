/// The terms of `book.yml`, each with the place where the book first links to it.
struct GlossaryPage {
  let book: BookPages

  var html: String {
    let uses = firstUses()
    let items = book.settings.glossary.keys.sorted(by: Self.precedes).map { term in
      let meaning = book.settings.glossary[term] ?? ""
      let use = uses[term].map { " <span class=\"use\">First in \($0.html)</span>" } ?? ""
      return """
        <dt id="\(book.anchor(ofTerm: term).htmlEscaped)">\(term.htmlEscaped)</dt>
        <dd>\(meaning.trimming(" \n").withFirmSpaces.htmlEscaped)\(use)</dd>

        """
    }
    return book.page(.glossary, main: "<dl class=\"glossary\">\n\(items.joined())</dl>\n")
  }

  /// Alphabetical, whatever the case.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    (left.lowercased(), left) < (right.lowercased(), right)
  }

  private func firstUses() -> [String: BookPages.Place] {
    var uses: [String: BookPages.Place] = [:]
    for checked in book.reading {
      let sections = BookPages.Sections(checked)
      for link in checked.chapter.links where link.scheme == .term && uses[link.target] == nil {
        let anchor = book.anchor(ofTerm: link.target)
        uses[link.target] = sections.place(line: link.textRange.start.line, anchor: anchor)
      }
    }
    return uses
  }
}

extension BookPages {
  /// The id of a term in the glossary, and of its first use on a chapter's page.
  func anchor(ofTerm term: String) -> String { termAnchors[term] ?? "" }

  /// Ids by term, in an order that does not depend on chance.
  static func termAnchors(_ settings: BookSettings) -> [String: String] {
    var names = AnchorNames()
    var anchors: [String: String] = [:]
    for term in settings.glossary.keys.sorted() { anchors[term] = names.next(for: "term " + term) }
    return anchors
  }
}
