import Foundation

// A note beside the text and the place that it belongs to lead to each other: a letter behind the last word before it, and
// the same letter at its head. So every note is reached with Tab, right after what it is about.

extension String {
  private static let asideStart = "<aside class=\"aside\" role=\"note\" id=\"aside-"

  /// A note of the page; `withMarksOfAsides` gives it the way back.
  static func aside(_ number: Int, _ html: String) -> String {
    "\(asideStart)\(number)\">\n\(html)</aside>\n"
  }

  /// `a` of the first note, `27` of one that no letter is left for.
  private static func letter(_ number: String) -> String {
    guard let index = Int(number), (1...26).contains(index) else { return number }
    return String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index - 1)))
  }

  /// The HTML of a page with the marks of its notes; one that follows no paragraph has a link to itself.
  var withMarksOfAsides: String {
    let parts = pieces(between: Self.asideStart)
    var html = String(parts[0])
    for part in parts.dropFirst() {
      let number = String(part.prefix { $0 != "\"" })
      let letter = Self.letter(number)
      func link(_ attributes: String, to anchor: String, _ name: String, _ text: String) -> String {
        "<a class=\"\(attributes) href=\"#\(anchor)\(number)\" aria-label=\"\(name)\">\(text)</a>"
      }
      let end = html.endOfParagraph
      if let end {
        html.removeLast(end.count)
        let mark = "aside-mark\" id=\"aside-at-\(number)\""
        html += link(mark, to: "aside-", "Note \(letter)", letter) + end
      }
      let back =
        end != nil
        ? link("aside-mark\"", to: "aside-at-", "Note \(letter), back to the text", letter)
        : link("permalink\"", to: "aside-", "Link to note \(letter)", "§")
      var note = Self.asideStart + part
      guard let start = note.firstRange(of: ">\n")?.upperBound else { continue }
      if note[start...].hasPrefix("<p"), let end = note[start...].firstIndex(of: ">") {
        note.insert(contentsOf: back, at: note.index(after: end))
      } else {
        note.insert(contentsOf: "<p>\(back)</p>\n", at: start)
      }
      html += note
    }
    return html
  }

  /// What ends the paragraph of the text that its last words are, that of a box included.
  private var endOfParagraph: String? {
    guard let end = ["</p>\n", "</p>\n</section>\n"].first(where: hasSuffix),
      let start = range(of: "<p", options: .backwards)
    else { return nil }
    return self[start.upperBound...].first == ">" ? end : nil
  }
}
