import CellRuntime

/// The title page: what the book is, one claim being checked, one figure, and what each chapter answers.
struct IndexPage {
  let book: BookPages

  var html: String {
    let example = ClaimExample(book)?.html(in: book) ?? ""
    var main = head + start() + example + figure() + chapters() + tables()
    if book.hasWholeBook {
      main += """
        <p class="whole"><a href="\(WholeBookPage.file)">The whole book on one page</a>, for printing</p>

        """
    }
    let description = book.settings.summary ?? book.title
    return PageFrame(
      book: book.title,
      title: book.title,
      description: description,
      picture: book.picture
    ).html(
      contents: book.contents(current: nil, sections: []),
      main: main,
      footer: book.footer() + """
        <p>Made from <code>book.yml</code> and the chapters. Two builds of the same commit are the same, byte for byte: \
        <code>swift run -c release chalktalk build --check</code> proves it</p>

        """
    )
  }

  /// What the book is called and is about, and the talk it follows.
  var head: String {
    var html = "<header class=\"title-page\">\n<h1>\(book.title.proseHTML)</h1>\n"
    if let subtitle = book.settings.subtitle {
      html += "<p class=\"subtitle\">\(subtitle.proseHTML)</p>\n"
    }
    if let summary = book.settings.summary {
      html += "<p class=\"summary\">\(summary.trimming(" \n").proseHTML)</p>\n"
    }
    if let talk = book.settings.talkTitle {
      let place = book.settings.talkURL.map {
        "<a href=\"\($0.htmlEscapedURL)\">\(talk.proseHTML)</a>"
      }
      html += "<p class=\"talk-stretch\">The lecture: \(place ?? talk.proseHTML)</p>\n"
    }
    return html + "</header>\n"
  }

  /// The way to the first chapter.
  private func start() -> String {
    guard let first = book.listed.first(where: { !$0.isTable }) else { return "" }
    let place = first.number.map { "Begin with chapter\u{A0}\($0)" } ?? "Begin"
    return """
      <p class="begin"><a href="\(first.file)">\(place): \(first.title.proseHTML)</a></p>

      """
  }

  /// The first chart that redraws a drawing of the lecture; else the first chart.
  private func figure() -> String {
    let shown = book.chapters.flatMap { checked in
      checked.chapter.cells.flatMap { cell in
        (checked.record?.transcript.output[cell.id] ?? []).compactMap { piece -> Drawn? in
          guard case .figure(let figure) = piece else { return nil }
          switch figure.kind {
          case .table, .explorer: return nil
          case .lineChart, .timeline, .diagram:
            return Drawn(chapter: checked.chapter, cell: cell, figure: figure)
          }
        }
      }
    }
    guard let picked = shown.first(where: \.isOfTheLecture) ?? shown.first else { return "" }
    let figure = picked.figure
    let drawing = figure.figure.pageHTML(id: figure.id, alt: figure.alt ?? figure.caption)
    let page = "\(picked.chapter.stem.htmlEscapedURL).html#\(figure.id)"
    let things = book.things[picked.chapter.stem]
    let name = things?[figure.id].map { "<b>\($0.label).</b> " } ?? ""
    let place = things?.place(line: picked.cell.fence.start.line, anchor: nil)
    let section = place.flatMap {
      $0.label.first?.isNumber == true ? "section\u{A0}\($0.label)" : nil
    }
    return """
      <section>
      \(book.heading("One drawing, redrawn from computed numbers"))
      <figure class="figure-box">
      <div class="drawing">\(drawing)</div>
      <figcaption>\(name)\(figure.caption.pageText.withFirmSpaces.htmlEscaped) \
      <a href="\(page)">In \(section ?? "its chapter")</a></figcaption>
      </figure>
      </section>

      """
  }

  private struct Drawn {
    var chapter: Chapter
    var cell: Cell
    var figure: RecordedFigure

    var isOfTheLecture: Bool {
      cell.options.covers.contains { $0.wholeMatch(of: /D\d+/) != nil }
    }
  }

  private func chapters() -> String {
    let chapters = book.chapters.filter { !$0.chapter.frontMatter.isAppendix }
    guard !chapters.isEmpty else { return "" }
    let heading = book.heading(chapters.count == 1 ? "The chapter" : "The chapters")
    var html = "<section>\n\(heading)\n"
    html += "<ol class=\"chapter-list\">\n"
    for checked in chapters {
      let chapter = checked.chapter
      let number = chapter.shownNumber.map { "<span class=\"number\">\($0)</span> " } ?? ""
      html += """
        <li>
        <h3>\(number)<a href="\(chapter.stem.htmlEscapedURL).html">\(chapter.title.proseHTML)</a></h3>

        """
      if !chapter.frontMatter.questions.isEmpty {
        html += "<ul class=\"questions\">\n"
        html += chapter.frontMatter.questions.map { "<li>\($0.proseHTML)</li>\n" }.joined()
        html += "</ul>\n"
      }
      let facts = facts(of: checked)
      html += facts.isEmpty ? "</li>\n" : "<p class=\"moment\">\(facts)</p>\n</li>\n"
    }
    return html + "</ol>\n</section>\n"
  }

  /// The chapters of the appendix and the pages that the tool makes.
  private func tables() -> String {
    let appendix = book.chapters.map(\.chapter).filter(\.frontMatter.isAppendix)
    var rows = appendix.map { chapter in
      ("\(chapter.stem.htmlEscapedURL).html", chapter.title, chapter.frontMatter.summary)
    }
    rows += book.made.map { ($0.file, $0.title, $0.summary) }
    guard !rows.isEmpty else { return "" }
    let items = rows.map { file, title, summary in
      let words = summary.map { ": \($0.trimming(" \n.").proseHTML)" } ?? ""
      return "<li><a href=\"\(file)\">\(title.proseHTML)</a>\(words)</li>\n"
    }
    return """
      <section>
      \(book.heading("Tables"))
      <ul class="table-list">
      \(items.joined())</ul>
      </section>

      """
  }

  /// `The talk 0:00–31:59, 156 claims checked, 5 disputed`.
  private func facts(of checked: CheckedChapter) -> String {
    let tally = checked.tally
    let stretch = checked.chapter.frontMatter.talk.flatMap(TalkMoment.stretch)
    var parts = stretch.map { ["The talk \(TalkMoment.text(of: $0))"] } ?? []
    if tally.total > 0 {
      parts.append("\(tally.total.grouped) claim\(tally.total == 1 ? "" : "s") checked")
    }
    if tally.disputed > 0 { parts.append("\(tally.disputed) disputed") }
    return parts.joined(separator: ", ")
  }
}
