import CellRuntime

// Cells and what came out of them.

extension PageWeaver {
  func html(_ cell: Cell) -> String {
    var html = ""
    if !cell.options.isHidden { html += code(cell) }
    if cell.isInProgram {
      for piece in checked.record?.transcript.output[cell.id] ?? [] {
        switch piece {
        case .text(let text): html += output(text, label: "Prints")
        case .figure(let shown): html += figure(shown)
        }
      }
    } else {
      html += apart(cell)
    }
    return html
  }

  private func code(_ cell: Cell) -> String {
    let shown = cell.shownCode.hasSuffix("\n") ? String(cell.shownCode.dropLast()) : cell.shownCode
    var pre = "<pre class=\"code\"><code>\(SwiftTokens(shown).html)</code></pre>\n"
    if cell.hiddenLineCount > 0 {
      let all = cell.code.hasSuffix("\n") ? String(cell.code.dropLast()) : cell.code
      pre += """
        <details class="hidden-lines"><summary>All lines, \(cell.hiddenLineCount) hidden</summary>
        <pre class="code"><code>\(SwiftTokens(all).html)</code></pre></details>

        """
    }
    let head = """
      <span class="kind">\(kind(of: cell))</span> <code class="command">\(command(cell))</code>
      """
    if cell.options.isFolded {
      return """
        <details class="cell" id="\(cell.id)"><summary class="cell-head">\(head)</summary>
        \(pre)</details>

        """
    }
    return
      "<div class=\"cell\" id=\"\(cell.id)\"><div class=\"cell-head\">\(head)</div>\n\(pre)</div>\n"
  }

  private func kind(of cell: Cell) -> String {
    if cell.options.fails != nil { return "Swift that must not compile" }
    if cell.options.traps != nil { return "Swift that must stop" }
    if cell.options.isNotRun { return "Swift, compiled and not run" }
    return cell.options.isParameters ? "Swift, yours to change" : "Swift"
  }

  private func command(_ cell: Cell) -> String {
    let chapter = chapter.number.map { "\($0)" } ?? chapter.stem
    if cell.options.isParameters { return "chalktalk run \(chapter) --set NAME=VALUE" }
    return "chalktalk run \(chapter) --cell \(cell.id)"
  }

  /// What the page shows of a cell that is compiled apart.
  private func apart(_ cell: Cell) -> String {
    switch checked.apart[cell.id] {
    case .failed(let message): output("error: \(message)\n", label: "The compiler refuses")
    case .trapped(let message): output("\(message)\n", label: "It stops")
    case .compiled, .wrong, nil: ""
    }
  }

  private static let longestOutput = 20

  private func output(_ text: String, label: String) -> String {
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > Self.longestOutput else {
      return """
        <div class="output"><span class="label">\(label)</span><pre>\(text.htmlEscaped)</pre></div>

        """
    }
    let head = lines.prefix(Self.longestOutput).joined(separator: "\n").htmlEscaped
    let rest = lines.dropFirst(Self.longestOutput).joined(separator: "\n").htmlEscaped
    return """
      <div class="output"><span class="label">\(label)</span><pre>\(head)</pre>
      <details><summary>\(lines.count - Self.longestOutput) more lines</summary><pre>\(rest)</pre></details></div>

      """
  }

  private func figure(_ shown: ShownFigure) -> String {
    let isTable = if case .table = shown.figure { true } else { false }
    if isTable { counters.tables += 1 } else { counters.figures += 1 }
    let count = isTable ? counters.tables : counters.figures
    let number = chapter.number.map { "\($0).\(count)" } ?? "\(count)"
    let drawing = shown.figure.html(id: shown.id, alt: shown.alt ?? shown.caption)
    let data = shown.figure.dataHTML.map {
      "<details class=\"figure-data\"><summary>The data</summary>\n\($0)</details>\n"
    }
    return """
      <figure class="\(isTable ? "table-figure" : "figure-box")" id="\(shown.id)">
      \(isTable ? "<div class=\"table\">\(drawing)</div>" : drawing)
      <figcaption><b>\(isTable ? "Table" : "Figure") \(number).</b> \(shown.caption.pageText)</figcaption>
      \(data ?? "")</figure>

      """
  }

  /// A fence in another language: shown as it is, and said not to have run.
  func listing(_ code: CodeBlock) -> String {
    let language = code.language.isEmpty ? "Text" : code.language
    return """
      <div class="cell listing"><div class="cell-head"><span class="kind">\(language.htmlEscaped), \
      a listing that was not run</span></div>
      <pre class="code"><code>\(code.text.htmlEscaped)</code></pre></div>

      """
  }
}
