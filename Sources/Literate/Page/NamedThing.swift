import CellRuntime

/// A thing of a chapter that can be referred to: `[Figure](ref:fig-wrap)`.
struct NamedThing {
  enum Kind: String, CaseIterable, Codable {
    case chapter, section, figure, table, equation, exercise, cell

    /// What a link may say to have the number put behind it; nil for things without numbers.
    var word: String? {
      self == .cell ? nil : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }

  /// What a card shows of it.
  enum Content {
    case chapter
    /// The section's title and the paragraph it starts with.
    case section(title: String, start: [Inline])
    case figure(RecordedFigure)
    case pipeTable(PipeTable, caption: [Inline])
    case formula(String)
    case exercise(title: [Inline], [Block])
    case cell(Cell)
  }

  var kind: Kind
  /// What `ref:` calls it.
  var name: String
  /// The stem of its page.
  var page: String
  /// Its id on the page; empty for a page as a whole, nil for what the page does not show.
  var anchor: String?
  /// `3.2`, `A.1`; empty where it has none, as an equation that nothing refers to.
  var number: String
  /// Where the author named it, for messages.
  var place: SourceRange
  var content: Content

  /// `Figure 3.2`, `Equation (3.4)`, `Appendix A`; without a number, what it is called.
  var label: String {
    guard let word, !number.isEmpty else { return name }
    return "\(word)\u{A0}\(shownNumber)"
  }

  /// The number as it is printed: of an equation between parentheses.
  var shownNumber: String { kind == .equation ? "(\(number))" : number }

  /// The word that stands before its number.
  var word: String? {
    kind == .chapter && number.first?.isLetter == true ? "Appendix" : kind.word
  }

  /// The address of it on a page.
  func address(from page: String) -> String {
    let file = self.page == page ? "" : "\(self.page.htmlEscapedURL).html"
    let fragment = anchor.map { $0.isEmpty ? "" : "#" + $0.htmlEscapedURL } ?? ""
    return file + fragment == "" ? "#text" : file + fragment
  }

  /// The kind that a link names when it says nothing else: `Figure`, in any case.
  static func kind(namedBy text: String) -> Kind? {
    let word = text.lowercased()
    return word == "appendix" ? .chapter : Kind.allCases.first { $0.word?.lowercased() == word }
  }
}
