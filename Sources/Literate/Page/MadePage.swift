/// Pages that no chapter stands behind: what the book says in many places, once in a table.
enum MadePage: String, CaseIterable {
  case ledger, notation, glossary, bibliography

  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
  var file: String { rawValue + ".html" }

  /// What it is, for the title page.
  var summary: String {
    switch self {
    case .ledger: "Every claim of the lecture, its verdict and where it is checked"
    case .notation: "Every symbol and what it stands for"
    case .glossary: "Every term and where it is first used"
    case .bibliography: "Every source, with the figures taken from it"
    }
  }

  /// Whether the book has anything to put on it.
  func isIn(_ book: Book) -> Bool {
    switch self {
    case .ledger: !book.lectureClaims.ids.isEmpty
    case .notation: !book.settings.notation.isEmpty
    case .glossary: !book.settings.glossary.isEmpty
    case .bibliography: !book.references.entries.isEmpty
    }
  }

  /// What stands on it.
  func text(in book: BookPages) -> PageText {
    switch self {
    case .ledger: LedgerPage(book).text
    case .notation: NotationPage(book: book).text
    case .glossary: GlossaryPage(book: book).text
    case .bibliography: BibliographyPage(book: book).text
    }
  }
}
