/// Numbers a chapter's headings and gives each an anchor made of its words.
struct HeadingNumbers {
  struct Section {
    var level: Int
    /// `1.3`, `1.3.2`.
    var number: String
    var text: String
    var anchor: String
  }

  private let chapter: Int?
  private(set) var sections: [Section] = []
  private var counts = [0, 0, 0, 0, 0]
  private var anchors: Set<String>

  /// Starts a chapter.
  ///
  /// - Parameters:
  ///   - chapter: The first part of every number; nil in a file whose name has none.
  ///   - taken: Ids of the page that no heading may get: those of cells and figures, and of its parts.
  init(chapter: Int?, taken: some Sequence<String>) {
    self.chapter = chapter
    anchors = Set(taken).union(["contents", "text", "sources", "ledger"])
  }

  mutating func next(level: Int, text: String) -> Section {
    let depth = min(level, 6) - 2
    counts[depth] += 1
    for deeper in counts.indices where deeper > depth { counts[deeper] = 0 }
    let parts = (chapter.map { [$0] } ?? []) + counts[...depth].map { max(1, $0) }
    let section = Section(
      level: depth + 2,
      number: parts.map { "\($0)" }.joined(separator: "."),
      text: text,
      anchor: anchor(for: text)
    )
    sections.append(section)
    return section
  }

  private mutating func anchor(for text: String) -> String {
    let base = Self.slug(text)
    var anchor = base
    var count = 1
    while !anchors.insert(anchor).inserted {
      count += 1
      anchor = "\(base)-\(count)"
    }
    return anchor
  }

  /// The words of a text in lower case, joined by hyphens.
  static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    return words.isEmpty ? "section" : words.joined(separator: "-")
  }
}
