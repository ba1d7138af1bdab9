/// The title page: what the book is, one claim being checked, and what each chapter answers.
struct IndexPage {
  let book: BookPages

  var html: String {
    var main = "<header class=\"title-page\">\n<h1>\(book.title.htmlEscaped)</h1>\n"
    if let subtitle = book.settings.subtitle {
      main += "<p class=\"subtitle\">\(subtitle.htmlEscaped)</p>\n"
    }
    if let summary = book.settings.summary {
      main += "<p class=\"summary\">\(summary.trimming(" \n").htmlEscaped)</p>\n"
    }
    main += "</header>\n" + example() + chapters()
    return PageFrame(title: book.title, description: book.settings.summary ?? book.title).html(
      contents: book.contents(current: nil, sections: []),
      main: main,
      footer: footer()
    )
  }

  /// A claim of the lecture beside what was computed for it.
  private func example() -> String {
    let claims = book.chapters.flatMap { checked in checked.claims.map { (checked.chapter, $0) } }
      .filter { $0.1.isClaim && $0.1.options.id != nil && $0.1.value != nil }
    let picked = claims.first { $0.1.verdict == .disputed } ?? claims.first
    guard let (chapter, claim) = picked, let id = claim.options.id, let value = claim.value else {
      return ""
    }
    let said = book.lectureClaims.entries[id]?.claim
    return """
      <section class="example" aria-label="One claim, checked">
      <dl>
      <dt>The lecture</dt><dd>\((said ?? claim.text).htmlEscaped)</dd>
      <dt>Stated</dt><dd>\(claim.text.htmlEscaped)</dd>
      <dt>Computed</dt><dd><code>\(claim.link.target.htmlEscaped)</code> = \
      \(ClaimCard.unrounded(value, like: claim).htmlEscaped)</dd>
      <dt>Verdict</dt><dd>\(claim.verdict == .disputed ? "Disputed, and corrected" : "Holds"): \
      <a href="\(chapter.stem.htmlEscapedURL).html#claim-\(id)">\(id) in its place</a></dd>
      </dl>
      </section>

      """
  }

  private func chapters() -> String {
    var html = "<ol class=\"chapter-list\">\n"
    for checked in book.chapters {
      let chapter = checked.chapter
      html +=
        "<li>\n<h2><a href=\"\(chapter.stem.htmlEscapedURL).html\">\(chapter.title.htmlEscaped)</a></h2>\n"
      if let talk = chapter.frontMatter.talk {
        html += "<p class=\"moment\">\(talk.htmlEscaped)</p>\n"
      }
      if let summary = chapter.frontMatter.summary {
        html += "<p>\(summary.trimming(" \n").htmlEscaped)</p>\n"
      }
      if !chapter.frontMatter.questions.isEmpty {
        html += "<ul class=\"questions\">\n"
        html += chapter.frontMatter.questions.map { "<li>\($0.htmlEscaped)</li>\n" }.joined()
        html += "</ul>\n"
      }
      html += "</li>\n"
    }
    return html + "</ol>\n"
  }

  private func footer() -> String {
    let tally = book.chapters.reduce(CheckedChapter.Tally()) { $0 + $1.tally }
    return """
      <p>\(tally.total) claims checked, \(tally.disputed) of them disputed as announced, chalktalk \(toolVersion). \
      Repeat: <code>swift run -c release chalktalk check</code></p>

      """
  }
}
