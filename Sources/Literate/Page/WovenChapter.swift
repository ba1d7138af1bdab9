/// What a chapter says on its page, in the search and on paper.
///
/// All of it is made of the chapter and of the book's outline alone, so that it can be kept until one of them
/// changes: what it shows of other chapters is only named.
struct WovenChapter: Sendable {
  var text: PageText
  /// What the cards of its links show, by the address that the link has.
  var cards: [String: CardSubject]
  /// The digest of its results.
  var digest: String
  /// Its lines of the search index.
  var search: String
  /// The symbols of its formulas.
  var symbols: [SymbolPlace]
  /// Its part of the page of the whole book; nil without such a page.
  var part: WholeBookPart?
}

extension WovenChapter {
  /// Weaves a chapter.
  ///
  /// - Parameters:
  ///   - checked: The chapter.
  ///   - book: The book that it stands in.
  ///   - search: The book's search index.
  ///   - addresses: Those of the page of the whole book; nil without one.
  init(
    _ checked: CheckedChapter,
    in book: BookPages,
    search: SearchIndex,
    addresses: WholeBookAddresses?
  ) {
    let weaver = PageWeaver(checked, in: book)
    text = weaver.weave()
    cards = weaver.cards
    digest = book.digests[checked.chapter.stem] ?? PageDigest.of(checked)
    self.search = search.lines(of: checked)
    symbols = SymbolPlace.all(in: checked, of: book)
    part = addresses.map { [text] in WholeBookPart(text, $0) }
  }
}
