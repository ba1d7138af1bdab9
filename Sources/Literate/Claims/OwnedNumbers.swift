import CellRuntime

/// Counts the numbers of a chapter by who answers for them: claims and the catalogue, nobody by agreement, or nobody.
package struct OwnedNumbers: Sendable {
  package struct Count: Codable, Sendable, Equatable {
    package var owned = 0
    /// `[…](plain: "reason")`.
    package var plain = 0
    package var exempt = 0
    package var unowned = 0

    package init(owned: Int = 0, plain: Int = 0, exempt: Int = 0, unowned: Int = 0) {
      self.owned = owned
      self.plain = plain
      self.exempt = exempt
      self.unowned = unowned
    }

    package static func + (left: Count, right: Count) -> Count {
      Count(
        owned: left.owned + right.owned,
        plain: left.plain + right.plain,
        exempt: left.exempt + right.exempt,
        unowned: left.unowned + right.unowned
      )
    }
  }

  package private(set) var count = Count()
  /// Every number that was counted, in the order of the text; those of figures last.
  package private(set) var uses: [NumberUse] = []
  package private(set) var diagnostics: [Diagnostic] = []
  private let source: SourceText
  private let references: References
  private var cursor: SourceCursor

  /// Scans the text of a chapter and what its cells gave to figures.
  init(_ checked: CheckedChapter, references: References) {
    self.init(checked.chapter, references: references)
    for cell in checked.chapter.cells {
      for case .figure(let shown) in checked.record?.transcript.output[cell.id] ?? [] {
        let place = cell.range(line: shown.line, column: 1)
        scan(shown.caption, at: place, as: "caption of '\(shown.id)'")
        if let alt = shown.alt { scan(alt, at: place, as: "alt text of '\(shown.id)'") }
        for label in shown.figure.labels {
          scan(label.text, at: place, as: "\(label.place) of '\(shown.id)'")
        }
      }
    }
  }

  /// Scans the text of a chapter.
  package init(_ chapter: Chapter, references: References) {
    source = chapter.source
    cursor = SourceCursor(chapter.source)
    self.references = references
    scanFrontMatter(chapter.frontMatter)
    visit(chapter.document.blocks)
  }

  /// Scans a text that a cell gave a figure: its caption, alt text or one of its labels.
  ///
  /// - Parameters:
  ///   - text: The text; its computed parts are owned.
  ///   - place: Where the cell shows the figure.
  ///   - what: What the text is, for the message.
  mutating func scan(_ text: FigureText, at place: SourceRange, as what: String) {
    count.owned += text.valueCount
    for case .value(let value) in text.segments where !NumberScan.numbers(in: value).isEmpty {
      uses.append(NumberUse(value, place, .computed(what)))
    }
    for found in Self.found(in: text.scannable) {
      let number = String(text.scannable[found.range])
      if let rule = found.rule {
        exempt(number, place, rule)
      } else {
        report(number, place, help: "\(what): interpolate a computed value: \"… \\(value) …\"")
      }
    }
  }

  // MARK: - Walking

  private mutating func scanFrontMatter(_ frontMatter: FrontMatter) {
    let texts = [frontMatter.title, frontMatter.summary].compactMap { $0 } + frontMatter.questions
    for text in texts { scan(text) }
  }

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      cursor.advance(to: block)
      switch block.kind {
      case .paragraph(let inlines): visit(inlines)
      case .heading(_, let inlines): visit(inlines, isHeading: true)
      case .quote(let inner): visit(inner)
      case .box(_, let title, let inner):
        visit(title)
        visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      case .table(let table):
        for cell in table.header { visit(cell) }
        for cell in table.rows.joined() { visit(cell) }
      case .formula(let latex, let line):
        scan(latex: latex, at: SourcePosition(line: line, column: 1))
      case .code, .html, .thematicBreak: break
      }
    }
  }

  private mutating func visit(_ inlines: [Inline], isHeading: Bool = false) {
    // A number in words may go on in the next line, so texts are read together.
    var run = ""
    var isFirst = true
    for inline in inlines {
      switch inline {
      case .text(let text):
        run += text
        continue
      case .softBreak, .lineBreak:
        run += "\n"
        continue
      default:
        scan(run, isHeading: isHeading && isFirst)
        run = ""
        isFirst = false
      }
      switch inline {
      case .emphasis(let inner), .strong(let inner), .image(_, _, let inner): visit(inner)
      case .link(let url, _, let inner):
        visit(inner)
        cursor.skip(url)
      case .code(let code): cursor.skip(code)
      case .formula(let latex, let place): scan(latex: latex, at: place)
      case .scheme(let link, let inner): visit(link, inner)
      case .text, .softBreak, .lineBreak, .html: break
      }
    }
    scan(run, isHeading: isHeading && isFirst)
  }

  private mutating func visit(_ link: SchemeLink, _ inner: [Inline]) {
    let text = inner.plainText
    let found = NumberScan.numbers(in: text).map { String(text[$0]) }
    let numbers = found.count
    switch link.scheme {
    case .claim, .value, .given:
      let written = found.isEmpty && link.scheme == .value ? [text] : found
      count.owned += written.count
      list(written, link, .link(link.scheme, link.target))
    case .plain:
      count.plain += numbers
      list(found, link, .plain(link.options ?? ""))
      if (link.options ?? "").trimming(" ").isEmpty {
        diagnostics.append(
          source.diagnostic(
            .error,
            link.textRange,
            id: "link",
            "a 'plain:' link says why nothing answers for its number",
            help: "write [12](plain: \"reason\")"
          )
        )
      }
    case .talk:
      count.exempt += numbers
      list(found, link, .exempt("a moment of the talk"))
    case .cite: own(numbers, citedBy: link, text)
    case .ref, .term: visit(inner)
    }
    cursor.advance(past: link)
  }

  private mutating func own(_ numbers: Int, citedBy link: SchemeLink, _ text: String) {
    guard numbers > 0, references.entries[link.target] != nil else { return }
    let statement: ClaimStatement
    do {
      statement = try ClaimTextReader.statement(text)
    } catch {
      diagnostics.append(
        source.diagnostic(
          .error,
          link.textRange,
          id: "cite",
          error.message,
          help: error.help
        )
      )
      return
    }
    let found = NumberScan.numbers(in: text).map { String(text[$0]) }
    if case .property = statement.form {
      // Several numbers in words are more than a source's figures can answer for.
      count.exempt += numbers
      list(found, link, .exempt("words of a citation"))
    } else if references.reference(link.target, supports: statement) {
      count.owned += numbers
      list(found, link, .link(.cite, link.target))
    } else {
      count.unowned += numbers
      list(found, link, .nobody)
      diagnostics.append(
        source.diagnostic(
          .error,
          link.textRange,
          id: "cite",
          "'\(statement.numberText)' is not among the figures of '\(link.target)'",
          help:
            "add it under 'figures:' of \(link.target) in references.yml, if that source says so"
        )
      )
    }
  }

  // MARK: - Scanning

  private mutating func scan(_ text: String, isHeading: Bool = false) {
    var read = text.startIndex
    for found in Self.found(in: text, isHeading: isHeading) {
      let number = String(text[found.range])
      // The same words may have stood before without being a number.
      for _ in 0..<NumberPhrase(number).occurrences(in: text[read..<found.range.lowerBound]) {
        _ = cursor.place(ofPhrase: NumberPhrase(number))
      }
      read = found.range.upperBound
      let place = cursor.place(ofPhrase: NumberPhrase(number))
      if let rule = found.rule {
        exempt(number, place, rule)
        continue
      }
      let words = NumberPhrase(number).oneLine
      report(
        words,
        place,
        help: "bind it: [\(words)](claim:EXPRESSION), or cite: or given: its source; "
          + "[\(words)](plain: \"reason\") owns nothing and is counted apart"
      )
    }
  }

  private mutating func scan(latex: String, at start: SourcePosition) {
    let formula: Formula
    do {
      formula = try Formula(parsing: latex)
    } catch {
      diagnostics.append(
        source.diagnostic(
          .error,
          Self.range(error.offset, error.length, of: latex, at: start),
          id: "formula",
          error.description,
          help: error.help
        )
      )
      return
    }
    for number in formula.numbers {
      let place = Self.range(number.offset, number.length, of: latex, at: start)
      guard !number.isExempt else {
        exempt(number.text, place, "0 to 10 in a formula")
        continue
      }
      report(
        number.text,
        place,
        help: "a formula states symbols; the numbers stand in claims beside it"
      )
    }
  }

  /// The place in the chapter of a stretch of a formula.
  private static func range(
    _ offset: Int,
    _ length: Int,
    of latex: String,
    at start: SourcePosition
  ) -> SourceRange {
    let before = latex.prefix(offset)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let column = lines.count > 1 ? (lines.last?.count ?? 0) + 1 : start.column + before.count
    return SourceRange(line: start.line + lines.count - 1, column: column, length: length)
  }

  /// The numbers of a text, each with the rule that exempts it.
  private static func found(
    in text: String,
    isHeading: Bool = false
  ) -> [(range: Range<String.Index>, rule: String?)] {
    let numbers = NumberScan.numbers(in: text)
    guard !numbers.isEmpty else { return [] }
    let exemptions = NumberExemptions.ranges(in: text, isHeading: isHeading)
    return numbers.map { range in
      (range, exemptions.first { $0.range.overlaps(range) }?.rule)
    }
  }

  private mutating func exempt(_ number: String, _ place: SourceRange, _ rule: String) {
    count.exempt += 1
    uses.append(NumberUse(NumberPhrase(number).oneLine, place, .exempt(rule)))
  }

  private mutating func list(_ numbers: [String], _ link: SchemeLink, _ owner: NumberUse.Owner) {
    for number in numbers {
      uses.append(NumberUse(NumberPhrase(number).oneLine, link.textRange, owner))
    }
  }

  private mutating func report(_ number: String, _ range: SourceRange, help: String) {
    count.unowned += 1
    uses.append(NumberUse(number, range, .nobody))
    diagnostics.append(
      source.diagnostic(
        .error,
        range,
        id: "unowned-number",
        "nothing answers for the number '\(number)'",
        help: help
      )
    )
  }
}

extension FigureText {
  /// How many computed values stand in it.
  var valueCount: Int {
    segments.count { if case .value = $0 { true } else { false } }
  }
}
