import CellRuntime

/// What a link shows before it is followed: the thing itself where it fits a card, and the way to it.
struct PreviewCard {
  let book: BookPages

  init(_ book: BookPages) {
    self.book = book
  }

  // MARK: - Terms, sources, claims

  func html(ofTerm term: String, address: String) -> String {
    let meaning = book.settings.glossary[term] ?? ""
    return """
      <p><b>\(term.proseHTML)</b> \(meaning.trimming(" \n").proseHTML)</p>
      \(way(to: address, "In the glossary"))
      """
  }

  func html(ofSource key: String, address: String) -> String {
    let isHere = address.hasPrefix("#")
    let source = book.cardTexts.value(of: "source \(key)") {
      "<p>\(book.source(key, figure: book.sourceFigures[key]))</p>"
    }
    return """
      \(source)
      \(way(to: address, isHere ? "Among the sources of this chapter" : "In the bibliography"))
      """
  }

  /// A symbol of a formula: what it stands for, and how members of the library that are written so are computed.
  func html(of row: NotationTable.Row, address: String) -> String {
    book.cardTexts.value(of: row.anchor) {
      let symbol = row.parts.map { "<math>\($0.mathML)</math>" }.joined(separator: ", ")
      let formulas = row.formulas.map { name, formula in
        "<p><code>\(name.htmlEscaped)</code></p>\n<div class=\"formula computed\">\(formula.mathML)</div>\n"
      }
      return "<p><b>\(symbol)</b> \(row.meaning.proseHTML)</p>\n" + formulas.joined()
    } + way(to: address, "In the notation")
  }

  func html(ofClaim id: String, address: String) -> String {
    guard let record = book.lectureRecords[id] else { return "" }
    let entry = record.entry
    let said = [entry.moment?.text, entry.speaker].compactMap(\.self).joined(separator: ", ")
    var html = "<p><b>\(id.htmlEscaped)</b> <span class=\"what\">\(said.htmlEscaped)</span></p>\n"
    if let claim = entry.claim { html += "<p>\(claim.proseHTML)</p>\n" }
    return html + """
      <p><span class="verdict \(record.verdict.rawValue)">\(record.verdict.word)</span></p>
      \(way(to: address, "In the ledger"))
      """
  }

  // MARK: - Things of chapters

  func html(of thing: NamedThing, address: String) -> String {
    let name = "\(thing.kind) \(thing.page) \(thing.name)#\(thing.anchor ?? "")"
    return book.cardTexts.value(of: name) { content(thing) } + "\n"
      + way(to: address, place(of: thing))
  }

  private func content(_ thing: NamedThing) -> String {
    let checked = book.chapters.first { $0.chapter.stem == thing.page }
    let label = thing.label.htmlEscaped
    switch thing.content {
    case .chapter:
      let front = checked?.chapter.frontMatter
      let summary = front?.summary.map { "\n<p>\($0.trimming(" \n").proseHTML)</p>" } ?? ""
      let number = thing.number.isEmpty ? "" : "\(label). "
      return
        "<p><b>\(number)\((checked?.chapter.title ?? thing.name).proseHTML)</b></p>\(summary)"
    case .section(let title, let start):
      let number = thing.number.isEmpty ? "" : "\(thing.number) "
      let words = start.isEmpty ? "" : "\n<p>\(Excerpt.html(start, of: checked))</p>"
      return "<p><b>\(number)\(title.proseHTML)</b></p>\(words)"
    case .figure(let shown):
      if case .explorer(let explorer) = shown.figure {
        return "<p><b>\(label).</b> \(shown.caption.pageText.withFirmSpaces.htmlEscaped)</p>\n"
          + "<div class=\"table\">\(explorer.startTable.html)</div>"
      }
      let drawing = shown.figure.html(id: "preview-" + shown.id, alt: shown.alt ?? shown.caption)
      let words = "<p><b>\(label).</b> \(shown.caption.pageText.withFirmSpaces.htmlEscaped)</p>\n"
      if shown.kind == .table {
        return words + "<div class=\"table\">\(drawing.withoutLinks)</div>"
      }
      return words + "<div class=\"drawing\">\(drawing)</div>"
    case .pipeTable(let table, let caption):
      return """
        <p><b>\(label).</b> \(Excerpt.html(caption, of: checked))</p>
        <div class="table">\(html(table, of: checked))</div>
        """
    case .formula(let latex):
      let formula = (try? Formula(parsing: latex))?.mathML(display: true) ?? latex.htmlEscaped
      return "<p><b>\(label)</b></p>\n<div class=\"formula\">\(formula)</div>"
    case .exercise(let title, let blocks):
      let words = title.plainText.isEmpty ? "" : " \(Excerpt.html(title, of: checked))"
      var start: [Inline] = []
      if case .paragraph(let inlines)? = blocks.first?.kind { start = inlines }
      return "<p><b>\(label)</b>\(words)</p>\n<p>\(Excerpt.html(start, of: checked))</p>"
    case .cell(let cell): return html(cell, thing, checked)
    }
  }

  private func html(_ cell: Cell, _ thing: NamedThing, _ checked: CheckedChapter?) -> String {
    if cell.options.isFormula,
      let formula = try? checked?.formula(of: cell, names: book.settings.formulaNames)
    {
      return """
        <p><b>\(thing.number.isEmpty ? "Formula" : thing.label)</b></p>
        <div class="formula computed">\(formula.mathML)</div>
        """
    }
    let lines = SwiftTokens(cell.shownCode).htmlLines
    // One that its page does not show is seen here or nowhere.
    let most = cell.options.isHidden ? lines.count : Self.mostLines
    let rest = lines.count > most ? "\n…" : ""
    return """
      <p><b>Cell</b> <code>\(cell.id.htmlEscaped)</code></p>
      <pre class="code"><code>\(lines.prefix(most).joined(separator: "\n"))\(rest)</code></pre>
      """
  }

  private static let mostLines = 12

  private func html(_ table: PipeTable, of checked: CheckedChapter?) -> String {
    func row(_ cells: [[Inline]], _ tag: String) -> String {
      let cells = zip(cells, table.alignments).map { cell, alignment in
        let place = alignment == .right ? " class=\"right\"" : ""
        return "<\(tag)\(place)>\(Excerpt.html(cell, of: checked))</\(tag.prefix(2))>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return """
      <table><thead>\(row(table.header, "th scope=\"col\""))</thead>
      <tbody>\(table.rows.map { row($0, "td") }.joined())</tbody></table>
      """
  }

  // MARK: - Where it stands

  private func way(to address: String, _ words: String) -> String {
    "<p class=\"way\"><a href=\"\(address)\">\(words)</a></p>"
  }

  private func place(of thing: NamedThing) -> String {
    switch thing.kind {
    case .chapter: "To the chapter"
    case .section: "To the section"
    default:
      thing.number.isEmpty ? "In its place" : "\(thing.label.htmlEscaped) in its place"
    }
  }
}

extension String {
  /// The tool's own HTML without its links: what they lead to is on another page.
  fileprivate var withoutLinks: String {
    replacing(/<a [^>]*>(.*?)<\/a>/) { String($0.1) }
  }
}
