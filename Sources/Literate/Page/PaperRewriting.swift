/// Makes the text of a page a part of the whole book, in one pass over its bytes.
///
/// Ids and addresses become those of the whole book, headings go down a level, what serves a screen alone is left
/// out, what is folded is opened but for the constants, and solutions are put aside. Behind a checked number stands
/// that of its note.
///
/// The text is the weaver's: values stand in double quotes, `class` comes first, `<` and `>` are nothing but tags.
/// Most of it stays as it is, and is copied in stretches as long as possible.
struct PaperRewriting {
  private let addresses: WholeBookAddresses
  private let prefix: WholeBookAddresses.Prefix
  /// Whether what is folded stays so: the constants have long lists of what uses each.
  private let keepsFolds: Bool
  private(set) var output: [UInt8] = []
  /// The solutions that have been met.
  private(set) var solutions: [UInt8] = []
  /// What is being rewritten, and how much of it has been.
  private var html: [UInt8] = []
  private var done = 0
  /// How many `details` are open, counted from the solution's own; 0 outside of solutions.
  private var depthInSolution = 0
  /// The number of the note of the checked number that was opened last.
  private var note = ""

  init(_ addresses: WholeBookAddresses, of stem: String) {
    self.addresses = addresses
    prefix = addresses.prefix(of: stem)
    keepsFolds = stem == MadePage.constants.rawValue
  }

  /// Adds what needs no change.
  mutating func add(_ html: String) { output += html.utf8 }

  /// Adds the solutions that have been met.
  mutating func addSolutions() { output += solutions }

  mutating func rewrite(_ text: String) {
    html = Array(text.utf8)
    done = 0
    var index = 0
    while let start = place(of: "<", from: index) {
      let end = (place(of: ">", from: start) ?? html.count - 1) + 1
      index = html[start + 1] == UInt8(ascii: "/") ? leave(start, end) : enter(start, end)
    }
    keep(until: html.count)
  }

  // MARK: - Tags

  /// Rewrites the tag of an element's end.
  ///
  /// - Returns: Where to go on.
  private mutating func leave(_ start: Int, _ end: Int) -> Int {
    switch html[start + 2] {
    case UInt8(ascii: "d") where depthInSolution > 0 && has("</details", at: start):
      keep(until: end)
      depthInSolution -= 1
    case UInt8(ascii: "a") where has("</aside", at: start): replace(start, end, "</div>")
    case UInt8(ascii: "h"): lower(start + 2)
    default: break
    }
    return end
  }

  /// Rewrites the tag of an element's start, or passes over the whole element.
  ///
  /// - Returns: Where to go on.
  private mutating func enter(_ start: Int, _ end: Int) -> Int {
    switch html[start + 1] {
    case UInt8(ascii: "s"):
      // The most frequent of all: words of code.
      if end == start + 16, has("<span class=\"", at: start) { return end }
      if has("<span class=\"card\"", at: start) { return leaveOut("span", start, end, note: note) }
      if has("<script", at: start) { return leaveOut("script", start, end) }
      if has("<span class=\"claim", at: start) {
        rewriteAttributes(start, end, isNumber: true)
        return end
      }
    case UInt8(ascii: "a"):
      for name in ["permalink", "made-by", "ref made-by"]
      where has("<a class=\"\(name)\"", at: start) {
        return leaveOut("a", start, end)
      }
      // Complementary regions without a name would stand on the page by the dozen.
      if has("<aside", at: start) {
        replace(start + 1, start + 6, "div")
        rewriteAttributes(start, end)
        return end
      }
    case UInt8(ascii: "p"):
      if has("<p class=\"how\"", at: start) { return leaveOut("p", start, end) }
    case UInt8(ascii: "b"):
      if has("<button", at: start) { return leaveOut("button", start, end) }
    case UInt8(ascii: "c"):
      if has("<code class=\"command\"", at: start) { return leaveOut("code", start, end) }
    case UInt8(ascii: "d"):
      for name in ["controls", "filter"] where has("<div class=\"\(name)\"", at: start) {
        return leaveOut("div", start, end)
      }
      if has("<details", at: start) { return enterDetails(start, end) }
    case UInt8(ascii: "h"):
      if has("<header class=\"chapter-head\"", at: start) {
        replace(end - 1, end, " id=\"\(prefix.id)\">")
        return end
      }
      lower(start + 1)
    default: break
    }
    rewriteAttributes(start, end)
    return end
  }

