// Ways through the book: the contents beside every page, and the pages before and after.

extension BookPages {
  /// A page as the contents list it.
  struct Listed {
    var stem: String
    var title: String
    /// A chapter's number, the letter of an appendix.
    var number: String?
    /// Whether it is a table to look things up in, and no chapter to read.
    var isTable: Bool

    var file: String { stem.htmlEscapedURL + ".html" }

    /// Its number and title.
    var name: String {
      (number.map { "<span class=\"number\">\($0)</span> " } ?? "") + title.proseHTML
    }
  }

  /// All pages in the order of reading: chapters, chapters of the appendix, pages that the tool makes.
  var listed: [Listed] {
    let chapters = reading.map(\.chapter).map { chapter in
      Listed(
        stem: chapter.stem,
        title: chapter.title,
        number: number(of: chapter),
        isTable: chapter.frontMatter.isAppendix
      )
    }
    return chapters
      + made.map { Listed(stem: $0.rawValue, title: $0.title, number: nil, isTable: true) }
  }

  /// What stands at the head of a chapter's sheets of paper: its number and title.
  func runningHead(of stem: String) -> String {
    let page = listed.first { $0.stem == stem }
    return [page?.number, page?.title ?? stem].compactMap(\.self).joined(separator: " ")
  }

  /// The book's contents with the sections of the page that is open.
  ///
  /// In a narrow window they are a sheet that opens as the target of the bar's link and closes with any
  /// other: no script is needed.
  ///
  /// - Parameters:
  ///   - current: The stem of the open page; nil for the title page.
  ///   - sections: The open page's sections.
  /// - Returns: The `nav`.
  func contents(current: String?, sections: [HeadingNumbers.Section]) -> String {
    let listed = listed
    let chapters = listed.filter { !$0.isTable }
    let tables = listed.filter(\.isTable)
    let way = current.map(hasSolutions) == true ? " <a href=\"#print\">Print</a>" : ""
    var html = """
      <nav class="contents" id="contents" aria-label="Contents">
      <a class="close" href="#text">Close</a>
      <p class="book"><a href="index.html"\(current == nil ? " aria-current=\"page\"" : "")>\(title.proseHTML)</a></p>
      <p class="tools"><button type="button" class="search">Search <kbd>/</kbd></button> \
      <button type="button" class="theme">Dark</button>\(way)</p>

      """
    if let index = chapters.firstIndex(where: { $0.stem == current }), chapters.count > 1 {
      html += """
        <p class="progress"><progress max="\(chapters.count)" value="\(index + 1)" aria-label="Progress">\
        </progress> \(progress(index, of: chapters))</p>

        """
    } else if let number = tables.first(where: { $0.stem == current })?.number {
      let last = tables.last { $0.number != nil }?.number ?? number
      html += "<p class=\"progress\">Appendix \(number)\(last == "A" ? "" : " of A–\(last)")</p>\n"
    }
    html += list(chapters, current: current, sections: sections)
    if !tables.isEmpty {
      html += "<p class=\"part\">Tables</p>\n"
      html += list(tables, current: current, sections: sections)
    }
    if hasWholeBook {
      html += """
        <p class="part whole"><a href="\(WholeBookPage.file)">The whole book on one page, for printing</a></p>

        """
    }
    return html + "</nav>\n"
  }

  /// `Chapter 1 of 9`, by the numbers that the chapters have; `of 0–9` where the first of them is no 1.
  private func progress(_ index: Int, of chapters: [Listed]) -> String {
    guard let number = chapters[index].number, let last = chapters.last?.number else {
      return "Page \(index + 1) of \(chapters.count)"
    }
    let first = chapters.first?.number ?? "1"
    return "Chapter \(number) of \(first == "1" ? "" : first + "–")\(last)"
  }

  private func list(
    _ pages: [Listed],
    current: String?,
    sections: [HeadingNumbers.Section]
  ) -> String {
    guard !pages.isEmpty else { return "" }
    var html = "<ol>\n"
    for page in pages {
      let isCurrent = page.stem == current
      html += """
        <li><a href="\(page.file)"\(isCurrent ? " aria-current=\"page\"" : "")>\(page.name)</a>
        """
      let sections = sections.filter { $0.level == 2 }
      if isCurrent, !sections.isEmpty {
        html += "\n<ol class=\"sections\">\n"
        for section in sections {
          let number =
            section.number.isEmpty ? "" : "<span class=\"number\">\(section.number)</span> "
          html += """
            <li><a href="#\(section.anchor)"\(number.isEmpty ? " class=\"unnumbered\"" : "")>\
            \(number)\(section.text.typeset.htmlEscaped)</a></li>

            """
        }
        html += "</ol>\n"
      }
      html += "</li>\n"
    }
    return html + "</ol>\n"
  }

  /// The pages before and after, by name.
  func neighbours(of stem: String) -> String {
    let listed = listed
    guard let index = listed.firstIndex(where: { $0.stem == stem }) else { return "" }
    var html = "<nav class=\"neighbours\" aria-label=\"Pages before and after\">\n"
    if index > 0 {
      html += link(listed[index - 1], class: "previous", rel: "prev", word: "Before")
    } else {
      html += """
        <a class="previous" href="index.html" rel="prev"><small>Before</small> \(title.proseHTML)</a>

        """
    }
    if index + 1 < listed.count {
      html += link(listed[index + 1], class: "next", rel: "next", word: "Next")
    }
    return html + "</nav>\n"
  }

  /// What the links to the pages before and after show, where those are chapters.
  func neighbourCards(of stem: String) -> [String: CardSubject] {
    let listed = listed
    guard let index = listed.firstIndex(where: { $0.stem == stem }) else { return [:] }
    let near = [index - 1, index + 1].filter(listed.indices.contains).map { listed[$0] }
    let chapters = near.compactMap { page in
      things[page.stem]?.things.first { $0.kind == .chapter }.map {
        (page.file, CardSubject.thing(page: page.stem, .chapter, name: $0.name))
      }
    }
    return Dictionary(chapters, uniquingKeysWith: { first, _ in first })
  }

  private func link(
    _ page: Listed,
    class name: String,
    rel: String,
    word: String
  ) -> String {
    let number = page.number.map { "\($0) " } ?? ""
    return """
      <a class="\(name)" href="\(page.file)" rel="\(rel)"><small>\(word)</small> \
      \(number)\(page.title.proseHTML)</a>

      """
  }
}
