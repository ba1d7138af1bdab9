/// The terms of `book.yml`, each with the sections that use it.
struct GlossaryPage {
  let book: BookPages

  var text: PageText {
    let uses = uses()
    let rows = book.settings.glossary.keys.sorted(by: Self.precedes).map { term in
      let meaning = book.settings.glossary[term] ?? ""
      let places = uses[term, default: []].map(\.html).joined(separator: ", ")
      return """
        <tr id="\(book.anchor(ofTerm: term).htmlEscaped)"><th scope="row">\(term.proseHTML)</th>\
        <td class="words">\(meaning.trimming(" \n").proseHTML)</td><td>\(places)</td></tr>

        """
    }
    let main = """
      \(BookPages.filter())<div class="table register"><table class="glossary">
      <thead><tr><th scope="col">term</th><th scope="col">what it means</th><th scope="col">used in</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>

      """
    return book.text(of: .glossary, main)
  }

  /// Alphabetical, whatever the case.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    (left.lowercased(), left) < (right.lowercased(), right)
  }

  /// The sections that link to each term; in each chapter the first place is the link itself.
  private func uses() -> [String: [BookPages.Place]] {
    var uses: [String: [BookPages.Place]] = [:]
    for checked in book.reading {
      let links = checked.chapter.links.filter { $0.scheme == .term }
      for (term, links) in Dictionary(grouping: links, by: \.target) {
        let lines = links.map(\.textRange.start.line).sorted()
        let places = lines.enumerated().map { index, line in
          (line: line, anchor: index == 0 ? book.anchor(ofTerm: term) : nil)
        }
        uses[term, default: []] += book.places(of: places, in: checked.chapter.stem)
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
