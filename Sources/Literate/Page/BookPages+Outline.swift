import Quantities

extension BookPages {
  /// All that a chapter's page may say of the rest of the book besides its settings: what the pages and everything
  /// on them are called and where they stand, symbols, and names of figures.
  ///
  /// What a weaver asks of other chapters belongs here, or into a `CardSubject`: with the same outline, a chapter
  /// that is as it was has the page that it had.
  var outline: [String] {
    var fields = [hasWholeBook ? "whole" : "single"]
    for page in listed {
      fields += ["page", page.stem, page.title, page.number ?? "", page.isTable ? "table" : "text"]
      for thing in things[page.stem]?.things ?? [] {
        fields += [thing.kind.rawValue, thing.name, thing.anchor ?? "none", thing.number]
        if case .section(let title, _) = thing.content { fields.append(title) }
      }
    }
    for row in notation.rows {
      fields += ["symbol", row.anchor, row.symbol ?? "", row.meaning, row.chapter ?? ""]
      fields += row.parts.map(\.mathML) + row.formulas.map(\.name)
    }
    for (name, figure) in figureNames.named {
      fields += ["figure", name, figure.value, figure.key, figure.location ?? "", figure.date]
      fields.append(figure.convention)
    }
    return fields
  }
}