  private mutating func enterDetails(_ start: Int, _ end: Int) -> Int {
    for name in ["hidden-lines", "figure-data"] where has("<details class=\"\(name)\"", at: start) {
      return leaveOut("details", start, end)
    }
    if depthInSolution > 0 {
      depthInSolution += 1
    } else if has("<details class=\"box solution\"", at: start) {
      keep(until: start)
      depthInSolution = 1
    }
    rewriteAttributes(start, end)
    if !keepsFolds { replace(end - 1, end, " open>") }
    return end
  }

  /// Puts a heading, whose name begins somewhere, down by a level.
  private mutating func lower(_ name: Int) {
    let digit = html[name + 1]
    guard (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(digit) else { return }
    replace(name + 1, name + 2, String(UnicodeScalar(digit + 1)))
  }

  /// Passes over an element whose start has been read, and writes the number of a note in its place.
  private mutating func leaveOut(_ name: String, _ start: Int, _ end: Int, note: String = "") -> Int
  {
    var index = end
    var depth = 1
    while depth > 0, let tag = place(of: "<", from: index) {
      index = (place(of: ">", from: tag) ?? html.count - 1) + 1
      let isEnd = html[tag + 1] == UInt8(ascii: "/")
      let isSame = has(name, at: tag + (isEnd ? 2 : 1))
      let next = tag + (isEnd ? 2 : 1) + name.utf8.count
      guard isSame, [UInt8(ascii: ">"), UInt8(ascii: " ")].contains(html[next]) else { continue }
      depth += isEnd ? -1 : 1
    }
    let address = "#\(prefix.address)\(WholeBookAddresses.joint)note-\(note)"
    replace(
      start,
      index,
      note.isEmpty
        ? ""
        : "<a class=\"note-number\" href=\"\(address)\" aria-label=\"Note \(note)\">\(note)</a>"
    )
    return index
  }

  // MARK: - Attributes

  private mutating func rewriteAttributes(_ start: Int, _ end: Int, isNumber: Bool = false) {
    var index = start
    while let equals = place(of: "=", from: index, before: end) {
      let value = equals + 2
      guard let quote = place(of: "\"", from: value, before: end) else { return }
      var name = equals
      while html[name - 1] != UInt8(ascii: " ") { name -= 1 }
      index = quote + 1
      switch equals - name {
      case 2 where has("id", at: name), 3 where has("for", at: name),
        15 where has("aria-labelledby", at: name),
        16 where !isNumber && has("aria-describedby", at: name):
        replace(value, value, prefix.id + WholeBookAddresses.joint)
      case 4 where has("href", at: name):
        let address = String(decoding: html[value..<quote], as: UTF8.self)
        if let address = addresses.address(address, on: prefix) { replace(value, quote, address) }
      case 8 where isNumber && has("tabindex", at: name), 4 where isNumber && has("role", at: name):
        replace(name - 1, index, "")
      case 9 where isNumber && has("data-note", at: name):
        note = String(decoding: html[value..<quote], as: UTF8.self)
        replace(name - 1, index, "")
      // Its card is left out.
      case 16 where isNumber && has("aria-describedby", at: name): replace(name - 1, index, "")
      default:
        if has("url(#", at: value) {
          replace(value + 5, value + 5, prefix.id + WholeBookAddresses.joint)
        }
      }
    }
  }

  // MARK: - Reading and writing

  private func place(of byte: Unicode.Scalar, from start: Int, before end: Int? = nil) -> Int? {
    let byte = UInt8(ascii: byte)
    var index = start
    let end = end ?? html.count
    while index < end {
      if html[index] == byte { return index }
      index += 1
    }
    return nil
  }

  private func has(_ text: String, at start: Int) -> Bool {
    var index = start
    for byte in text.utf8 {
      guard index < html.count, html[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// Takes over what has not been yet.
  private mutating func keep(until end: Int) {
    if depthInSolution > 0 { solutions += html[done..<end] } else { output += html[done..<end] }
    done = end
  }

  private mutating func replace(_ start: Int, _ end: Int, _ text: String) {
    keep(until: start)
    if depthInSolution > 0 { solutions += text.utf8 } else { output += text.utf8 }
    done = end
  }
}
