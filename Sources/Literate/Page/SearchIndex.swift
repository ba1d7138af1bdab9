import CellRuntime

/// What the search of the site looks through: every section with its text, everything with a number, every cell
/// with its code, terms, symbols, sources and ids of the lecture.
///
/// A script that pages load at the first search, since a page that is opened from a disk cannot fetch a file.
struct SearchIndex {
  static let name = "search-index.js"

  let book: BookPages

  init(_ book: BookPages) {
    self.book = book
  }

  /// A place that a search can lead to.
  struct Entry {
    var title: String
    /// What it is: `Section`, `Figure`; of a page the page's own name.
    var kind: String
    var anchor: String
    var text = ""

    /// Adds words behind those it has, with single blanks between.
    mutating func add(_ words: String) {
      let blanks = " \n\t".utf8
      for word in words.utf8.split(whereSeparator: blanks.contains) {
        if !text.isEmpty { text += " " }
        text += String(Substring(word))
      }
    }
  }

  /// The script: the site's pages, then each place as title, kind, page, anchor and text.
  ///
  /// - Parameter lines: Those of each page, by its stem.
  /// - Returns: JavaScript.
  func text(_ lines: [String: String]) -> String {
    let pages = book.listed
    let names = pages.map {
      "[\(PreviewFile.quoted($0.file)),\(PreviewFile.quoted(Self.name(of: $0)))]"
    }
    return """
      dispatchEvent(new CustomEvent("search-index", { detail: { pages: [
      \(names.joined(separator: ",\n"))
      ], entries: [
      \(pages.compactMap { lines[$0.stem] }.joined(separator: ",\n"))
      ] } }));

      """
  }

  /// The lines of a chapter.
  func lines(of checked: CheckedChapter) -> String {
    lines(entries(of: checked), on: checked.chapter.stem)
  }

  /// The lines of a page that the tool makes.
  func lines(of made: MadePage) -> String { lines(entries(of: made), on: made.rawValue) }

  private func lines(_ entries: [Entry], on page: String) -> String {
    let number = book.listed.firstIndex { $0.stem == page } ?? 0
    return entries.map { entry in
      let words = [entry.title, entry.kind].map(PreviewFile.quoted).joined(separator: ",")
      let place = [entry.anchor, entry.text].map(PreviewFile.quoted).joined(separator: ",")
      return "[\(words),\(number),\(place)]"
    }.joined(separator: ",\n")
  }

  private static func name(of page: BookPages.Listed) -> String {
    guard let number = page.number else { return page.title }
    return (page.isTable ? "Appendix " : "Chapter ") + number
  }

  // MARK: - Chapters

  /// The chapter with what stands above its first heading, its sections, then what stands in them.
  private func entries(of checked: CheckedChapter) -> [Entry] {
    let chapter = checked.chapter
    guard let things = book.things[chapter.stem] else { return [] }
    let front = chapter.frontMatter
    let number = book.number(of: chapter)
    let kind = number.map { (front.isAppendix ? "Appendix " : "Chapter ") + $0 } ?? chapter.title
    var sections = [Entry(title: chapter.title.typeset, kind: kind, anchor: "")]
    sections[0].add(
      ([front.summary].compactMap(\.self) + front.questions).joined(separator: " ").typeset
    )
    let starts = Dictionary(
      things.sections.map { ($0.line, $0.section) },
      uniquingKeysWith: { first, _ in first }
    )
    var cells = chapter.cells.makeIterator()
    for block in chapter.document.blocks.withInner {
      if let section = starts[block.lines.lowerBound], case .heading = block.kind {
        let number = section.number.isEmpty ? "" : section.number + " "
        let title = number + section.text.typeset
        sections.append(Entry(title: title, kind: "Section", anchor: section.anchor))
      } else if case .code(let code) = block.kind, code.language == "swift" {
        let cell = cells.next()
        let formula = cell.flatMap { self.formula(of: $0, in: checked) }
        sections[sections.count - 1].add(formula ?? "")
      } else {
        sections[sections.count - 1].add(words(of: block, on: chapter.stem))
      }
    }
    return sections + things.things.compactMap { entry(of: $0, in: checked) }
  }

  /// What a formula cell computed, in a line; nil for other cells.
  private func formula(of cell: Cell, in checked: CheckedChapter) -> String? {
    guard cell.options.isFormula else { return nil }
    return (try? checked.formula(of: cell, names: book.settings.formulaNames))?.sentence
  }

  /// The words of a block without those of the blocks in it.
  private func words(of block: Block, on page: String) -> String {
    switch block.kind {
    case .paragraph(let inlines): words(inlines, on: page)
    case .box(_, let title, _): words(title, on: page)
    case .table(let table):
      ([table.header] + table.rows).joined().map { words($0, on: page) }.joined(separator: " ")
    case .code(let code) where !["swift", "output"].contains(code.language): code.text
    case .formula(let latex, _): Self.plain(latex)
    default: ""
    }
  }

  /// Words as the page shows them: a link that names a thing's kind has the number behind it.
  private func words(_ inlines: [Inline], on page: String) -> String {
    var typography = Typography()
    return words(inlines, on: page, &typography)
  }

  private func words(
    _ inlines: [Inline],
    on page: String,
    _ typography: inout Typography
  ) -> String {
    var words = ""
    for inline in inlines {
      switch inline {
      case .scheme(let link, let inner):
        let text = self.words(inner, on: page, &typography)
        words += text
        guard link.scheme == .ref, case .thing(let thing) = book.target(of: link.target, on: page),
          thing.kind == NamedThing.kind(namedBy: text)
        else { break }
        words += " \(thing.shownNumber)"
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner):
        words += self.words(inner, on: page, &typography)
      case .text(let text): words += typography.set(text)
      case .formula(let latex, _):
        words += Self.plain(latex)
        typography.pass("x")
      default:
        words += inline.plainText
        typography.pass(inline.plainText.last ?? " ")
      }
    }
    return words
  }

  /// A formula as it can be read in a line.
  private static func plain(_ latex: String) -> String {
    (try? Formula(parsing: latex))?.plainText ?? latex
  }

  /// A thing with a number or a cell; sections have entries of their own.
  private func entry(of thing: NamedThing, in checked: CheckedChapter) -> Entry? {
    guard let anchor = thing.anchor, !anchor.isEmpty else { return nil }
    let isFormula = thing.kind == .equation && thing.number.isEmpty
    var kind = thing.word ?? "Swift"
    if isFormula { if case .cell = thing.content { kind = "Swift" } else { kind = "Formula" } }
    var entry = Entry(title: thing.label, kind: kind, anchor: anchor)
    switch thing.content {
    case .figure(let shown): entry.add(shown.caption.pageText)
    case .pipeTable(_, let caption): entry.add(words(caption, on: thing.page))
    case .formula(let latex): entry.add(Self.plain(latex))
    case .exercise(let title, let blocks):
      entry.add(words(title, on: thing.page))
      for block in blocks.withInner { entry.add(words(of: block, on: thing.page)) }
    case .cell(let cell):
      entry.add(formula(of: cell, in: checked) ?? "")
      entry.add(cell.shownCode)
    case .chapter, .section: return nil
    }
    return entry
  }
}
