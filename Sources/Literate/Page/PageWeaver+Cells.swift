import CellRuntime

// Cells and what came out of them.

extension PageWeaver {
  func html(_ cell: Cell) -> String {
    // A page is only written of a chapter without errors: its formulas can be set.
    let formula = try? checked.formula(of: cell, names: book.settings.formulaNames)
    // The id stands on the first thing that the page shows of the cell.
    var id: String? = cell.id
    func takenID() -> String? {
      defer { id = nil }
      return id
    }
    var html = ""
    if let formula {
      html += equation(
        formula.mathML,
        things[cell.id].flatMap { $0.kind == .equation ? $0 : nil },
        id: takenID(),
        kind: "formula computed"
      )
      html += symbols(book.notation.rows(in: formula, of: chapter.stem))
    }
    if !cell.options.isHidden { html += code(cell, id: takenID()) }
    if cell.isInProgram {
      for piece in checked.record?.transcript.output[cell.id] ?? [] {
        switch piece {
        case .text(let text): html += output(text, id: takenID(), label: "Prints")
        case .figure(let shown): html += figure(shown, of: cell, cellID: takenID)
        }
      }
    } else {
      html += apart(cell, id: takenID())
    }
    return html
  }

  /// A table of the text with its number and caption; nil for one that has no name.
  func captioned(_ table: PipeTable, _ block: Block) -> String? {
    guard let thing = things.thing(onLine: block.lines.lowerBound),
      case .pipeTable(_, let caption) = thing.content
    else { return nil }
    let words = html(caption)
    return """
      <figure class="table-figure" id="\(thing.name.htmlEscaped)">
      \(html(ofTable: block))<figcaption><b>\(thing.label).</b> \(words)\
      \(permalink(thing.name.htmlEscaped, thing.label))</figcaption>
      </figure>

      """
  }

  static func attribute(_ id: String?) -> String {
    id.map { " id=\"\($0.htmlEscaped)\"" } ?? ""
  }

  private func code(_ cell: Cell, id: String?) -> String {
    let shown = cell.shownCode.withoutFinalBreak
    var pre = Self.listing(SwiftTokens(shown).html)
    if cell.hiddenLineCount > 0 { pre += allLines(cell) }
    let head = """
      <span class="kind">\(kind(of: cell))</span> <code class="command">\(command(cell))</code>
      """
    let isWrong = cell.options.fails != nil || cell.options.traps != nil
    // Paper keeps a short one on one page.
    let isShort = shown.lineCount <= Self.longestKept
    let name = "cell\(isWrong ? " must-fail" : "")\(isShort ? " short" : "")"
    if cell.options.isFolded || cell.options.isFormula {
      return """
        <details class="\(name)"\(Self.attribute(id))><summary class="cell-head">\(head)</summary>
        \(Self.copyButton)
        \(pre)</details>

        """
    }
    return """
      <div class="\(name)"\(Self.attribute(id))><div class="cell-head">\(head) \(Self.copyButton)</div>
      \(pre)</div>

      """
  }

  /// The cell with its hidden lines, which takes the place of the short form when it is opened.
  private func allLines(_ cell: Cell) -> String {
    let code = cell.code.withoutFinalBreak
    let source = code.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = zip(source, SwiftTokens(code).htmlLines).map { line, html in
      line.trimming(" \t").hasSuffix("// hide")
        ? "<span class=\"hidden-line\">\(html)</span>" : html
    }
    let count = Self.count(cell.hiddenLineCount, "hidden line")
    return """
      <details class="hidden-lines"><summary><span class="when-closed">Show</span>\
      <span class="when-open">Hide</span> \(count)</summary>
      \(Self.listing(lines.joined(separator: "\n")))</details>

      """
  }

  private static let copyButton = "<button class=\"copy\">Copy</button>"

  /// Code, which scrolls in its own box where a window is too narrow for it.
  private static func listing(_ html: String) -> String {
    "<pre class=\"code\"><code>\(html)</code></pre>\n"
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }

  private func kind(of cell: Cell) -> String {
    let options = cell.options
    if options.fails != nil { return "<b>✗ Swift</b> that must not compile" }
    if options.traps != nil { return "<b>✗ Swift</b> that must stop" }
    if options.isNotRun { return "<b>Swift</b>, compiled and not run" }
    if options.isParameters { return "<b>Swift</b>, yours to change" }
    guard options.isFolded || options.isFormula else { return "<b>Swift</b>" }
    return "<b>Swift</b>, \(Self.count(cell.shownCode.withoutFinalBreak.lineCount, "line"))"
  }

  /// What to type to repeat the cell, as HTML with its last words in one piece; a cell of parameters shows how its first is set.
  private func command(_ cell: Cell) -> String {
    let chapter = chapter.number.map { "\($0)" } ?? chapter.stem
    let command = "swift run -c release chalktalk run \(chapter.htmlEscaped)"
    guard cell.options.isParameters else {
      return "\(command) <b>--cell \(cell.id.htmlEscaped)</b>"
    }
    let name = cell.code.firstMatch(of: /\blet\s+(\w+)/).map { String($0.1) } ?? "NAME"
    return "\(command) <b>--set \(name)=VALUE</b>"
  }

