/// Makes the text of a page a part of the whole book, in one pass over its bytes.
///
/// Ids and addresses become those of the whole book, headings go down a level, what serves a screen alone is left
/// out, what is folded is opened, and solutions are put aside. Behind a checked number stands that of its note.
///
/// The text is the weaver's: values stand in double quotes, `class` comes first, `<` and `>` are nothing but tags.
struct PaperRewriting {
  private let addresses: WholeBookAddresses
  private let prefix: WholeBookAddresses.Prefix
  private(set) var output: [UInt8] = []
  /// The solutions that have been met.
  private(set) var solutions: [UInt8] = []
  /// How many `details` are open, counted from the solution's own; 0 outside of solutions.
  private var depthInSolution = 0
  /// The number of the note of the checked number that was opened last.
  private var note: ArraySlice<UInt8> = []

  init(_ addresses: WholeBookAddresses, of stem: String) {
    self.addresses = addresses
    prefix = addresses.prefix(of: stem)
  }

  /// Adds what needs no change.
  mutating func add(_ html: String) { output += html.utf8 }

  /// Adds the solutions that have been met.
  mutating func addSolutions() { output += solutions }

  mutating func rewrite(_ html: String) {
    let html = Array(html.utf8)
    var index = 0
    while let start = html[index...].firstIndex(of: UInt8(ascii: "<")) {
      write(html[index..<start])
      let end = html[start...].firstIndex(of: UInt8(ascii: ">")) ?? html.count - 1
      let tag = html[start...end]
      index = end + 1
      if let left = Self.leftOut.first(where: { tag.starts(with: $0.start) }) {
        index = Self.end(of: left.name, in: html, from: index)
        if left.isCard { writeNote() }
      } else if tag.starts(with: Self.detailsEnd), depthInSolution > 0 {
        write(tag)
        depthInSolution -= 1
      } else {
        rewrite(tag: tag)
      }
    }
    write(html[index...])
  }

  // MARK: - What is left out

  private struct Element {
    let start: [UInt8]
    let name: [UInt8]
    let isCard: Bool

    init(_ start: String) {
      self.start = Array(start.utf8)
      name = Array(start.dropFirst().prefix { $0 != " " }.utf8)
      isCard = start.contains("\"card\"")
    }
  }

  private static let leftOut = [
    "<span class=\"card\"", "<a class=\"permalink\"", "<p class=\"how\"",
    "<details class=\"hidden-lines\"", "<details class=\"figure-data\"",
    "<div class=\"controls\"", "<div class=\"filter\"", "<script", "<code class=\"command\"",
    "<button class=\"copy\"",
  ].map(Element.init)

  /// The place behind an element whose start has been read.
  private static func end(of name: [UInt8], in html: [UInt8], from start: Int) -> Int {
    var index = start
    var depth = 1
    while let tag = html[index...].firstIndex(of: UInt8(ascii: "<")) {
      let isEnd = html[(tag + 1)...].first == UInt8(ascii: "/")
      let rest = html[(tag + (isEnd ? 2 : 1))...]
      index = (rest.firstIndex(of: UInt8(ascii: ">")) ?? html.count - 1) + 1
      guard rest.starts(with: name), let next = rest.dropFirst(name.count).first,
        next == UInt8(ascii: ">") || next == UInt8(ascii: " ")
      else { continue }
      depth += isEnd ? -1 : 1
      if depth == 0 { return index }
    }
    return html.count
  }

  // MARK: - Tags

  private static let details = Array("<details".utf8)
  private static let detailsEnd = Array("</details>".utf8)
  private static let solution = Array("<details class=\"box solution\"".utf8)
  private static let head = Array("<header class=\"chapter-head\"".utf8)
  private static let claim = Array("<span class=\"claim".utf8)
  private static let aside = Array("<aside class=\"aside\"".utf8)
  private static let asideEnd = Array("</aside>".utf8)
  private static let paint = Array("url(#".utf8)
  private static let table = Array("<div class=\"table\"".utf8)

