// What the book's dialect adds to CommonMark: its own links, formulas, boxes, and what it refuses.

extension MarkdownParser {
  // MARK: Links

  mutating func link(_ url: String, title: String, _ text: [Inline], line: Int) -> Inline {
    if let index = scanner?.index(standingFor: url), let scanner {
      linked.insert(index)
      var link = scanner.links[index]
      if link.options == nil, !title.isEmpty { link.options = title }
      if link.target.isEmpty, link.scheme != .plain {
        report(
          link.textRange,
          "link",
          "this '\(link.scheme.rawValue):' link has no target",
          help: "write what it is about behind '\(link.scheme.rawValue):'"
        )
      }
      return .scheme(link, text)
    }
    if dialect == .book { checkOrdinary(url, text, line: line) }
    return .link(url: url, title: title, text)
  }

  /// Notes a link or an image and refuses schemes that pages may not use.
  private mutating func checkOrdinary(
    _ url: String,
    _ text: [Inline],
    line: Int,
    isImage: Bool = false
  ) {
    let range = place(ofURL: url, text, from: line)
    guard let scheme = Self.scheme(of: url) else {
      plainLinks.append(PlainLink(url: url, isImage: isImage, range: range))
      return
    }
    if SchemeLink.Scheme(rawValue: scheme) != nil {
      report(
        range,
        "link",
        "a '\(scheme):' link must be written in place",
        help: "write [text](\(scheme):…), with scheme and target as they are"
      )
    } else if !["http", "https", "mailto"].contains(scheme) {
      let ours = SchemeLink.Scheme.allCases.map(\.rawValue)
      report(
        range,
        "link",
        "links may not use '\(scheme):'\(Spelling.suggestion(for: scheme, among: ours))",
        help: "use http, https, mailto, a relative link, or one of \(ours.joined(separator: ", "))"
      )
    } else if isImage {
      report(
        range,
        "link",
        "pages load nothing from other hosts, and so an image is a file of the book",
        help: "put the picture beside the chapters, or draw the figure in a cell"
      )
    } else {
      plainLinks.append(PlainLink(url: url, isImage: false, range: range))
    }
  }

  mutating func refuseImage(_ url: String, _ text: [Inline], line: Int) {
    if let index = scanner?.index(standingFor: url), let link = scanner?.links[index] {
      linked.insert(index)
      report(
        link.textRange,
        "link",
        "an image cannot have a '\(link.scheme.rawValue):' target",
        help: "drop the exclamation mark: [text](\(link.scheme.rawValue):…)"
      )
      return
    }
    checkOrdinary(url, text, line: line, isImage: true)
  }

  /// Every `](scheme:` that is neither a link nor inside code is one that the author meant as a link.
  mutating func reportLinksThatAreNone() {
    guard let scanner else { return }
    for (index, link) in scanner.links.enumerated()
    where !linked.contains(index) && !quoted.contains(index) {
      report(
        link.textRange,
        "link",
        "CommonMark does not make a link of this '\(link.scheme.rawValue):'",
        help: link.target.hasPrefix("<")
          ? "the brackets stand around scheme and target: (<\(link.scheme.rawValue):…>)"
          : "put a target with blanks between < and >, and options between quotes after it"
      )
    }
  }

