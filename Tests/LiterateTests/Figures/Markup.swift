/// What can be told of markup without a parser: elements open and close in order, ids are unique.
struct Markup {
  /// Names of elements, in order of opening.
  private(set) var elements: [String] = []
  /// Values of `id` attributes, in order.
  private(set) var ids: [String] = []
  /// The first thing wrong, if any.
  private(set) var fault: String?

  init(_ text: String) {
    var open: [String] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      if rest[..<start].contains(">") { note("a bare '>' before \(rest[start...].prefix(30))") }
      guard let end = Self.tagEnd(rest, from: start) else {
        note("an unclosed tag")
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = String(tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" })
      if tag.hasPrefix("/") {
        if open.popLast() != name { note("</\(name)> closes nothing") }
        continue
      }
      elements.append(name)
      if tag.contains("<") { note("'<' inside the tag \(name)") }
      if let range = tag.firstRange(of: " id=\"") {
        ids.append(String(tag[range.upperBound...].prefix { $0 != "\"" }))
      }
      if !tag.hasSuffix("/") { open.append(name) }
    }
    if !open.isEmpty { note("never closed: \(open.joined(separator: " "))") }
  }

  private mutating func note(_ text: String) {
    if fault == nil { fault = text }
  }

  private static func tagEnd(_ text: Substring, from start: String.Index) -> String.Index? {
    var isQuoted = false
    for index in text[start...].indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ">", !isQuoted { return index }
    }
    return nil
  }
}
