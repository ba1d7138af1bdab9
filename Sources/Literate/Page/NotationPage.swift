/// The symbols of `book.yml` and what they stand for.
struct NotationPage {
  let book: BookPages

  var text: PageText {
    let places = firstPlaces
    let rows = book.notation.rows.map { row in
      let symbol =
        row.symbol.map { Self.symbols(of: $0).map(Self.html).joined(separator: ", ") }
        ?? row.parts.map(Self.html).joined()
      return """
        <tr id="\(row.anchor)"><td>\(symbol)</td>\
        <td>\(row.meaning.proseHTML)\(row.formulas.map(Self.html).joined())</td>\
        <td>\(places[row.anchor] ?? "")</td></tr>

        """
    }
    let main = """
      \(BookPages.filter())<div class="table register"><table class="notation">
      <thead><tr><th scope="col">symbol</th><th scope="col">stands for</th>\
      <th scope="col">first in</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>

      """
    return book.text(of: .notation, main)
  }

  /// The sections whose displayed formulas are the first with each symbol, and when the talk comes to them, as HTML by
  /// the anchors of the rows.
  private var firstPlaces: [String: String] {
    var places: [String: String] = [:]
    for checked in book.reading {
      let stem = checked.chapter.stem
      guard let things = book.things[stem] else { continue }
      let moments = SectionMoments.all(in: checked, things, book.lectureClaims)
      for symbol in book.symbols[stem] ?? SymbolPlace.all(in: checked, of: book) {
        let place = things.place(line: symbol.line, anchor: nil).html
        let section = things.sections.last { $0.line <= symbol.line }?.line
        let moment = section.flatMap { moments[$0] }.map { ", \(book.talkLink(to: $0))" } ?? ""
        for anchor in symbol.anchors where places[anchor] == nil { places[anchor] = place + moment }
      }
    }
    return places
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

  /// The symbols that have one row: `x, y` are two.
  static func symbols(of entry: String) -> [String] {
    entry.split(separator: ", ").map { $0.trimming(" ") }
  }

  /// `t_mem` is `t_{\text{mem}}`, `B*` is `B^{*}`, `x'` is itself; what holds a backslash or a brace is LaTeX already.
  static func latex(of symbol: String) -> String {
    guard !symbol.contains(where: { "\\{}".contains($0) }) else { return symbol }
    func name(_ text: Substring) -> String {
      if text.count == 2, text.first == "Δ" { return "\\Delta \(text.suffix(1))" }
      return text.count > 1 ? "\\text{\(text)}" : String(text)
    }
    let isStarred = symbol.hasSuffix("*")
    if symbol.hasSuffix("'") { return latex(of: String(symbol.dropLast())) + "'" }
    let parts = (isStarred ? symbol.dropLast() : symbol[...])
      .split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    var latex = parts.first.map(name) ?? ""
    if parts.count > 1 { latex += "_{\(name(parts[1]))}" }
    return latex + (isStarred ? "^{*}" : "")
  }
}
