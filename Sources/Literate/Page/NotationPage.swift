/// The symbols of `book.yml` and what they stand for.
struct NotationPage {
  let book: BookPages

  var text: PageText {
    let rows = book.notation.rows.map { row in
      let symbol = row.symbol.map(Self.html) ?? row.parts.map(Self.html).joined()
      return """
        <tr id="\(row.anchor)"><td>\(symbol)</td>\
        <td>\(row.meaning.proseHTML)\(row.formulas.map(Self.html).joined())</td></tr>

        """
    }
    let main = """
      \(BookPages.filter())<div class="table register"><table class="notation">
      <thead><tr><th scope="col">symbol</th><th scope="col">stands for</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>

      """
    return book.text(of: .notation, main)
  }

  private static func html(of part: FormulaNode) -> String {
    "<math>\(part.mathML)</math>"
  }

  /// What a member of the library computes, and its name there.
  ///
  /// - Parameter entry: The member, and its formula.
  /// - Returns: The formula in lines that fit beside the column of symbols.
  private static func html(of entry: (name: String, formula: TypesetFormula)) -> String {
    """
    <div class="formula computed">\(entry.formula.mathML(wide: 27, narrow: 12))</div>\
    <code class="library">\(entry.name.htmlEscaped)</code>
    """
  }

  /// The symbol as a formula where it can be read as one, else as it is typed.
  static func html(of symbol: String) -> String {
    let symbols = symbol.split(separator: ",").map { $0.trimming(" ") }
    if symbols.count > 1, !symbol.contains("\\") {
      return symbols.map(html).joined(separator: ", ")
    }
    guard let formula = try? Formula(parsing: latex(of: symbol)) else {
      return "<code>\(symbol.htmlEscaped)</code>"
    }
    return formula.mathML(display: false)
  }

  /// `t_mem` is `t_{\text{mem}}`, `B*` is `B^{*}`; what holds a backslash or a brace is LaTeX already.
  static func latex(of symbol: String) -> String {
    guard !symbol.contains(where: { "\\{}".contains($0) }) else { return symbol }
    func name(_ text: Substring) -> String {
      if text.count == 2, text.first == "Δ" { return "\\Delta \(text.suffix(1))" }
      return text.count > 1 ? "\\text{\(text)}" : String(text)
    }
    let isStarred = symbol.hasSuffix("*")
    let parts = (isStarred ? symbol.dropLast() : symbol[...])
      .split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    var latex = parts.first.map(name) ?? ""
    if parts.count > 1 { latex += "_{\(name(parts[1]))}" }
    return latex + (isStarred ? "^{*}" : "")
  }
}
