import CellRuntime

/// The links of a book that lead to other hosts, with their places; nothing is ever fetched.
///
/// A moment of the talk is a link to the talk's address, which stands once, in `book.yml`.
package struct ExternalLinks {
  package struct Link: Sendable {
    package var url: String
    /// Where it stands, in the order of files and lines.
    package var places: [Place]
  }

  package struct Place: Sendable, Hashable, Comparable {
    package var file: String
    package var position: SourcePosition

    package static func < (left: Place, right: Place) -> Bool {
      (left.file, left.position) < (right.file, right.position)
    }
  }

  /// In the order of their addresses, each once.
  package let links: [Link]

  package init(_ report: BookReport) {
    var places: [String: Set<Place>] = [:]
    func add(_ url: String, _ file: String, _ range: SourceRange) {
      places[url, default: []].insert(Place(file: file, position: range.start))
    }
    let book = report.book
    for checked in report.chapters {
      let file = checked.chapter.source.file
      for link in checked.chapter.document.plainLinks
      where MarkdownParser.scheme(of: link.url) != nil {
        add(link.url, file, link.range)
      }
      for claim in checked.claims {
        // What `references.yml` does not have, the catalogue itself says.
        guard let source = claim.value?.source, book.references.entries[source.key]?.url == nil,
          let url = source.location, url.hasPrefix("http")
        else { continue }
        add(url, file, SourceRange(claim.link.targetPosition))
      }
    }
    for reference in book.references.entries.values {
      guard let url = reference.url else { continue }
      add(url, book.folder + "/references.yml", reference.urlRange)
    }
    if let url = book.settings.talkURL {
      add(url, book.folder + "/book.yml", book.settings.talkURLRange)
    }
    links = places.sorted { $0.key < $1.key }.map { Link(url: $0.key, places: $0.value.sorted()) }
  }
}
