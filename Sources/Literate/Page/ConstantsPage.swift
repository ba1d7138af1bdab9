import Foundation
import Quantities

/// Every figure of the catalogue that a checked number rests on: its source, its date, and all that uses it.
struct ConstantsPage {
  private let book: BookPages
  private let uses: FigureUses
  /// By chapter, then by the number of its note: how the number is called, where it stands, and in which section.
  private let numbers: [[Number]]
  /// What addresses call the page of each chapter, in the order of reading.
  private let pages: [String]
  /// The rows, those of one type together.
  private let parts: [Part]
  /// For a figure that exactly the same rests on as on one above it, that one.
  private let twins: [TracedFigure: TracedFigure]

  /// A checked number as the list of what uses a figure names it.
  private struct Number {
    /// The id that the lecture's claim has; nil for others, which go by the number of their note.
    var id: String?
    var anchor: String
    var section: String
  }

  /// The figures whose names begin with one type of the libraries, in the order of their names.
  private struct Part {
    /// Nothing where all figures stand in one table.
    var title: String
    var figures: [TracedFigure]
  }

  init(_ book: BookPages) {
    self.book = book
    uses = book.figureUses
    parts = Self.parts(uses.figures, book.figureNames)
    twins = Self.twins(parts.flatMap(\.figures), uses)
    pages = book.reading.map(\.chapter.stem.htmlEscapedURL)
    numbers = book.reading.map { checked in
      guard let things = book.things[checked.chapter.stem] else { return [] }
      var counts: [String: Int] = [:]
      return checked.claims.enumerated().map { index, claim in
        let id = claim.options.id
        if let id { counts[id, default: 0] += 1 }
        let anchor =
          id.map { BookPages.anchor("claim", $0, count: counts[$0] ?? 1) } ?? "n-\(index + 1)"
        let place = things.place(line: claim.link.textRange.start.line, anchor: anchor)
        return Number(id: id, anchor: anchor, section: place.label)
      }
    }
  }

  var text: PageText {
    let count = uses.countsBySource.isEmpty ? 0 : uses.figures.count
    var headings = HeadingNumbers(.none, taken: [])
    let tables = parts.map { part in
      let heading =
        part.title.isEmpty ? "" : book.heading(headings.next(level: 2, text: part.title)) + "\n"
      return """
        <section class="part">
        \(heading)<div class="table register"><table class="constants">
        <thead><tr><th scope="col">figure</th><th scope="col">how it is counted</th><th scope="col">source</th>\
        <th scope="col">date</th><th scope="col">used by</th></tr></thead>
        <tbody>
        \(part.figures.map(row).joined())</tbody></table></div>
        </section>

        """
    }
    let main = """
      <p>\(count.grouped) figure\(count == 1 ? "" : "s") of the catalogue: what is behind the checked numbers of this book, \
      directly or through the cells before them. What uses a figure goes by its section: C013 is a claim of the lecture, \
      a bare 13 the number of a note in the ledger of that chapter, and both lead to the number in its sentence. \
      Figures that nothing rests on stand in the appendix alone.</p>
      \(BookPages.filter(by: "source"))\(tables.joined())
      """
    return book.text(of: .constants, sections: headings.sections, main)
  }

  /// Few figures stand in one table, and so do those of types with few.
  private static func parts(_ figures: [TracedFigure], _ names: FigureNames) -> [Part] {
    guard figures.count > longestTable else { return [Part(title: "", figures: figures)] }
    let named = figures.map { (figure: $0, name: names.spellings(of: $0).first ?? "") }
    let types = Dictionary(grouping: named) { String($0.name.prefix { $0 != "." }) }
    var parts: [Part] = []
    var others: [(figure: TracedFigure, name: String)] = []
    for (type, figures) in types.sorted(by: { $0.key < $1.key }) {
      guard figures.count >= fewestOfType, !type.isEmpty else {
        others += figures
        continue
      }
      let title = type.reduce(into: "") { words, letter in
        let begins = letter.isUppercase && words.last?.isLowercase == true
        words += begins ? " " + letter.lowercased() : String(letter)
      }
      parts.append(Part(title: title, figures: figures.sorted { $0.name < $1.name }.map(\.figure)))
    }
    if !others.isEmpty {
      let sorted = others.sorted { ($0.name, $0.figure.value) < ($1.name, $1.figure.value) }
      parts.append(Part(title: "Other figures", figures: sorted.map(\.figure)))
    }
    return parts
  }

  private static let longestTable = 60
  private static let fewestOfType = 8

  private func row(_ figure: TracedFigure) -> String {
    """
    <tr id="\(figure.anchor)"><th scope="row">\(book.text(of: figure))\(names(of: figure))</th>\
    <td>\(counted(figure))</td><td>\(source(figure))</td><td class="date">\(figure.date.htmlEscaped)</td>\
    <td data-sort="\(uses.count(of: figure))">\(users(of: figure))</td></tr>

    """
  }

