import CellRuntime
import Foundation
import Quantities

/// Weaves one checked chapter into its page.
///
/// This file is the order of things on the page; how each kind of thing looks is in the extensions.
final class PageWeaver {
  let checked: CheckedChapter
  let book: BookPages
  var headings: HeadingNumbers
  var counters = PageCounters()
  var surroundings = Surroundings.text
  /// The chapter's checked numbers with what stands behind them.
  let explained: [ExplainedClaim]
  /// Where each of them is among them, by the place of its target.
  private let claimIndices: [SourcePosition: Int]
  /// The sources at the foot of the page, in the order in which they are numbered.
  let sourceKeys: [String]
  private var cellIndex = 0
  /// What stands before the next words, by which quotation marks open or close.
  var typography = Typography()
  /// Where each section starts in the talk, by the line of its heading.
  let moments: [Int: TalkMoment]
  /// What stands on the page with a name or a number.
  let things: ChapterThings
  /// What the cards of the page's links show, by the address that the link has.
  var cards: [String: CardSubject] = [:]

  init(_ checked: CheckedChapter, in book: BookPages) {
    self.checked = checked
    self.book = book
    let number = book.number(of: checked.chapter)
    things =
      book.things[checked.chapter.stem]
      ?? ChapterThings(checked, prefix: number, referred: checked.chapter.referredNames)
    headings = HeadingNumbers(.chapter(number), taken: things.taken)
    moments = SectionMoments.all(in: checked, things, book.lectureClaims)
    explained = checked.explained(in: book.book)
    claimIndices = Dictionary(
      explained.enumerated().map { ($0.element.claim.link.targetPosition, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    sourceKeys = checked.sourceKeys.union(explained.flatMap { $0.figures.map(\.key) }).sorted()
  }

  var chapter: Chapter { checked.chapter }

  /// What the page says; its `cards` are those of the links in it.
  func weave() -> PageText {
    var body = html(chapter.document.blocks).withMarksOfAsides
    if checked.hasLongTables, let first = body.firstRange(of: "<figure class=\"table-figure\"") {
      body.insert(contentsOf: BookPages.filter(), at: first.lowerBound)
    }
    return PageText(
      stem: chapter.stem,
      head: header(),
      body: FirmWords.set(body),
      foot: FirmWords.set(sources()) + ledger(),
      sections: headings.sections + footSections,
      isAppendix: chapter.frontMatter.isAppendix
    )
  }

  // MARK: - The parts of the page

  /// What stands at the foot has no number, but a place in the contents.
  private var footSections: [HeadingNumbers.Section] {
    let parts = [
      (sourceKeys.isEmpty, "Sources", "sources"), (explained.isEmpty, "What was checked", "ledger"),
    ]
    return parts.filter { !$0.0 }.map { .init(level: 2, number: "", text: $0.1, anchor: $0.2) }
  }

  /// What the chapter is called, which stretch of the talk it follows, and the questions it answers.
  private func header() -> String {
    var html = "<header class=\"chapter-head\">\n"
    if let number = book.number(of: chapter) {
      let word = chapter.frontMatter.isAppendix ? "Appendix" : "Chapter"
      html += "<p class=\"chapter-number\">\(word)\u{A0}\(number)</p>\n"
    }
    html += "<h1>\(chapter.title.proseHTML)</h1>\n"
    if let summary = chapter.frontMatter.summary {
      html += "<p class=\"summary\">\(summary.trimming(" \n").proseHTML)</p>\n"
    }
    if let talk = chapter.frontMatter.talk, let stretch = TalkMoment.stretch(talk) {
      let link = book.talkLink(over: stretch)
      html += "<p class=\"talk-stretch\">The talk, \(link)</p>\n"
    }
    if !chapter.frontMatter.questions.isEmpty {
      html += "<ul class=\"questions\">\n"
      html += chapter.frontMatter.questions.map { "<li>\($0.proseHTML)</li>\n" }.joined()
      html += "</ul>\n"
    }
    if checked.claims.contains(where: \.isClaim) {
      html += """
        <p class="how">Numbers with <span class="claim">dots below</span> are checked: point at one, tap it or \
        tab to it, and it says how. All of them stand in <a href="#note-0">the ledger</a>.</p>

        """
    }
    return html + "</header>\n"
  }

  // MARK: - Blocks and inlines

  /// Blocks as HTML, the book's own kinds included.
  func html(_ blocks: [Block]) -> String {
    var html = renderer()
    html.write(blocks)
    return html.output
  }

  func html(_ inlines: [Inline]) -> String {
    var html = renderer()
    html.write(inlines)
    return html.output
  }

  /// A table of the text by itself, with the page's own inlines in its cells.
  func html(ofTable block: Block) -> String {
    var html = MarkdownHTML(inline: inlineHook)
    html.write([block])
    return html.output
  }

  private func renderer() -> MarkdownHTML {
    MarkdownHTML(
      block: { [self] block, html in
        guard let text = self.text(of: block) else { return false }
        html.startLine()
        html.write(text)
        return true
      },
      inline: inlineHook
    )
  }

  private var inlineHook: MarkdownHTML.InlineHook {
    { [self] inline, html in
      guard let text = self.text(of: inline) else { return false }
      html.write(text)
      return true
    }
  }

  /// What a block of the book's own is on the page; nil for plain Markdown.
  private func text(of block: Block) -> String? {
    let line = block.lines.lowerBound
    typography = Typography()
    return switch block.kind {
    case .heading(let level, let inlines): heading(level, inlines, line: line)
    case .code(let code) where code.language == "swift": nextCell()
    case .code(let code) where code.language == "output": ""
    case .code(let code): listing(code)
    case .formula(let latex, _): typed(latex, things.thing(onLine: line))
    case .box(let kind, let title, let blocks): box(kind, title, blocks, line: line)
    case .paragraph where things.captions.contains(line): ""  // stands above its table
    case .table(let table): captioned(table, block)
    case .html: ""
    default: nil
    }
  }

  private func text(of inline: Inline) -> String? {
    switch inline {
    case .text(let text): return words(text)
    case .softBreak where typography.isBehindNumber:
      // A number at the end of a line of the source is not torn from its unit on the page.
      typography.pass(" ")
      return "\u{A0}"
    case .softBreak, .lineBreak:
      typography.pass(" ")
      return nil
    case .code(let code):
      typography.pass(code.last ?? " ")
      return nil
    case .formula(let latex, _):
      typography.pass("x")
      return mathML(latex, display: false)
    case .html: return ""
    case .scheme(let link, let inner): return self.inline(link, inner)
    case .link(let url, let title, let inner) where surroundings == .text:
      return link(url, title: title, inner)
    default: return nil
    }
  }

  func mathML(_ latex: String, display: Bool) -> String {
    (try? Formula(parsing: latex))?.mathML(display: display) ?? latex.htmlEscaped
  }

  /// The chapter's cells come in the order of its fences.
  private func nextCell() -> String {
    defer { cellIndex += 1 }
    return html(chapter.cells[cellIndex])
  }

  /// The checked number of a link, with that of its note; nil for a link that is none after all.
  func claim(of link: SchemeLink) -> (ExplainedClaim, note: Int)? {
    claimIndices[link.targetPosition].map { (explained[$0], $0 + 1) }
  }
}

/// Numbers that run through a page.
struct PageCounters {
  /// How often each id of the lecture stands on the page so far, in claims and in the prose, for anchors.
  var claims: [String: Int] = [:]
  var mentions: [String: Int] = [:]
  /// Terms that already stand on the page.
  var terms: Set<String> = []
  /// Terms that the section has marked.
  var sectionTerms: Set<String> = []
  /// Symbols of which the section has said what they stand for, by the anchors of their rows.
  var symbols: Set<String> = []
  /// Notes that the page has so far.
  var asides = 0
}
