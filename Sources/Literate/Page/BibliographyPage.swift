import CellRuntime
import Quantities

/// The sources of `references.yml`, with the figures each supports and the sections that rest on it.
struct BibliographyPage {
  let book: BookPages

  var text: PageText {
    var uses: [String: [BookPages.Place]] = [:]
    for checked in book.reading {
      for (key, lines) in checked.sourceLines {
        let places = lines.map { (line: $0, anchor: String?.none) }
        uses[key, default: []] += book.places(of: places, in: checked.chapter.stem)
      }
    }
    let behind = book.figureUses.countsBySource
    let first = Dictionary(
      book.figureUses.figures.map { ($0.key, $0.address) },
      uniquingKeysWith: { first, _ in first }
    )
    let entries = book.references.entries.values.sorted {
      ($0.title.lowercased(), $0.key) < ($1.title.lowercased(), $1.key)
    }
    let rows = entries.map { entry in
      let figures =
        entry.figures.isEmpty
        ? ""
        : "\n<span class=\"use\">Figures: \(entry.figures.map(\.inWords).joined(separator: "; ").proseHTML)</span>"
      let places = uses[entry.key, default: []].map(\.html).joined(separator: ", ")
      let count = behind[entry.key].map { "<a href=\"\(first[entry.key] ?? "")\">\($0)</a>" }
      return """
        <tr id="source-\(entry.key.htmlEscaped)">\
        <td class="words">\(book.source(entry.key, figure: nil, isDated: false))\(figures)</td>\
        <td class="date">\((entry.date ?? "").htmlEscaped)</td><td>\(places)</td>\
        <td class="right" data-sort="\(behind[entry.key] ?? 0)">\(count ?? "")</td></tr>

        """
    }
    let main = """
      \(BookPages.filter())<div class="table register"><table class="bibliography">
      <thead><tr><th scope="col">source</th><th scope="col">date</th><th scope="col">used in</th>\
      <th scope="col" class="right">checked numbers on it</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>

      """
    return book.text(of: .bibliography, main)
  }
}

extension CheckedChapter {
  /// The sources that the chapter cites or takes figures from.
  var sourceKeys: Set<String> { Set(sourceLines.keys) }

  /// The lines on which the chapter cites each source or takes a figure from it.
  var sourceLines: [String: [Int]] {
    var lines: [String: [Int]] = [:]
    for link in chapter.links where link.scheme == .cite {
      lines[link.target, default: []].append(link.textRange.start.line)
    }
    for claim in claims {
      guard let source = claim.value?.source else { continue }
      lines[source.key, default: []].append(claim.link.textRange.start.line)
    }
    for (key, place) in tableSources { lines[key, default: []].append(place.start.line) }
    return lines
  }
}

extension BookPages {
  /// A source in one line: title, authors, date, note.
  ///
  /// - Parameters:
  ///   - key: Its key in `references.yml`.
  ///   - figure: What a figure of the catalogue says of it, where `references.yml` is silent.
  ///   - isDated: Whether its date stands in the line.
  /// - Returns: Phrasing content that ends in a full stop.
  func source(
    _ key: String,
    figure: RecordedValue.Source?,
    isDated: Bool = true
  ) -> String {
    let entry = references.entries[key]
    let title = entry?.title ?? figure?.title ?? key
    let url = entry?.url ?? figure?.location.flatMap { $0.hasPrefix("http") ? $0 : nil }
    let name =
      url.map { "<a href=\"\($0.htmlEscapedURL)\">\(title.proseHTML)</a>" } ?? title.proseHTML
    let date = (isDated ? entry?.date ?? figure?.date : nil)
      .map { "<span class=\"date\">\($0.htmlEscaped)</span>" }
    let note = entry?.note.map { $0.trimming(" \n.").withFirmSpaces.proseHTML }
    let parts = [entry?.authors?.trimming(" \n.").proseHTML, date, note].compactMap(\.self)
    return name + parts.map { ". \($0)" }.joined() + "."
  }
}
