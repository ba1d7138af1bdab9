/// What the card of a link shows.
///
/// What the linking chapter itself says is made with its page. What comes from elsewhere is named here, and made
/// with every build.
enum CardSubject: Codable, Sendable {
  /// HTML of a thing on the page itself.
  case own(String)
  /// A thing of another chapter.
  case thing(page: String, NamedThing.Kind, name: String)
  case term(String)
  case source(String)
  /// The anchor of a symbol's row on the notation page.
  case symbol(String)
  /// An id of the lecture.
  case claim(String)
}

extension PreviewCard {
  /// The card of a link.
  ///
  /// - Parameters:
  ///   - subject: What it shows.
  ///   - address: Where the link leads, as its page writes it.
  /// - Returns: HTML.
  func html(of subject: CardSubject, address: String) -> String {
    switch subject {
    case .own(let html): html
    case .thing(let page, let kind, let name):
      book.things[page]?.things.first { $0.kind == kind && $0.name == name }
        .map { html(of: $0, address: address) } ?? ""
    case .term(let term): html(ofTerm: term, address: address)
    case .source(let key): html(ofSource: key, address: address)
    case .symbol(let anchor):
      book.notation.rows.first { $0.anchor == anchor }.map { html(of: $0, address: address) } ?? ""
    case .claim(let id): html(ofClaim: id, address: address)
    }
  }
}
