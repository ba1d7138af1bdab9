import Foundation
import Literate

/// A link of the book to another host, with the places where it stands.
struct LinkPlaces: Encodable {
  let url: String
  /// `Chapters/01-batch-size.md:57:3`.
  let places: [String]

  static func all(_ report: BookReport) -> [LinkPlaces] {
    let directory = FileManager.default.currentDirectoryPath
    return ExternalLinks(report).links.map { link in
      LinkPlaces(
        url: link.url,
        places: link.places.map { place in
          let file = Diagnostic.shortened(place.file, relativeTo: directory)
          return "\(file):\(place.position.line):\(place.position.column)"
        }
      )
    }
  }

  /// A line for each.
  static func text(_ report: BookReport) -> String {
    all(report).map { "\($0.url) \($0.places.joined(separator: " "))\n" }.joined()
  }
}
