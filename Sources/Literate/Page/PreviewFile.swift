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
    let bytes = Array(text.utf8)
    var result = [UInt8(ascii: "\"")]
    result.reserveCapacity(bytes.count + 16)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      // U+2028 and U+2029, which end lines in a script.
      case 0xe2 where bytes[index...].starts(with: [0x80, 0xa8]),
        0xe2 where bytes[index...].starts(with: [0x80, 0xa9]):
        result += "\\u202\(bytes[index + 1] == 0xa8 ? 8 : 9)".utf8
        index += 2
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }
}