  /// What a cell writes for it; of many that share it, the first.
  private func names(of figure: TracedFigure) -> String {
    let names = book.figureNames.spellings(of: figure)
    let shown = names.count > Self.mostNames + 1 ? names.prefix(Self.mostNames) : names[...]
    let lines = shown.map { name in
      // Where a name is too long for the column, it breaks before its last part; `[.bf16]` is one.
      let last = name.indices.dropFirst().last {
        name[$0] == "." && name[name.index(before: $0)] != "["
      }
      let dot = last.map { name.index(after: $0) } ?? name.startIndex
      let (owner, place) = (String(name[..<dot]), String(name[dot...]))
      let seam = name.count > Self.longestWhole ? "<wbr>" : ""
      return "<code>\(owner.htmlEscaped)\(seam)\(place.htmlEscaped)</code>"
    }
    let more = names.count - shown.count
    return lines.map { " " + $0 }.joined() + (more > 0 ? " <small>and \(more) more</small>" : "")
  }

  private static let mostNames = 1
  private static let longestWhole = 20

  /// The convention, and what others publish for the same.
  private func counted(_ figure: TracedFigure) -> String {
    let others = figure.others.map { other in
      "\(other.shownValue) in \(other.shortTitle), \(other.date)".proseHTML
    }
    let rest = others.isEmpty ? "" : " <small>elsewhere \(others.joined(separator: "; "))</small>"
    return figure.convention.proseHTML + rest
  }

  private func source(_ figure: TracedFigure) -> String {
    let title = figure.shortTitle.proseHTML
    guard book.references.entries[figure.key] != nil else { return title }
    return
      "<a href=\"\(MadePage.bibliography.file)#source-\(figure.key.htmlEscapedURL)\">\(title)</a>"
  }

  // MARK: - What uses it

  /// Lists that need not stand twice: those of four numbers and more.
  private static func twins(
    _ figures: [TracedFigure],
    _ uses: FigureUses
  ) -> [TracedFigure: TracedFigure] {
    var first: [[FigureUses.InChapter]: TracedFigure] = [:]
    var twins: [TracedFigure: TracedFigure] = [:]
    for figure in figures where uses.count(of: figure) > 3 {
      let users = uses.uses[figure, default: []]
      if let twin = first[users] { twins[figure] = twin } else { first[users] = figure }
    }
    return twins
  }

  private func users(of figure: TracedFigure) -> String {
    let count = uses.count(of: figure)
    let words = "\(count.grouped) number\(count == 1 ? "" : "s")"
    if let twin = twins[figure] {
      let value = book.text(of: twin)
      return "the same \(words) as <a href=\"#\(twin.anchor)\">\(value)</a>"
    }
    let lines = uses.uses[figure, default: []].flatMap(sections)
    // One that fits its line needs no fold.
    if count == 1 { return lines.joined() }
    return "<details><summary>\(words)</summary>\(lines.joined(separator: "<br>"))</details>"
  }

  /// The numbers of one chapter, a line for each section.
  private func sections(_ use: FigureUses.InChapter) -> [String] {
    let numbers = numbers[use.chapter]
    let page = pages[use.chapter]
    var lines: [(section: String, notes: [Int])] = []
    for note in use.notes {
      let number = numbers[note - 1]
      guard lines.last?.section == number.section else {
        lines.append((number.section, [note]))
        continue
      }
      // A claim of the lecture that is checked in several sentences of a section is named once.
      let isNamed = lines[lines.count - 1].notes.contains { numbers[$0 - 1].id == number.id }
      if number.id == nil || !isNamed { lines[lines.count - 1].notes.append(note) }
    }
    return lines.map { line in
      let links = Self.runs(line.notes) { numbers[$0 - 1].id == nil }.map { run in
        run.map { note in
          let number = numbers[note - 1]
          let label = (number.id ?? "\(note)").htmlEscaped
          return "<a href=\"\(page).html#\(number.anchor.htmlEscapedURL)\">\(label)</a>"
        }.joined(separator: "–")
      }
      return "<b>\(line.section.htmlEscaped)</b> \(links.joined(separator: ", "))"
    }
  }

  /// Each note by itself; of four and more in a row that have numbers only, the first and the last.
  private static func runs(_ notes: [Int], _ isPlain: (Int) -> Bool) -> [[Int]] {
    var runs: [[Int]] = []
    for note in notes {
      if let last = runs.last?.last, last + 1 == note, isPlain(last), isPlain(note) {
        runs[runs.count - 1].append(note)
      } else {
        runs.append([note])
      }
    }
    return runs.flatMap { run in run.count < 4 ? run.map { [$0] } : [[run[0], run[run.count - 1]]] }
  }
}

extension TracedFigure {
  /// The id of its row among the constants: of its content alone, so that links stay right when others come and go.
  var anchor: String {
    let parts = [value, key, location ?? "", date, convention] + others.map { $0.value + $0.key }
    let sum = Checksum.ofName(parts.joined(separator: "\u{0}"))
    let digits = String(UInt32(truncatingIfNeeded: sum ^ (sum >> 32)), radix: 16)
    return "f" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Where its row is.
  var address: String { "\(MadePage.constants.file)#\(anchor)" }
}