  /// The scheme of an absolute URL, in lower case.
  ///
  /// Browsers overlook blanks and control characters in front of it, and tabs and line ends anywhere.
  static func scheme(of url: String) -> String? {
    let url = url.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    guard let colon = url.firstIndex(of: ":") else { return nil }
    let name = String(String.UnicodeScalarView(url[..<colon]))
    guard let first = name.first, first.isLetter,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) })
    else { return nil }
    return name.lowercased()
  }

  /// Where the URL of a link stands: after `](` or between `<` and `>`, or in a definition elsewhere.
  ///
  /// The words of the link are named where the source spells the URL in another way.
  private mutating func place(ofURL url: String, _ text: [Inline], from line: Int) -> SourceRange {
    let words = text.plainText
    let spellings =
      words == url || "mailto:" + words == url ? ["<\(words)"] : ["](\(url)", "](<\(url)"]
    let last = plainLinks.last.map(\.range.start) ?? SourcePosition(line: 1, column: 1)
    for spelling in spellings {
      guard let place = occurrence(of: spelling, from: line, after: last) else { continue }
      let before = spelling.prefix { "](<".contains($0) }.count
      return SourceRange(
        line: place.line,
        column: place.column + before,
        length: spelling.count - before
      )
    }
    if definitions == nil { definitions = Self.definitions(in: source) }
    if let place = definitions?[url] { return SourceRange(place, length: url.count) }
    return place(of: words, from: line)
  }

  /// The first occurrence of a text in a paragraph that lies behind `last`.
  private func occurrence(
    of text: String,
    from line: Int,
    after last: SourcePosition
  ) -> SourcePosition? {
    var number = line
    while number <= source.lines.count,
      source.line(number).contains(where: { !" >\t".contains($0) })
    {
      let content = source.line(number)
      // In a line longer than any that is written by hand the place is not worth the search.
      let ranges = content.utf8.count > 20_000 ? [] : content.ranges(of: text)
      for range in ranges {
        let column = content.distance(from: content.startIndex, to: range.lowerBound) + 1
        let place = SourcePosition(line: number, column: column)
        if last < place { return place }
      }
      number += 1
    }
    return nil
  }

  /// Where `[name]: url` stands for each URL.
  private static func definitions(in source: SourceText) -> [String: SourcePosition] {
    var places: [String: SourcePosition] = [:]
    for (index, line) in source.lines.enumerated() {
      guard let match = line.firstMatch(of: /^[ >]*\[[^\]]*\]:\s*<?([^\s>]+)/) else { continue }
      let column = line.distance(from: line.startIndex, to: match.1.startIndex) + 1
      let place = SourcePosition(line: index + 1, column: column)
      places[String(match.1)] = places[String(match.1)] ?? place
    }
    return places
  }

  // MARK: Text as it was written

  /// Code and HTML: what looks like a link in them is none and is meant to be none.
  mutating func restored(_ text: String) -> String {
    guard let (result, links) = scanner?.restored(text) else { return text }
    quoted.formUnion(links)
    return result
  }

  func restoredText(_ text: String) -> String {
    scanner?.restored(text).text ?? text
  }

  // MARK: Formulas

  /// Joins `$`, code, `$` to a formula, as GitHub does.
  func withFormulas(_ inlines: [Inline], line: Int) -> [Inline] {
    var result: [Inline] = []
    var i = 0
    var searchFrom = line
    while i < inlines.count {
      if case .code(let formula) = inlines[i], case .text(let before)? = result.last,
        before.hasSuffix("$"), i + 1 < inlines.count, case .text(let after) = inlines[i + 1],
        after.hasPrefix("$")
      {
        result[result.count - 1] = .text(String(before.dropLast()))
        var place = place(of: "$`\(formula)`$", from: searchFrom).start
        searchFrom = place.line
        place.column += 2
        result.append(.formula(formula, place))
        result.append(.text(String(after.dropFirst())))
        i += 2
      } else {
        result.append(inlines[i])
        i += 1
      }
    }
    return result
  }

  // MARK: Boxes

  /// A quotation whose first line is `[!KIND]` is a box; words after it are its title.
  mutating func box(_ content: [Block]) -> Block.Kind {
    guard let first = content.first, case .paragraph(let inlines) = first.kind,
      case .text(let text)? = inlines.first, text.hasPrefix("[!"),
      let end = text.firstIndex(of: "]")
    else { return .quote(content) }
    let name = String(text[text.index(text.startIndex, offsetBy: 2)..<end])
    guard let kind = Block.Box(rawValue: name.lowercased()) else {
      let known = Block.Box.allCases.map { $0.rawValue.uppercased() }
      report(
        place(of: "[!\(name)]", from: first.lines.lowerBound),
        "box",
        "there is no box '\(name)'\(Spelling.suggestion(for: name, among: known))",
        help: "boxes are \(known.joined(separator: ", "))"
      )
      return .quote(content)
    }
    var rest = inlines
    let afterMarker = String(text[text.index(after: end)...]).drop { $0 == " " }
    rest[0] = .text(String(afterMarker))
    let lineEnd = rest.firstIndex { if case .softBreak = $0 { true } else { false } } ?? rest.count
    let title = afterMarker.isEmpty && lineEnd == 1 ? [] : Array(rest[..<lineEnd])
    let body = Array(rest[min(lineEnd + 1, rest.count)...])
    var blocks = content
    if body.isEmpty {
      blocks.removeFirst()
    } else {
      blocks[0].kind = .paragraph(body)
    }
    return .box(kind, title: title, blocks)
  }

  // MARK: Refusals

  mutating func refuseUnlessComment(_ html: String, _ range: SourceRange) {
    guard dialect == .book else { return }
    let rest = html.replacing(/<!--(?s:.*?)-->/, with: "")
    guard !rest.allSatisfy(\.isWhitespace) else { return }
    report(
      range,
      "raw-html",
      "a chapter holds no raw HTML",
      help: "write Markdown, or put it between backticks if it is code; comments are allowed"
    )
  }

  /// Where `text` first stands at or after a line; the line itself if it is nowhere near.
  func place(of text: String, from line: Int) -> SourceRange {
    let first = String(text.prefix { $0 != "\n" })
    guard !first.isEmpty else { return SourceRange(line: line) }
    for number in line..<min(line + 200, source.lines.count + 1) {
      let content = source.line(number)
      if let range = content.firstRange(of: first) {
        let column = content.distance(from: content.startIndex, to: range.lowerBound) + 1
        return SourceRange(line: number, column: column, length: first.count)
      }
    }
    return SourceRange(line: line)
  }

  mutating func report(_ range: SourceRange, _ id: String, _ message: String, help: String? = nil) {
    diagnostics.append(source.diagnostic(.error, range, id: id, message, help: help))
  }
}
