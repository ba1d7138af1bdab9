import CellRuntime
import Quantities

/// The figures of the catalogue behind a checked number, as a card and a note name them: few, and their sources.
struct ClaimInputs {
  private let figures: [TracedFigure]
  /// How many there are beside those.
  private let more: Int
  private static let most = 2

  /// What the expression itself read goes before what its cells read.
  init(_ claim: ExplainedClaim) {
    let named = claim.claim.value?.source == nil ? claim.nearest : []
    figures = Array(named.prefix(Self.most))
    more = named.isEmpty ? 0 : claim.figures.count - figures.count
  }

  /// `80 GB, 3.35 TB/s (InferenceX, 2026-04); 9 more`; nil for what rests on no figure, and for what is a
  /// figure itself.
  ///
  /// - Parameter source: What stands after the values for their source, brackets included, as HTML.
  /// - Returns: HTML without a full stop.
  func html(source: (TracedFigure) -> String) -> String? {
    guard !figures.isEmpty else { return nil }
    var groups: [(source: TracedFigure, values: [String])] = []
    for figure in figures {
      let value = figure.value.withFirmSpaces.htmlEscaped
      if let last = groups.indices.last, groups[last].source.key == figure.key,
        groups[last].source.date == figure.date
      {
        groups[last].values.append(value)
      } else {
        groups.append((figure, [value]))
      }
    }
    var words = groups.map { "\($0.values.joined(separator: ", ")) \(source($0.source))" }
      .joined(separator: "; ")
    if more > 0 { words += "; \(more) more" }
    return words
  }
}

extension TracedFigure {
  /// The title of the source up to its first mark: `InferenceX` of `InferenceX: GPU specifications`.
  var shortTitle: String {
    let head = title.prefix { !":,(".contains($0) }
    return String(head).trimming(" ")
  }
}
