import CellRuntime
import Quantities

/// The sources of `references.yml`, with the figures each supports and the sections that rest on it.
struct BibliographyPage {
  let book: BookPages

  var text: PageText {
    var uses: [String: [BookPages.Place]] = [:]
    // How many checked numbers rest on figures of a source.
    var behind: [String: Int] = [:]
    for checked in book.reading {
      for (key, lines) in checked.sourceLines {
        let places = lines.map { (line: $0, anchor: String?.none) }
        uses[key, default: []] += book.places(of: places, in: checked.chapter.stem)
      }
      let provenance = Provenance(checked)
      for claim in checked.claims {
        for key in Set(provenance.figures(behind: claim).map(\.key)) {
          behind[key, default: 0] += 1
        }
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
      let places = uses[entry.key, default: []].map(\.html).joined(separator: ", ")
      let parts = [places.isEmpty ? nil : "Used in \(places)", Self.count(behind[entry.key])]
      let words = parts.compactMap { $0 }.joined(separator: "; ")
      let cited = words.isEmpty ? "" : "<span class=\"use\">\(words)</span>\n"
      return """
        <li id="source-\(entry.key.htmlEscaped)">\(book.source(entry.key, figure: nil))
        \(figures)\(cited)</li>

        """
    }
    return book.text(of: .bibliography, "<ul class=\"bibliography\">\n\(items.joined())</ul>\n")
  }
}

extension BibliographyPage {
  private static func count(_ numbers: Int?) -> String? {
    numbers.map { "behind \($0) checked number\($0 == 1 ? "" : "s")" }
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
