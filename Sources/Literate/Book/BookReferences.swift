import CellRuntime

/// Checks what only the whole book can tell: cross references, links, names that stand twice, unused terms.
struct BookReferences {
  private let book: BookPages

  init(_ book: BookPages) {
    self.book = book
  }

  var problems: [Diagnostic] {
    var diagnostics = sharedNames() + strayBoxes() + unusedTerms()
    // A chapter that did not run has not shown its figures: their names are not known to be wrong.
    if book.chapters.allSatisfy({ $0.record != nil }) {
      diagnostics += book.chapters.flatMap(crossReferences) + LinkCheck(book).problems
    }
    return diagnostics
  }

  // MARK: - References

  private func crossReferences(in checked: CheckedChapter) -> [Diagnostic] {
    checked.chapter.references.compactMap { reference in
      let link = reference.link
      func error(_ message: String, at range: SourceRange? = nil, help: String? = nil) -> Diagnostic
      {
        checked.chapter.source.diagnostic(
          .error,
          range ?? SourceRange(link.targetPosition, length: link.target.count),
          id: "link",
          message,
          help: help
        )
      }
      if link.target.isEmpty { return nil }  // reported by the parser
      switch book.target(of: link.target, on: checked.chapter.stem) {
      case .none:
        return error(
          "nothing in the book is named '\(link.target)'"
            + Spelling.suggestion(for: link.target, among: book.names),
          help: "link to the id of a cell, figure, table, equation or exercise, or to a heading"
        ).offering(nearestTo: link.target, among: book.names)
      case .ambiguous(let sections):
        let pages = sections.map { "\($0.page).md" }.joined(separator: ", ")
        let first = sections.first?.page ?? ""
        return error(
          "'\(link.target)' is a section of several chapters: \(pages)",
          help: "name the chapter, as in [words](\(first).md#\(link.target))"
        )
      case .thing(let thing):
        guard thing.anchor != nil else {
          return error(
            "the page shows nothing of the hidden cell '\(link.target)'",
            help: "refer to something that is shown, or show the cell"
          )
        }
        return wordProblem(reference, thing).map {
          error($0.message, at: link.textRange, help: $0.help)
        }
      }
    }
  }

  /// What is wrong with the words of a link to a thing.
  private func wordProblem(
    _ reference: Reference,
    _ thing: NamedThing
  ) -> (message: String, help: String?)? {
    let target = reference.link.target
    let word = thing.word.map { "[\($0)](ref:\(target))" }
    if reference.text.trimming(" \n").isEmpty {
      let printed = thing.number.isEmpty ? nil : word.map { "\($0) prints \(thing.label)" }
      return ("this link says nothing", printed ?? "write the words that the reader sees")
    }
    guard let kind = NamedThing.kind(namedBy: reference.text) else { return nil }
    if kind != thing.kind {
      return (
        "'\(target)' is \(Self.article(thing.kind)), not \(Self.article(kind))",
        word.map { "write \($0)" } ?? "write what the reader sees"
      )
    }
    if thing.number.isEmpty {
      return (
        "'\(target)' has no number", "write what the reader sees instead of '\(reference.text)'"
      )
    }
    return nil
  }

  private static func article(_ kind: NamedThing.Kind) -> String {
    (kind.rawValue.hasPrefix("e") ? "an " : "a ") + kind.rawValue
  }

  // MARK: - Names

  /// Names that are taken, by the pages themselves, in their chapter or in an earlier one.
  private func sharedNames() -> [Diagnostic] {
    var owners: [String: NamedThing] = [:]
    var diagnostics: [Diagnostic] = []
    for checked in book.chapters {
      // The parts of drawings have ids too, made of the figure's.
      var inside: [String: String] = [:]
      for thing in book.things[checked.chapter.stem]?.things ?? [] {
        if thing.kind == .figure {
          for id in PageNames.inside(thing.name) { inside[id] = thing.name }
        }
      }
      for thing in book.things[checked.chapter.stem]?.things ?? [] where isNamed(thing) {
        func report(_ message: String, help: String? = nil) {
          diagnostics.append(
            checked.chapter.source.diagnostic(
              .error,
              thing.place,
              id: isOfCell(thing) ? "figure-id" : "name",
              message,
              help: help
            )
          )
        }
        if PageNames.parts.contains(thing.name) || PageNames.areTaken(thing.name) {
          report(
            "the pages have ids such as '\(thing.name)' of their own",
            help: "take another word"
          )
        } else if let figure = inside[thing.name] {
          report(
            "the id '\(thing.name)' is already taken in the drawing of '\(figure)'",
            help: "give one of them another id: ids are unique in the book"
          )
        }
        if let owner = owners[thing.name] {
          // Cells that share a name are reported with their fences.
          if isCell(thing), isCell(owner) { continue }
          let place = owner.page == thing.page ? "" : " of \(owner.page).md"
          report(
            "the id '\(thing.name)' is already that of the \(owner.kind.rawValue) "
              + "on line \(owner.place.start.line)\(place)",
            help: "give one of them another id: ids are unique in the book"
          )
        } else {
          owners[thing.name] = thing
        }
      }
    }
    return diagnostics
  }

  /// Whether an author named it; cells without a name have their number, which is the chapter's own.
  private func isNamed(_ thing: NamedThing) -> Bool {
    switch thing.content {
    case .chapter, .section: false
    case .cell, .figure, .pipeTable, .formula: true
    case .exercise: !Self.isNumbered(thing.name)
    }
  }

  /// Whether a name is `exercise-` and a number, which the tool gives.
  private static func isNumbered(_ name: String) -> Bool {
    let mark = "exercise-"
    let number = name.utf8.dropFirst(mark.utf8.count)
    return name.hasPrefix(mark) && !number.isEmpty
      && number.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
  }

  private func isCell(_ thing: NamedThing) -> Bool {
    if case .cell = thing.content { true } else { false }
  }

  private func isOfCell(_ thing: NamedThing) -> Bool {
    if case .figure = thing.content { true } else { false }
  }

  // MARK: - Boxes and terms

  private func strayBoxes() -> [Diagnostic] {
    book.chapters.flatMap { checked in
      (book.things[checked.chapter.stem]?.strayBoxes ?? []).map { line in
        checked.chapter.source.diagnostic(
          .error,
          SourceRange(line: line),
          id: "box",
          "this solution belongs to no exercise",
          help: "put it behind its exercise, or name that: > [!SOLUTION] [Exercise](ref:…)"
        )
      }
    }
  }

  private func unusedTerms() -> [Diagnostic] {
    let links = book.chapters.flatMap(\.chapter.links).filter { $0.scheme == .term }
    let used = Set(links.map(\.target))
    return book.settings.glossaryRanges.filter { !used.contains($0.key) }.map { term, range in
      Diagnostic(
        .warning,
        file: book.book.folder + "/book.yml",
        range: range,
        id: "glossary",
        message: "no chapter uses the term '\(term)'",
        help: "link to it where it is first needed: [\(term)](<term:\(term)>)"
      )
    }
  }
}
