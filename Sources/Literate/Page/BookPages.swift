import CellRuntime
import Foundation
import Quantities

/// What the pages of one book share: its chapters, settings and sources, and where everything with a name stands.
struct BookPages: Sendable {
  let book: Book
  let chapters: [CheckedChapter]
  /// Everything with a name or a number, chapter by chapter.
  let things: [String: ChapterThings]
  /// The pages that the tool makes for this book.
  let made: [MadePage]
  /// The symbols and where each stands.
  let notation: NotationTable
  /// The id of each term.
  let termAnchors: [String: String]
  /// What the book does with each id of the lecture.
  let lectureRecords: [String: LectureRecord]
  /// What a cell writes for the figures of the catalogue that stand on pages.
  var figureNames = FigureNames([])
  /// The digest of each chapter's results, by its stem.
  var digests: [String: String] = [:]
  /// What cards of things, symbols and sources say: many pages lead to the same ones.
  let cardTexts = KnownByName<String>()
  /// The symbols of chapters that are kept as they were woven, by stem.
  var symbols: [String: [SymbolPlace]] = [:]
  private let madeValues = MadeOnce<[TracedFigure: String]>()
  private let madeTexts = MadeOnce<[TracedFigure: String]>()
  private let madeUses = MadeOnce<FigureUses>()
  private let madeSources = MadeOnce<[String: RecordedValue.Source]>()
  private let numbers: [String: String]
  /// Things by the names that authors gave them, and sections by theirs, which several chapters may use.
  private var named: [String: NamedThing] = [:]
  private var sections: [String: [NamedThing]] = [:]

  var title: String { book.title }
  var settings: BookSettings { book.settings }
  var references: References { book.references }
  var lectureClaims: LectureClaims { book.lectureClaims }

  /// The address of the picture that stands for the book; whole where the book says where it stands.
  var picture: String? {
    settings.card.map { card in
      let folder = settings.url.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
      return folder + (card.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? card)
    }
  }

  init(_ book: Book, _ chapters: [CheckedChapter]) {
    self.book = book
    self.chapters = chapters
    made = MadePage.allCases.filter { $0.isIn(book, chapters) }
    notation = NotationTable(book.settings, chapters)
    termAnchors = Self.termAnchors(book.settings)
    let numbers = Self.numbers(of: chapters)
    self.numbers = numbers
    let referred = Set(chapters.flatMap(\.chapter.referredNames))
    let things = Dictionary(
      chapters.concurrentMap { checked in
        let stem = checked.chapter.stem
        return (stem, ChapterThings(checked, prefix: numbers[stem], referred: referred))
      },
      uniquingKeysWith: { first, _ in first }
    )
    self.things = things
    lectureRecords = LectureRecord.all(in: Self.reading(chapters), things, book.lectureClaims)
    for checked in chapters {
      for thing in things[checked.chapter.stem]?.things ?? [] {
        if thing.kind == .section {
          sections[thing.name, default: []].append(thing)
        } else {
          named[thing.name] = named[thing.name] ?? thing
        }
      }
    }
  }

  /// What rests on each figure of the catalogue, in the chapters of `reading`; only pages ask, checks do not.
  var figureUses: FigureUses { madeUses.get { FigureUses(reading) } }

  /// The first figure of each source that a claim shows as it is, by the source's key.
  var sourceFigures: [String: RecordedValue.Source] {
    madeSources.get {
      let figures = chapters.flatMap { $0.claims.compactMap(\.value?.source) }
      return Dictionary(figures.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// A figure of the catalogue as pages write it; cards and notes say some of them hundreds of times.
  func value(of figure: TracedFigure) -> String {
    let values = madeValues.get {
      Dictionary(
        figureUses.figures.map { ($0, $0.shownValue) },
        uniquingKeysWith: { first, _ in first }
      )
    }
    return values[figure] ?? figure.shownValue
  }

  /// Makes the texts of all figures, which several pages would else wait for at once.
  func writeFigures() {
    guard let first = figureUses.figures.first else { return }
    _ = text(of: first)
  }

  /// The same as HTML.
  func text(of figure: TracedFigure) -> String {
    let texts = madeTexts.get {
      Dictionary(
        figureUses.figures.map { ($0, value(of: $0).proseHTML) },
        uniquingKeysWith: { first, _ in first }
      )
    }
    return texts[figure] ?? figure.shownValue.proseHTML
  }

  /// Whether all of it stands on one page as well, which a single chapter does anyway.
  var hasWholeBook: Bool { chapters.count > 1 }

  /// The number of each chapter by its stem; chapters of the appendix have letters.
  private static func numbers(of chapters: [CheckedChapter]) -> [String: String] {
    var numbers: [String: String] = [:]
    var appendices = 0
    for chapter in reading(chapters).map(\.chapter) {
      if chapter.frontMatter.isAppendix {
        numbers[chapter.stem] = letters(appendices)
        appendices += 1
      } else {
        numbers[chapter.stem] = chapter.shownNumber.map { "\($0)" }
      }
    }
    return numbers
  }

  /// A to Z, then AA, AB and so on.
  private static func letters(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    return index < 26 ? last : letters(index / 26 - 1) + last
  }

  /// The number or letter of a chapter; nil in a file whose name has none.
  func number(of chapter: Chapter) -> String? { numbers[chapter.stem] }

  // MARK: - What names lead to

  enum Target {
    case thing(NamedThing)
    /// Sections of several chapters.
    case ambiguous([NamedThing])
    case none
  }

  /// What a name means on a page: what the page itself has of that name, else what the book has.
  func target(of name: String, on page: String) -> Target {
    let sections = sections[name] ?? []
    let own = things[page]?[name] ?? sections.first { $0.page == page }
    if let thing = own ?? named[name] { return .thing(thing) }
    if sections.count > 1 { return .ambiguous(sections) }
    return sections.first.map(Target.thing) ?? .none
  }

  /// All names that `ref:` knows.
  var names: [String] { (Array(named.keys) + sections.keys).sorted() }

  /// The thing that `03-pipelines.md#played` leads to, by which a chapter links to another on GitHub.
  ///
  /// - Parameters:
  ///   - url: The link as it is written.
  ///   - page: The page it stands on.
  /// - Returns: nil for other links, and where there is no such place.
  func thing(at url: String, from page: String) -> NamedThing? {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let file = parts.first, parts.count > 1 || !file.isEmpty else { return nil }
    guard file.isEmpty || file.hasSuffix(".md") else { return nil }
    let stem = file.isEmpty ? page : (String(file.dropLast(3)).removingPercentEncoding ?? "")
    guard let things = things[stem] else { return nil }
    return things.thing(at: parts.count > 1 ? String(parts[1]).removingPercentEncoding ?? "" : "")
  }
}
