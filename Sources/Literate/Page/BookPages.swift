import CellRuntime

/// What the pages of one book share: its chapters, settings and sources, and where everything with a name stands.
struct BookPages {
  let book: Book
  let chapters: [CheckedChapter]
  /// The page of each named thing.
  let anchors: [String: Anchor]

  struct Anchor {
    /// The stem of the page.
    var page: String
  }

  var title: String { book.title }
  var settings: BookSettings { book.settings }
  var references: References { book.references }
  var lectureClaims: LectureClaims { book.lectureClaims }

  init(_ book: Book, _ chapters: [CheckedChapter]) {
    self.book = book
    self.chapters = chapters
    var anchors: [String: Anchor] = [:]
    for checked in chapters {
      for name in Self.names(in: checked) where anchors[name] == nil {
        anchors[name] = Anchor(page: checked.chapter.stem)
      }
    }
    self.anchors = anchors
  }

  /// Cells, figures and sections of a chapter.
  static func names(in checked: CheckedChapter) -> [String] {
    var names = cellNames(in: checked)
    var headings = HeadingNumbers(chapter: nil, taken: names)
    for block in checked.chapter.document.blocks {
      if case .heading(let level, let inlines) = block.kind {
        names.append(headings.next(level: max(2, level), text: inlines.plainText).anchor)
      }
    }
    return names
  }

  /// The ids of a chapter's cells and figures.
  static func cellNames(in checked: CheckedChapter) -> [String] {
    var names: [String] = []
    for cell in checked.chapter.cells {
      names.append(cell.id)
      for case .figure(let shown) in checked.record?.transcript.output[cell.id] ?? [] {
        names.append(shown.id)
      }
    }
    return names
  }

  // MARK: - Shared pieces

  /// The book's contents with the sections of the page that is open.
  ///
  /// In a narrow window they are a sheet that opens as the target of the bar's link and closes with any
  /// other: no script is needed.
  func contents(current: Chapter?, sections: [HeadingNumbers.Section]) -> String {
    var html = """
      <nav class="contents" id="contents" aria-label="Contents">
      <a class="close" href="#text">Close</a>
      <p class="book"><a href="index.html"\(current == nil ? " aria-current=\"page\"" : "")>\(title.htmlEscaped)</a></p>

      """
    if let index = chapters.firstIndex(where: { $0.chapter.stem == current?.stem }),
      chapters.count > 1
    {
      html += """
        <p class="progress"><progress max="\(chapters.count)" value="\(index + 1)" aria-label="Progress">\
        </progress> \(index + 1) of \(chapters.count) chapters</p>

        """
    }
    html += "<ol>\n"
    for checked in chapters {
      let chapter = checked.chapter
      let isCurrent = chapter.stem == current?.stem
      let number = chapter.number.map { "<span class=\"number\">\($0)</span> " } ?? ""
      html += """
        <li><a href="\(chapter.stem.htmlEscapedURL).html"\(isCurrent ? " aria-current=\"page\"" : "")>\
        \(number)\(chapter.title.htmlEscaped)</a>
        """
      if isCurrent, !sections.isEmpty {
        html += "\n<ol class=\"sections\">\n"
        for section in sections where section.level == 2 {
          html += """
            <li><a href="#\(section.anchor)"><span class="number">\(section.number)</span> \
            \(section.text.htmlEscaped)</a></li>

            """
        }
        html += "</ol>\n"
      }
      html += "</li>\n"
    }
    return html + "</ol>\n</nav>\n"
  }

  /// The chapters before and after, by name.
  func neighbours(of chapter: Chapter) -> String {
    guard let index = chapters.firstIndex(where: { $0.chapter.stem == chapter.stem }) else {
      return ""
    }
    var html = "<nav class=\"neighbours\" aria-label=\"Chapters before and after\">\n"
    if index > 0 {
      html += Self.link(chapters[index - 1].chapter, class: "previous", rel: "prev", word: "Before")
    } else {
      html += """
        <a class="previous" href="index.html" rel="prev"><small>Before</small> \(title.htmlEscaped)</a>

        """
    }
    if index + 1 < chapters.count {
      html += Self.link(chapters[index + 1].chapter, class: "next", rel: "next", word: "Next")
    }
    return html + "</nav>\n"
  }

  private static func link(
    _ chapter: Chapter,
    class name: String,
    rel: String,
    word: String
  ) -> String {
    let number = chapter.number.map { "\($0) " } ?? ""
    return """
      <a class="\(name)" href="\(chapter.stem.htmlEscapedURL).html" rel="\(rel)"><small>\(word)</small> \
      \(number)\(chapter.title.htmlEscaped)</a>

      """
  }

  /// A moment of the talk; a link when the book says where the talk can be seen.
  func talkLink(seconds: Int, text: String, label: String? = nil) -> String {
    let label = label ?? text.htmlEscaped
    guard let url = settings.talkURL else { return "<span class=\"talk\">\(label)</span>" }
    let joint = url.contains("?") ? "&" : "?"
    return "<a class=\"talk\" href=\"\("\(url)\(joint)t=\(seconds)".htmlEscapedURL)\">\(label)</a>"
  }
}
