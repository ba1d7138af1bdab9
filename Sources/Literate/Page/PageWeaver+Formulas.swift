// Formulas on lines of their own, and what their symbols stand for.

extension PageWeaver {
  /// A formula as it was typed.
  func typed(_ latex: String, _ thing: NamedThing?) -> String {
    guard let formula = try? Formula(parsing: latex) else {
      return equation(latex.htmlEscaped, thing)
    }
    return equation(formula.displayMathML, thing)
      + symbols(book.notation.rows(in: formula, of: chapter.stem))
  }

  /// A displayed formula; one that something refers to has its number at the right.
  func equation(
    _ mathML: String,
    _ thing: NamedThing?,
    id: String? = nil,
    kind: String = "formula"
  ) -> String {
    guard let thing, !thing.number.isEmpty else {
      return "<div class=\"\(kind)\"\(Self.attribute(id ?? thing?.name))>\(mathML)</div>\n"
    }
    let name = thing.name.htmlEscaped
    return """
      <div class="equation\(kind.dropFirst("formula".count))" id="\(name)"><div class="\(kind)">\(mathML)</div>\
      <a class="equation-number" href="#\(name)" aria-label="Link to \(thing.label)">\(thing.shownNumber)</a></div>

      """
  }

  /// What symbols stand for, each with the way to its row of the notation; those that the section has listed are not
  /// listed again.
  func symbols(_ rows: [NotationTable.Row]) -> String {
    let items = rows.filter { counters.symbols.insert($0.anchor).inserted }.map { row in
      let symbol = row.parts.map { "<math>\($0.mathML)</math>" }.joined(separator: ", ")
      // A member of the library may stand in the formula as the book's symbol or number for it.
      let words =
        row.symbol == nil
        ? "<code>\(row.formulas.map(\.name.htmlEscaped).joined(separator: ", "))</code> has a formula of its own"
        : "\(symbol) \(String(row.meaning.prefix { !",;".contains($0) }).proseHTML)"
      let place = "\(MadePage.notation.file)#\(row.anchor)".htmlEscapedURL
      addCard(place, .symbol(row.anchor))
      return "<a href=\"\(place)\">\(words)</a>"
    }
    guard !items.isEmpty else { return "" }
    return "<p class=\"where\">\(items.joined(separator: "; "))</p>\n"
  }
}
