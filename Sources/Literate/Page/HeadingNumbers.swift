/// Numbers a chapter's headings and gives each an anchor made of its words.
struct HeadingNumbers {
  struct Section: Codable {
    var level: Int
    /// `1.3`, `1.3.2`; empty where sections have no numbers.
    var number: String
    var text: String
    var anchor: String
  }

  /// What every number starts with.
  enum Numbering {
    /// The chapter's number or, in the appendix, its letter; nil in a file whose name has none.
    case chapter(String?)
    /// Sections of pages that the tool makes have no numbers.
    case none
  }

  private let numbering: Numbering
  private(set) var sections: [Section] = []
  private var counts = [0, 0, 0, 0, 0]
  private var anchors: AnchorNames

  /// Starts a chapter.
  ///
  /// - Parameters:
  ///   - numbering: What every number starts with.
  ///   - taken: Ids of the page that no heading may get: those of cells and figures, and of its parts.
  init(_ numbering: Numbering, taken: some Sequence<String>) {
    self.numbering = numbering
    anchors = AnchorNames(taken: Set(taken).union(PageNames.parts))
  }

  mutating func next(level: Int, text: String) -> Section {
    let depth = min(level, 6) - 2
    counts[depth] += 1
    for deeper in counts.indices where deeper > depth { counts[deeper] = 0 }
    let section = Section(
      level: depth + 2,
      number: number(depth),
      text: text,
      anchor: anchors.next(
        for: PageNames.areTaken(AnchorNames.slug(text)) ? "section " + text : text
      )
    )
    sections.append(section)
    return section
  }

  private func number(_ depth: Int) -> String {
    guard case .chapter(let chapter) = numbering else { return "" }
    let parts = (chapter.map { [$0] } ?? []) + counts[...depth].map { "\(max(1, $0))" }
    return parts.joined(separator: ".")
  }
}
