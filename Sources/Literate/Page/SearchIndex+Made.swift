import Quantities

// What can be found on the pages that the tool makes.

extension SearchIndex {
  func entries(of made: MadePage) -> [Entry] {
    let rows =
      switch made {
      case .ledger: claims
      case .talk: [Entry]()
      case .constants: constants
      case .notation: symbols
      case .glossary: terms
      case .bibliography: sources
      }
    return [Entry(title: made.title, kind: made.title, anchor: "", text: made.summary)] + rows
  }

  private var claims: [Entry] {
    book.lectureClaims.ids.compactMap { book.lectureRecords[$0] }.map { (record: LectureRecord) in
      let entry = record.entry
      var found = Entry(title: entry.id, kind: record.verdict.word, anchor: entry.id)
      for words in [entry.claim, entry.numbers, entry.speaker, entry.time] {
        found.add((words ?? "").typeset)
      }
      return found
    }
  }

  private var constants: [Entry] {
    let names = book.figureNames
    return book.figureUses.figures.map { figure in
      let name = names[figure].map { "\($0), " } ?? ""
      let title = name + book.value(of: figure)
      var entry = Entry(title: title, kind: "Constant", anchor: figure.anchor)
      for words in [figure.convention, figure.shortTitle, figure.date] { entry.add(words.typeset) }
      return entry
    }
  }

  private var symbols: [Entry] {
    book.notation.rows.map { row in
      let names = row.formulas.map(\.name)
      var entry = Entry(
        title: row.symbol.map(NotationTable.plain) ?? names.joined(separator: ", "),
        kind: "Symbol",
        anchor: row.anchor
      )
      entry.add(row.meaning.typeset)
      if row.symbol != nil { entry.add(names.joined(separator: " ")) }
      return entry
    }
  }

  private var terms: [Entry] {
    book.settings.glossary.sorted { $0.key < $1.key }.map { term, meaning in
      var entry = Entry(title: term.typeset, kind: "Term", anchor: book.anchor(ofTerm: term))
      entry.add(meaning.typeset)
      return entry
    }
  }

  private var sources: [Entry] {
    book.references.entries.values.sorted { $0.key < $1.key }.map { source in
      var entry = Entry(title: source.title.typeset, kind: "Source", anchor: "source-" + source.key)
      for words in [source.authors, source.date, source.note] { entry.add((words ?? "").typeset) }
      entry.add(source.figures.joined(separator: "; ").typeset)
      return entry
    }
  }
}