  /// What the page shows of a cell that is compiled apart.
  private func apart(_ cell: Cell, id: String?) -> String {
    switch checked.apart[cell.id] {
    case .failed(let message):
      output(
        "error: \(message)\n",
        id: id,
        label: "The compiler refuses",
        kind: "output refused"
      )
    case .trapped(let message):
      output("\(message)\n", id: id, label: "It stops", kind: "output stopped")
    case .compiled, .wrong, nil: ""
    }
  }

  private static let longestOutput = 20
  private static let longestKept = 10

  private func output(
    _ text: String,
    id: String?,
    label: String,
    kind: String = "output"
  ) -> String {
    let id = Self.attribute(id)
    let text = text.withoutFinalBreak
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // A fold that hides a line or two costs more than it saves.
    guard lines.count > Self.longestOutput + 4 else {
      return """
        <div class="\(kind)"\(id)><span class="label">\(label)</span><pre>\(text.htmlEscaped)</pre></div>

        """
    }
    let head = lines.prefix(Self.longestOutput).joined(separator: "\n").htmlEscaped
    let rest = lines.dropFirst(Self.longestOutput).joined(separator: "\n").htmlEscaped
    return """
      <div class="\(kind)"\(id)><span class="label">\(label) \(lines.count) lines</span><pre>\(head)</pre>
      <details><summary>\(lines.count - Self.longestOutput) more lines</summary>\
      <pre>\(rest)</pre></details></div>

      """
  }

  /// A figure, its caption with the way to its cell, and its data, where the name of a cell stands that is not shown.
  ///
  /// - Parameters:
  ///   - shown: The figure.
  ///   - cell: What it comes from.
  ///   - cellID: The id of that cell, unless something on the page has it already.
  /// - Returns: HTML.
  private func figure(_ shown: RecordedFigure, of cell: Cell, cellID: () -> String?) -> String {
    let isTable = shown.kind == .table
    let name = things[shown.id]?.label ?? shown.id
    let drawing: String
    if case .table(let table) = shown.figure {
      for key in table.sourceKeys { addCard("#source-\(key.htmlEscaped)", .source(key)) }
      drawing = table.html { key in (book.shortTitle(ofSource: key), sourceNumber(key)) }
    } else {
      drawing = shown.figure.pageHTML(id: shown.id, alt: shown.alt ?? shown.caption)
    }
    let isHidden = cell.options.isHidden
    var way = isHidden ? "" : " <a class=\"made-by\" href=\"#\(cell.id.htmlEscaped)\">Its cell</a>"
    let data = shown.figure.dataHTML.map { table in
      let repeated = isHidden ? drawnBy(cell, id: cellID(), &way) : ""
      return """
        <details class="figure-data"><summary>The data of \(name.lowercased())</summary>
        <div class="table">\(table)</div>\(repeated)</details>

        """
    }
    return """
      <figure class="\(isTable ? "table-figure" : "figure-box")" id="\(shown.id)">
      <div class="\(isTable ? "table" : "drawing")">\(drawing)</div>
      <figcaption><b>\(name).</b> \(shown.caption.pageText.withFirmSpaces.htmlEscaped)\(way)\
      \(permalink(shown.id, name.lowercased()))</figcaption>
      </figure>
      \(data ?? "")
      """
  }

  /// The command that draws a figure, and the way to it in the figure's caption; the card of that link has the cell,
  /// which the page does not show.
  private func drawnBy(_ cell: Cell, id: String?, _ way: inout String) -> String {
    if let thing = things[cell.id], cell.id != thing.anchor {
      let address = "#" + cell.id.htmlEscaped
      addCard(address, .own(PreviewCard(book).html(of: thing, address: address)))
      way = " <a class=\"ref made-by\" href=\"\(address)\">Its cell</a>"
    }
    return "<p\(Self.attribute(id))>Drawn by <code>\(command(cell))</code></p>\n"
  }

  /// A fence in another language: shown as it is, and said not to have run.
  func listing(_ code: CodeBlock) -> String {
    let language = code.language.isEmpty ? "Text" : code.language
    return """
      <div class="cell listing"><div class="cell-head"><span class="kind"><b>\(language.htmlEscaped)</b>, \
      a listing that was not run</span> \(Self.copyButton)</div>
      \(Self.listing(code.text.withoutFinalBreak.htmlEscaped))</div>

      """
  }
}

extension String {
  fileprivate var withoutFinalBreak: String { hasSuffix("\n") ? String(dropLast()) : self }
  fileprivate var lineCount: Int { split(separator: "\n", omittingEmptySubsequences: false).count }
}
