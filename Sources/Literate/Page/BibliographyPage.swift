import CellRuntime
import Quantities

/// The sources of `references.yml`, with the figures each supports and the chapters that rest on it.
struct BibliographyPage {
  let book: BookPages

  var html: String {
    var citing: [String: [Chapter]] = [:]
    // How many checked numbers rest on figures of a source.
    var used: [String: Int] = [:]
    for checked in book.reading {
      let behind = checked.explained(in: book.book).map { Set($0.figures.map(\.key)) }
      for key in behind.joined() { used[key, default: 0] += 1 }
      for key in checked.sourceKeys.union(behind.joined()) {
        citing[key, default: []].append(checked.chapter)
      }
    }
    let entries = book.references.entries.values.sorted {
      ($0.title.lowercased(), $0.key) < ($1.title.lowercased(), $1.key)
    }
    let items = entries.map { entry in
      let figures =
        entry.figures.isEmpty
        ? ""
        : "<span class=\"use\">Figures: \(entry.figures.joined(separator: "; ").withFirmSpaces.htmlEscaped)</span>\n"
      let chapters = citing[entry.key, default: []].map { chapter in
        let place = BookPages.Place(
          page: chapter.stem,
          anchor: "source-\(entry.key)",
          label: chapter.shownNumber.map { "chapter \($0)" } ?? chapter.title
        )
        return place.html
      }
      let places = chapters.joined(separator: ", ") + Self.count(used[entry.key])
      let cited = chapters.isEmpty ? "" : "<span class=\"use\">Cited in \(places)</span>\n"
      return """
        <li id="source-\(entry.key.htmlEscaped)">\(book.source(entry.key, figure: nil))
        \(figures)\(cited)</li>

        """
    }
    return book.page(.bibliography, main: "<ul class=\"bibliography\">\n\(items.joined())</ul>\n")
  }
}

extension BibliographyPage {
  private static func count(_ numbers: Int?) -> String {
    numbers.map { "; behind \($0) checked number\($0 == 1 ? "" : "s")" } ?? ""
  }
}

extension CheckedChapter {
  /// The sources that the chapter cites or takes figures from.
  var sourceKeys: Set<String> {
    Set(chapter.links.filter { $0.scheme == .cite }.map(\.target))
      .union(claims.compactMap { $0.value?.source?.key })
      .union(tableSources.map(\.key))
  }
}

extension BookPages {
  /// A source in one line: title, authors, date, note.
  ///
  /// - Parameters:
  ///   - key: Its key in `references.yml`.
  ///   - figure: What a figure of the catalogue says of it, where `references.yml` is silent.
  /// - Returns: Phrasing content that ends in a full stop.
  func source(_ key: String, figure: RecordedValue.Source?) -> String {
    let entry = references.entries[key]
    let title = entry?.title ?? figure?.title ?? key
    let url = entry?.url ?? figure?.location.flatMap { $0.hasPrefix("http") ? $0 : nil }
    let name =
      url.map { "<a href=\"\($0.htmlEscapedURL)\">\(title.htmlEscaped)</a>" } ?? title.htmlEscaped
    let date = (entry?.date ?? figure?.date).map { "<span class=\"date\">\($0.htmlEscaped)</span>" }
    let note = entry?.note.map { $0.trimming(" \n.").htmlEscaped }
    let parts = [entry?.authors?.trimming(" \n.").htmlEscaped, date, note].compactMap(\.self)
    return name + parts.map { ". \($0)" }.joined() + "."
  }
}
