import CellRuntime

// Where things stand on the pages, for links from one page to another.

extension BookPages {
  /// A place on a chapter's page.
  struct Place: Hashable {
    var page: String
    var anchor: String
    /// The number of the section; of a page without numbers, its title.
    var label: String

    var html: String {
      let fragment = anchor.isEmpty ? "" : "#" + anchor.htmlEscapedURL
      return "<a href=\"\(page.htmlEscapedURL).html\(fragment)\">\(label.htmlEscaped)</a>"
    }
  }

  /// The sections of a chapter in the order of its lines, as its page numbers them.
  struct Sections {
    private var sections: [(line: Int, section: HeadingNumbers.Section)] = []
    private let chapter: Chapter

    init(_ checked: CheckedChapter) {
      chapter = checked.chapter
      var numbers = HeadingNumbers(
        chapter.numbering,
        taken: BookPages.cellNames(in: checked)
      )
      collect(chapter.document.blocks, &numbers)
    }

    private mutating func collect(_ blocks: [Block], _ numbers: inout HeadingNumbers) {
      for block in blocks {
        switch block.kind {
        case .heading(1, let inlines) where inlines.plainText == chapter.title: break
        case .heading(let level, let inlines):
          let section = numbers.next(level: max(2, level), text: inlines.plainText)
          sections.append((block.lines.lowerBound, section))
        case .quote(let inner), .box(_, _, let inner): collect(inner, &numbers)
        case .list(_, let items): for item in items { collect(item, &numbers) }
        default: break
        }
      }
    }

    /// The place of something on a line of the chapter.
    ///
    /// - Parameters:
    ///   - line: The line in the chapter's file.
    ///   - anchor: The id of the thing on the page; nil for the section it stands in.
    /// - Returns: The place, labelled with its section.
    func place(line: Int, anchor: String?) -> Place {
      let section = sections.last { $0.line <= line }?.section
      var label = section?.number ?? chapter.shownNumber.map { "\($0)" } ?? ""
      if label.isEmpty { label = chapter.title }
      return Place(page: chapter.stem, anchor: anchor ?? section?.anchor ?? "", label: label)
    }
  }

  /// The anchor of the `count`-th claim or mention of an id on a page.
  static func anchor(_ kind: String, _ id: String, count: Int) -> String {
    "\(kind)-\(id)" + (count > 1 ? "-\(count)" : "")
  }

  /// The chapters as they are read, those of the appendix after the others.
  var reading: [CheckedChapter] {
    chapters.filter { !$0.chapter.frontMatter.isAppendix }
      + chapters.filter(\.chapter.frontMatter.isAppendix)
  }
}
