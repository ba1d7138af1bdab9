// Headings: numbered, with a permalink, and in the margin the moment of the talk that the section starts from.

extension PageWeaver {
  func heading(_ level: Int, _ inlines: [Inline], line: Int) -> String {
    if level == 1, inlines.plainText == chapter.title { return "" }  // stands in the page's head
    let section = headings.next(level: max(2, level), text: inlines.plainText)
    if section.level == 2 {
      counters.symbols = []
      counters.sectionTerms = []
    }
    // The title is one thing beside the number, so that its second line begins where its first does.
    let isNumbered = !section.number.isEmpty
    let number =
      isNumbered ? "<span class=\"number\">\(section.number)</span> <span>" : ""
    let name = section.number.isEmpty ? section.text : section.number
    return """
      <h\(section.level) id="\(section.anchor)">\(number)\
      \(html(inlines)) <a class="permalink" href="#\(section.anchor)" \
      data-line="\(line)" aria-label="Link to section \(name.htmlEscaped)">§</a>\(isNumbered ? "</span>" : "")</h\(section.level)>
      \(moment(of: line))
      """
  }

  /// Where the talk is, for the margin beside a heading, and where the page that follows the talk has the section.
  private func moment(of line: Int) -> String {
    guard let moment = moments[line] else { return "" }
    let place = book.talkLink(to: moment)
    let section = things.sections.first { $0.line == line }?.section
    guard book.made.contains(.talk), let section else {
      return "<p class=\"moment-mark\">\(place) in the talk</p>\n"
    }
    let address = "\(MadePage.talk.file)#\(TalkPage.anchor(of: section, on: chapter.stem))"
    return
      "<p class=\"moment-mark\">\(place) in <a href=\"\(address.htmlEscapedURL)\">the talk</a></p>\n"
  }
}
