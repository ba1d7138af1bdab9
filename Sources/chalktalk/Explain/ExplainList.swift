import Foundation
import Literate
import Quantities

/// All names that `explain` knows, as a table or as one JSON object.
struct ExplainList: Encodable {
  let version = 1
  private(set) var names: [Row] = []

  enum Kind: String, Encodable, CaseIterable {
    case claim, value, cell, figure, table, constant
  }

  struct Row: Encodable {
    let kind: Kind
    let name: String
    /// A value with its unit; of a claim, its moment.
    var value: String?
    /// Where it stands; of a constant, the sources of its figures.
    var place: String?
    /// What is said, shown or counted.
    var words: String?
    /// Of a constant, whether it has a source, so that what rests on it is known.
    var isTraced: Bool?
  }

  /// - Parameters:
  ///   - report: The book's chapters, run.
  ///   - constants: Those of the libraries.
  ///   - figures: What a cell writes for the figures inside them.
  init(_ report: BookReport, _ constants: [LibraryConstant], _ figures: FigureNames) {
    let rows =
      Self.claims(report) + report.chapters.flatMap { Self.values($0, report) + Self.things($0) }
      + Self.constants(constants, figures)
    names = Kind.allCases.flatMap { kind in rows.filter { $0.kind == kind } }
  }

  /// Keeps what has a word in it, whatever its case.
  mutating func filter(by word: String) {
    names = names.filter { row in
      [row.kind.rawValue, row.name, row.value, row.place, row.words].compactMap(\.self)
        .contains { $0.lowercased().contains(word.lowercased()) }
    }
  }

  // MARK: - As text

  private static let titles: [Kind: String] = [
    .claim: "Claims of the lecture", .value: "Values that chapters name", .cell: "Cells",
    .figure: "Figures", .table: "Tables", .constant: "Constants of the libraries",
  ]

  var text: String {
    guard !names.isEmpty else { return "nothing has such a name\n" }
    return Kind.allCases.compactMap { kind in
      let rows = names.filter { $0.kind == kind }
      guard !rows.isEmpty, let title = Self.titles[kind] else { return nil }
      let cells = rows.map { row in
        ["  " + row.name, row.value ?? "", row.place ?? "", Self.shortened(row.words ?? "")]
      }
      return "\(title): \(rows.count)\n" + AlignedColumns.text(cells, rightAligned: [])
    }.joined(separator: "\n")
  }

  /// Enough to know it by.
  private static func shortened(_ words: String) -> String {
    let line = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 72 ? line.prefix(71) + "…" : line
  }

  // MARK: - What there is

  private static func place(_ chapter: Chapter, line: Int) -> String {
    let directory = FileManager.default.currentDirectoryPath
    return "\(Diagnostic.shortened(chapter.source.file, relativeTo: directory)):\(line)"
  }

  private static func claims(_ report: BookReport) -> [Row] {
    let places = report.coverage.places
    let directory = FileManager.default.currentDirectoryPath
    return report.book.lectureClaims.ids.map { id in
      let entry = report.book.lectureClaims.entries[id]
      let place = places[id]?.first.map {
        "\(Diagnostic.shortened($0.file, relativeTo: directory)):\($0.line)"
      }
      return Row(kind: .claim, name: id, value: entry?.time, place: place, words: entry?.claim)
    }
  }

  /// Names of cells whose values the text states, each where it is stated first.
  private static func values(_ checked: CheckedChapter, _ report: BookReport) -> [Row] {
    var seen: Set<String> = []
    return checked.explained(in: report.book).compactMap { claim in
      let name = claim.claim.link.target
      guard name.wholeMatch(of: /[a-z_]\w*/) != nil, let value = claim.value,
        seen.insert(name).inserted
      else { return nil }
      return Row(
        kind: .value,
        name: name,
        value: value,
        place: place(checked.chapter, line: claim.place.line),
        words: claim.sentence
      )
    }
  }

  private static func things(_ checked: CheckedChapter) -> [Row] {
    checked.chapter.cells.flatMap { cell in
      let own = Row(
        kind: .cell,
        name: cell.id,
        place: place(checked.chapter, line: cell.fence.start.line)
      )
      // A cell without a name of its own is its number in the chapter, and other chapters have it too.
      return (cell.options.id == nil ? [] : [own])
        + checked.shown(by: cell).map { shown in
          Row(
            kind: shown.isTable ? .table : .figure,
            name: shown.id,
            place: place(checked.chapter, line: shown.range.start.line),
            words: shown.caption
          )
        }
    }
  }

  private static func constants(
    _ constants: [LibraryConstant],
    _ figures: FigureNames
  ) -> [Row] {
    var rows = constants.map { constant in
      var row = Row(kind: .constant, name: constant.name, value: constant.value)
      row.isTraced = !constant.figures.isEmpty
      if let figure = constant.figures.first {
        row.place = Set(constant.figures.map(\.key)).sorted().joined(separator: ", ")
        let count = constant.figures.count
        row.words = count == 1 ? "\(figure.date), \(figure.convention)" : "\(count) figures"
      } else {
        row.words = "has no source: what rests on it is not traced"
      }
      return row
    }
    // Members of them.
    rows += figures.named.filter { name, _ in
      !constants.contains { $0.name == name }
    }.map { name, figure in
      Row(
        kind: .constant,
        name: name,
        value: figure.value,
        place: figure.key,
        words: "\(figure.date), \(figure.convention)",
        isTraced: true
      )
    }
    return rows.sorted { $0.name < $1.name }
  }
}