  private mutating func rewrite(tag: ArraySlice<UInt8>) {
    if tag.starts(with: Self.details) {
      if depthInSolution > 0 || tag.starts(with: Self.solution) { depthInSolution += 1 }
      rewriteAttributes(of: tag.dropLast())
      write(" open>")
    } else if tag.starts(with: Self.head) {
      write(tag.dropLast())
      write(" id=\"\(prefix.id)\">")
    } else if tag.starts(with: Self.table) {
      // Regions of one name would stand on the page once a chapter; so would asides, which have none.
      write("<div class=\"table\" tabindex=\"0\">")
    } else if tag.starts(with: Self.aside) {
      write("<div class=\"aside\" role=\"note\">")
    } else if tag.starts(with: Self.asideEnd) {
      write("</div>")
    } else if let level = Self.headingLevel(tag) {
      write(tag.prefix(while: { $0 != level }))
      write([min(level + 1, UInt8(ascii: "6"))])
      rewriteAttributes(of: tag.drop(while: { $0 != level }).dropFirst())
    } else {
      rewriteAttributes(of: tag, isNumber: tag.starts(with: Self.claim))
    }
  }

  /// The digit of `<h2 …>` or `</h2>`.
  private static func headingLevel(_ tag: ArraySlice<UInt8>) -> UInt8? {
    let name = tag.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix(2)
    guard name.first == UInt8(ascii: "h"), let digit = name.last,
      (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(digit)
    else { return nil }
    return digit
  }

  private mutating func rewriteAttributes(of tag: ArraySlice<UInt8>, isNumber: Bool = false) {
    var copied = tag.startIndex
    var index = tag.startIndex
    while let equals = tag[index...].firstIndex(of: UInt8(ascii: "=")) {
      let start = equals + 2
      guard start <= tag.endIndex,
        let end = tag[start...].firstIndex(of: UInt8(ascii: "\""))
      else { break }
      index = end + 1
      let blank = tag[..<equals].lastIndex(of: UInt8(ascii: " ")) ?? tag.startIndex
      let value = tag[start..<end]
      switch Attribute(tag[(blank + 1)..<equals], value) {
      case .id:
        write(tag[copied..<start])
        write(prefix.id + WholeBookAddresses.joint)
        copied = start
      case .address:
        guard
          let address = addresses.address(String(decoding: value, as: UTF8.self), on: prefix)
        else { continue }
        write(tag[copied..<start])
        write(address)
        copied = end
      case .paint:
        write(tag[copied..<(start + Self.paint.count)])
        write(prefix.id + WholeBookAddresses.joint)
        copied = start + Self.paint.count
      case .note where isNumber:
        note = value
        write(tag[copied..<blank])
        copied = index
      case .focus where isNumber:
        write(tag[copied..<blank])
        copied = index
      default: continue
      }
    }
    write(tag[copied...])
  }

  /// What an attribute holds, as far as it must change.
  private enum Attribute {
    case id, address, paint, note, focus, other

    init(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
      self =
        switch name.count {
        case 2 where name.elementsEqual("id".utf8), 3 where name.elementsEqual("for".utf8),
          15 where name.elementsEqual("aria-labelledby".utf8),
          16 where name.elementsEqual("aria-describedby".utf8):
          .id
        case 4 where name.elementsEqual("href".utf8): .address
        case 8 where name.elementsEqual("tabindex".utf8): .focus
        case 9 where name.elementsEqual("data-note".utf8): .note
        default: value.starts(with: PaperRewriting.paint) ? .paint : .other
        }
    }
  }

  private mutating func writeNote() {
    guard !note.isEmpty else { return }
    let number = String(decoding: note, as: UTF8.self)
    let address = "#\(prefix.address)\(WholeBookAddresses.joint)note-\(number)"
    write(
      "<a class=\"note-number\" href=\"\(address)\" aria-label=\"Note \(number)\">\(number)</a>"
    )
    note = []
  }

  // MARK: - Writing

  private mutating func write(_ text: String) { write(text.utf8) }

  private mutating func write(_ bytes: some Sequence<UInt8>) {
    if depthInSolution > 0 { solutions += bytes } else { output += bytes }
  }
}
