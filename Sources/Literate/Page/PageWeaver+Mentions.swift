// Ids of the lecture in the prose: each leads to its row of the ledger.

extension PageWeaver {
  /// Running text with its ids as links.
  func words(_ text: String) -> String {
    let entries = book.lectureClaims.entries
    let text = typography.setBehindNumber(text)
    guard !entries.isEmpty, surroundings != .checkedNumber else { return text.htmlEscaped }
    let ranges = LectureID.ranges(in: text).filter { entries[String(text[$0])] != nil }
    guard !ranges.isEmpty else { return text.htmlEscaped }
    var html = ""
    var end = text.startIndex
    for range in ranges {
      html += text[end..<range.lowerBound].htmlEscaped + mention(String(text[range]))
      end = range.upperBound
    }
    return html + text[end...].htmlEscaped
  }

  private func mention(_ id: String) -> String {
    counters.mentions[id, default: 0] += 1
    let anchor = BookPages.anchor("mention", id, count: counters.mentions[id] ?? 1)
    // A link does not stand inside another one.
    guard surroundings == .text else { return "<span id=\"\(anchor)\">\(id)</span>" }
    let address = "\(MadePage.ledger.file)#\(id)"
    addCard(address, .claim(id))
    return "<a class=\"id\" id=\"\(anchor)\" href=\"\(address)\">\(id)</a>"
  }

  /// What running text stands in, which decides what becomes of an id in it.
  enum Surroundings {
    case text, link, checkedNumber
  }

  /// Writes what stands inside a link or a checked number.
  func html(_ inlines: [Inline], in surroundings: Surroundings) -> String {
    let before = self.surroundings
    self.surroundings = surroundings
    defer { self.surroundings = before }
    return html(inlines)
  }
}
