// Headings: numbered, with a permalink, and in the margin the moment of the talk that the section starts from.

extension PageWeaver {
  func heading(_ level: Int, _ inlines: [Inline], line: Int) -> String {
    if level == 1, inlines.plainText == chapter.title { return "" }  // stands in the page's head
    let section = headings.next(level: max(2, level), text: inlines.plainText)
    let number = section.number.isEmpty ? "" : "<span class=\"number\">\(section.number)</span> "
    let name = section.number.isEmpty ? section.text : section.number
    return """
      <h\(section.level) id="\(section.anchor)">\(number)\
      \(html(inlines)) <a class="permalink" href="#\(section.anchor)" \
      title="\(chapter.stem.htmlEscaped).md:\(line)" aria-label="Link to section \(name.htmlEscaped)">§</a></h\(section.level)>
      \(moment(of: line))
      """
  }

  /// Where the talk is, for the margin beside a heading.
  private func moment(of line: Int) -> String {
    guard let link = moments[line], let moment = TalkMoment(link.target) else { return "" }
    let place = book.talkLink(seconds: moment.seconds, text: link.target)
    return "<p class=\"moment-mark\">\(place) in the talk</p>\n"
  }

  static func moments(in document: Document) -> [Int: SchemeLink] {
    var moments: [Int: SchemeLink] = [:]
    var heading: Int?
    for block in document.blocks {
      switch block.kind {
      case .heading: heading = block.lines.lowerBound
      case .paragraph(let inlines):
        guard let line = heading, moments[line] == nil else { continue }
        for case .scheme(let link, _) in inlines where link.scheme == .talk {
          moments[line] = moments[line] ?? link
        }
      default: continue
      }
    }
    return moments
  }
}
