import Foundation

/// The cards of one page's links: a script, since a page that is opened from a disk cannot fetch a file.
///
/// It is made with its page and carries the digest that the page asks for, so that a page never shows cards of
/// another build: with an older or newer file its links are plain links.
struct PreviewFile {
  static let folder = "previews/"

  /// The name within the site.
  let name: String
  let text: String
  private let digest: String

  /// - Parameters:
  ///   - page: The stem of the page.
  ///   - cards: HTML by the address of a link, as the page writes it.
  init(page: String, cards: [String: String]) {
    name = "\(Self.folder)\(page).js"
    let entries = cards.sorted { $0.key < $1.key }.map {
      "\(Self.quoted($0.key)): \(Self.quoted($0.value))"
    }
    let object = "{\n\(entries.joined(separator: ",\n"))\n}"
    digest = String(SHA256.digest(object.utf8).prefix(16))
    text = """
      dispatchEvent(new CustomEvent("previews", { detail: { digest: "\(digest)", cards: \(object) } }));

      """
  }

  /// What a page loads: the file and the digest that it must have.
  var address: String { "\(name.htmlEscapedURL)?\(digest)" }

  /// A text as a string of JavaScript.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{2028}", "\u{2029}", "\u{0}"..<" ":
        let digits = String(character.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}
