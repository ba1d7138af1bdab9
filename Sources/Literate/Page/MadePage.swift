/// Pages that no chapter stands behind: what the book says in many places, once in a table.
enum MadePage: String, CaseIterable {
  case ledger, talk, constants, notation, glossary, bibliography

  var title: String {
    self == .talk ? "Follow the talk" : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
  }

  var file: String { rawValue + ".html" }

  /// What it is, for the title page.
  var summary: String {
    switch self {
    case .ledger: "Every claim of the lecture, its verdict and where it is checked"
    case .talk:
      "Moment by moment: where the book follows the lecture, and what became of each claim"
    case .constants: "Every figure that a checked number rests on: source, date, and what uses it"
    case .notation: "Every symbol and what it stands for"
    case .glossary: "Every term and where it is first used"
    case .bibliography: "Every source, with the figures taken from it"
    }
  }

  /// What it is made from, for its foot.
  var origin: String {
    switch self {
    case .ledger, .talk: "<code>claims.yml</code> and the checked numbers of the chapters"
    case .constants: "the figures that the cells read as they ran"
    case .notation: "<code>book.yml</code> and the formulas of the library"
    case .glossary: "<code>book.yml</code> and the chapters"
    case .bibliography: "<code>references.yml</code> and the chapters"
    }
  }

  /// Whether a book has anything to put on it.
  ///
  /// - Parameters:
  ///   - book: Its settings, claims and sources.
  ///   - chapters: Its chapters, run.
  /// - Returns: Whether the page would say anything.
  func isIn(_ book: Book, _ chapters: [CheckedChapter]) -> Bool {
    switch self {
    case .ledger: !book.lectureClaims.ids.isEmpty
    case .talk: book.lectureClaims.entries.values.contains { $0.moment != nil }
    case .constants: FigureUses.isAny(in: chapters)
    case .notation: !book.settings.notation.isEmpty
    case .glossary: !book.settings.glossary.isEmpty
    case .bibliography: !book.references.entries.isEmpty
    }
  }

  /// What stands on it.
  func text(in book: BookPages) -> PageText {
    switch self {
    case .ledger: LedgerPage(book).text
    case .talk: TalkPage(book).text
    case .constants: ConstantsPage(book).text
    case .notation: NotationPage(book: book).text
    case .glossary: GlossaryPage(book: book).text
    case .bibliography: BibliographyPage(book: book).text
    }
  }
}
