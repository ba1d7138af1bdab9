import CellRuntime
import Quantities

/// The figures of the catalogue behind a checked number, as a card and a note name them, with their sources.
///
/// A card names the nearest of them; the note in the chapter's ledger names all.
struct ClaimInputs {
  private let figures: [TracedFigure]
  private let book: BookPages
  /// How many a card names; one more is named rather than counted.
  private static let mostOnCard = 4

  /// What the expression itself read goes before what the statements behind it read; a figure that is shown as it
  /// is rests on nothing else.
  init(_ claim: ExplainedClaim, in book: BookPages) {
    figures = claim.claim.value?.source == nil ? claim.figures : []
    self.book = book
  }

  /// `Chip.h100.memory 80 GB, memoryBandwidth 3.35 TB/s (InferenceX, 2026-04); 9 more`, for a card; nil for what
  /// rests on no figure.
  ///
  /// - Parameters:
  ///   - note: The number of the note that names all.
  ///   - source: What stands after the values for their source, brackets included, as HTML.
  /// - Returns: HTML without a full stop.
  func cardHTML(note: Int, source: (TracedFigure) -> String) -> String? {
    guard !figures.isEmpty else { return nil }
    let more = figures.count - Self.mostOnCard
    let isLong = more > 1
    let words = html(
      isLong ? Array(figures.prefix(Self.mostOnCard)) : figures,
      { "\($0.key) \($0.date)" },
      isOnCard: true,
      source
    )
    return isLong ? "\(words); <a href=\"#note-\(note)\">\(more) more</a>" : words
  }

  /// All of them, for a note; nil for what rests on no figure.
  func noteHTML(source: (TracedFigure) -> String) -> String? {
    figures.isEmpty ? nil : html(figures, \.key, isOnCard: false, source)
  }

  /// Values of one source stand together, where the first of them is.
  ///
  /// - Parameters:
  ///   - figures: What is named.
  ///   - group: What the figures of one group have in common.
  ///   - isOnCard: Whether there is room for the figures' names, and for a way from each group to the row of its
  ///     first among the constants.
  ///   - source: What stands behind a group.
  /// - Returns: HTML.
  private func html(
    _ figures: [TracedFigure],
    _ group: (TracedFigure) -> String,
    isOnCard: Bool,
    _ source: (TracedFigure) -> String
  ) -> String {
    var groups: [(first: TracedFigure, values: [String], owner: Substring)] = []
    for figure in figures {
      let known = groups.firstIndex { group($0.first) == group(figure) }
      if known == nil { groups.append((figure, [], "")) }
      let place = known ?? groups.count - 1
      var value = book.text(of: figure)
      if isOnCard, let name = book.figureNames[figure] {
        // The second figure of one chip need not name the chip again.
        let member = name.prefix { $0 != "[" }.lastIndex(of: ".")
        let owner = name[..<(member ?? name.startIndex)]
        let isSame = !owner.isEmpty && owner == groups[place].owner
        groups[place].owner = owner
        value = "\(name.dropFirst(isSame ? owner.count + 1 : 0)) ".htmlEscaped + value
      }
      if !groups[place].values.contains(value) { groups[place].values.append(value) }
    }
    return groups.map { group in
      let values = group.values.joined(separator: ", ")
      let linked = isOnCard ? "<a href=\"\(group.first.address)\">\(values)</a>" : values
      return "\(linked) \(source(group.first))"
    }.joined(separator: "; ")
  }
}

extension TracedFigure {
  /// The title of the source up to its first mark: `InferenceX` of `InferenceX: GPU specifications`.
  var shortTitle: String { title.upToFirstMark }
}

extension BookPages {
  /// The same of a source, by its key; the key where the book has no such source.
  func shortTitle(ofSource key: String) -> String {
    references.entries[key]?.title.upToFirstMark.typeset ?? key
  }
}

extension String {
  fileprivate var upToFirstMark: String { String(prefix { !":,(".contains($0) }).trimming(" ") }
}
