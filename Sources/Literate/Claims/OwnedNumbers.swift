import CellRuntime

/// Counts the numbers of a chapter by who answers for them: claims and the catalogue, nobody by agreement, or nobody.
package struct OwnedNumbers: Sendable {
  package struct Count: Sendable, Equatable {
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
  package private(set) var diagnostics: [Diagnostic] = []
  private let source: SourceText
  private let references: References
  private var cursor: SourceCursor

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
    for range in Self.unowned(text.scannable, exempt: &count.exempt) {
      let number = String(text.scannable[range])
      report(number, place, help: "\(what): interpolate a computed value: \"… \\(value) …\"")
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
    for (index, inline) in inlines.enumerated() {
      switch inline {
      case .text(let text): scan(text, isHeading: isHeading && index == 0)
      case .emphasis(let inner), .strong(let inner), .image(_, _, let inner): visit(inner)
      case .link(let url, _, let inner):
        visit(inner)
        cursor.skip(url)
      case .code(let code): cursor.skip(code)
      case .formula(let latex, let place): scan(latex: latex, at: place)
      case .scheme(let link, let inner): visit(link, inner)
      case .softBreak, .lineBreak, .html: break
      }
    }
  }

  private mutating func visit(_ link: SchemeLink, _ inner: [Inline]) {
    let text = inner.plainText
    let numbers = NumberScan.numbers(in: text).count
    switch link.scheme {
    case .claim, .value, .given: count.owned += max(numbers, link.scheme == .value ? 1 : 0)
    case .plain:
      count.plain += numbers
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
    case .talk: count.exempt += numbers
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
    if case .property = statement.form {
      count.exempt += numbers
    } else if references.reference(link.target, supports: statement) {
      count.owned += numbers
    } else {
      count.unowned += numbers
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
    guard text.contains(where: NumberScan.isDigit) else { return }
    for range in Self.unowned(text, isHeading: isHeading, exempt: &count.exempt) {
      let number = String(text[range])
      report(
        number,
        cursor.place(of: number),
        help: "bind it: [\(number)](claim:EXPRESSION), or cite: or given: its source; "
          + "[\(number)](plain: \"reason\") owns nothing and is counted apart"
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
      guard !number.isExempt else {
        count.exempt += 1
        continue
      }
      report(
        number.text,
        Self.range(number.offset, number.length, of: latex, at: start),
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

  /// The numbers of a text that no rule of the closed list exempts.
  private static func unowned(
    _ text: String,
    isHeading: Bool = false,
    exempt: inout Int
  ) -> [Range<String.Index>] {
    let exemptions = NumberExemptions.ranges(in: text, isHeading: isHeading)
      .sorted { $0.upperBound < $1.upperBound }[...]
    var open = exemptions
    var result: [Range<String.Index>] = []
    for range in NumberScan.numbers(in: text) {
      open = open.drop { $0.upperBound <= range.lowerBound }
      if open.contains(where: { $0.overlaps(range) }) {
        exempt += 1
      } else {
        result.append(range)
      }
    }
    return result
  }

  private mutating func report(_ number: String, _ range: SourceRange, help: String) {
    count.unowned += 1
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
