import CellRuntime

// Where things stand on the pages, for links from one page to another.

extension BookPages {
  /// A place on a chapter's page.
  struct Place: Hashable {
    var page: String
    var anchor: String
    /// The number of the section; of a page without numbers, its title.
    var label: String
    /// The anchor of the section; empty before the first.
    var section = ""

    var html: String {
      let fragment = anchor.isEmpty ? "" : "#" + anchor.htmlEscapedURL
      return "<a href=\"\(page.htmlEscapedURL).html\(fragment)\">\(label.htmlEscaped)</a>"
    }
  }

  /// The anchor of the `count`-th claim or mention of an id on a page.
  static func anchor(_ kind: String, _ id: String, count: Int) -> String {
    "\(kind)-\(id)" + (count > 1 ? "-\(count)" : "")
  }

  /// The chapters as they are read, those of the appendix after the others.
  var reading: [CheckedChapter] { Self.reading(chapters) }

  static func reading(_ chapters: [CheckedChapter]) -> [CheckedChapter] {
    chapters.filter { !$0.chapter.frontMatter.isAppendix }
      + chapters.filter(\.chapter.frontMatter.isAppendix)
  }

  /// The places of the sections in which some lines stand, each once, with the anchor of its first line.
  ///
  /// - Parameters:
  ///   - lines: Lines of a chapter, each with the id of what stands there; nil for that of its section.
  ///   - stem: The chapter's.
  /// - Returns: The places in the order of the lines.
  func places(of lines: [(line: Int, anchor: String?)], in stem: String) -> [Place] {
    guard let things = things[stem] else { return [] }
    var seen: Set<String> = []
    return lines.sorted { $0.line < $1.line }.map { things.place(line: $0.line, anchor: $0.anchor) }
      .filter { seen.insert($0.label).inserted }
  }
}

extension ChapterThings {
  /// The place of something on a line of the chapter.
  ///
  /// - Parameters:
  ///   - line: The line in the chapter's file.
  ///   - anchor: The id of the thing on the page; nil for the section it stands in.
  /// - Returns: The place, labelled with its section.
  func place(line: Int, anchor: String?) -> BookPages.Place {
    let section = sections.last { $0.line <= line }?.section
    var label = section?.number ?? prefix ?? ""
    if label.isEmpty { label = title }
    return BookPages.Place(
      page: page,
      anchor: anchor ?? section?.anchor ?? "",
      label: label,
      section: section?.anchor ?? ""
    )
  }
}
