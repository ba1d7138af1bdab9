import CellRuntime

/// What the pages of one book share: its chapters, settings and sources, and where everything with a name stands.
struct BookPages {
  let book: Book
  let chapters: [CheckedChapter]
  /// The page of each named thing.
  let anchors: [String: Anchor]
  /// The pages that the tool makes for this book.
  let made: [MadePage]
  /// The symbols and where each stands.
  let notation: NotationTable
  /// The id of each term.
  let termAnchors: [String: String]

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
    made = MadePage.allCases.filter { $0.isIn(book) }
    notation = NotationTable(book.settings, chapters)
    termAnchors = Self.termAnchors(book.settings)
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
    var headings = HeadingNumbers(.chapter(nil), taken: names)
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

  /// The page of `03-pipelines.md#played`, by which a chapter links to another on GitHub; nil for other links.
  func page(ofChapterFile url: String) -> String? {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let file = parts.first, file.hasSuffix(".md"),
      let chapter = chapters.first(where: { "\($0.chapter.stem).md" == file })?.chapter
    else { return nil }
    return "\(chapter.stem).html" + (parts.count > 1 ? "#\(parts[1])" : "")
  }

  /// A moment of the talk; a link when the book says where the talk can be seen.
  func talkLink(seconds: Int, text: String, label: String? = nil) -> String {
    let label = label ?? text.htmlEscaped
    guard let url = settings.talkURL else { return "<span class=\"talk\">\(label)</span>" }
    let joint = url.contains("?") ? "&" : "?"
    return "<a class=\"talk\" href=\"\("\(url)\(joint)t=\(seconds)".htmlEscapedURL)\">\(label)</a>"
  }
}
