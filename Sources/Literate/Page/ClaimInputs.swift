import CellRuntime
import Quantities

/// The figures of the catalogue behind a checked number, as a card and a note name them, with their sources.
///
/// A card names the nearest of them; the note in the chapter's ledger names all.
struct ClaimInputs {
  let figures: [TracedFigure]
  /// How many a card names; one more is named rather than counted.
  static let mostOnCard = 4

  /// What the expression itself read goes before what the statements behind it read; a figure that is shown as it
  /// is rests on nothing else.
  init(_ claim: ExplainedClaim) {
    figures = claim.claim.value?.source == nil ? claim.figures : []
  }

  /// Whether a card has no room for all.
  var exceedsCard: Bool { figures.count > Self.mostOnCard + 1 }

  /// `Chip.h100.memory 80 GB, memoryBandwidth 3.35 TB/s (InferenceX, 2026-04); 9 more`, for a card; nil for what rests on no figure.
  ///
  /// - Parameters:
  ///   - note: The number of the note that names all.
  ///   - names: What the figures are called.
  ///   - source: What stands after the values for their source, brackets included, as HTML.
  /// - Returns: HTML without a full stop.
  func cardHTML(
    note: Int,
    names: FigureNames,
    source: (TracedFigure) -> String
  ) -> String? {
    guard !figures.isEmpty else { return nil }
    let named = exceedsCard ? Array(figures.prefix(Self.mostOnCard)) : figures
    let words = Self.html(named, { "\($0.key) \($0.date)" }, names, isLinked: true, source)
    guard exceedsCard else { return words }
    let more = figures.count - Self.mostOnCard
    return words
      + "; <a href=\"#note-\(note)\">\(more) more</a>"
  }

  /// All of them, for a note; nil for what rests on no figure.
  func noteHTML(source: (TracedFigure) -> String) -> String? {
    figures.isEmpty ? nil : Self.html(figures, \.key, nil, isLinked: false, source)
  }

  /// Values of one source stand together, where the first of them is.
  ///
  /// - Parameters:
  ///   - figures: What is named.
  ///   - group: What the figures of one group have in common.
  ///   - names: What the figures are called, where there is room to say it.
  ///   - isLinked: Whether the values of a group lead to the row of its first among the constants.
  ///   - source: What stands behind a group.
  /// - Returns: HTML.
  private static func html(
    _ figures: [TracedFigure],
    _ group: (TracedFigure) -> String,
    _ names: FigureNames?,
    isLinked: Bool,
    _ source: (TracedFigure) -> String
  ) -> String {
    var groups: [(source: TracedFigure, values: [String], owner: Substring)] = []
    for figure in figures {
      let place =
        groups.firstIndex { group($0.source) == group(figure) }
        ?? {
          groups.append((figure, [], ""))
          return groups.count - 1
        }()
      var value = figure.shownValue.proseHTML
      if let name = names?[figure] {
        // The second figure of one chip need not name the chip again.
        let owner = name[..<(name.lastIndex(of: ".") ?? name.startIndex)]
        let short =
          owner.isEmpty || owner != groups[place].owner
          ? name[...] : name.dropFirst(owner.count + 1)
        groups[place].owner = owner
        value = "\(String(short).htmlEscaped) \(value)"
      }
      if !groups[place].values.contains(value) { groups[place].values.append(value) }
    }
    return groups.map { group in
      let values = group.values.joined(separator: ", ")
      let linked = "<a href=\"\(group.source.address)\">\(values)</a>"
      return "\(isLinked ? linked : values) \(source(group.source))"
    }.joined(separator: "; ")
  }
}

extension TracedFigure {
  /// The title of the source up to its first mark: `InferenceX` of `InferenceX: GPU specifications`.
  var shortTitle: String {
    let head = title.prefix { !":,(".contains($0) }
    return String(head).trimming(" ")
  }
}
