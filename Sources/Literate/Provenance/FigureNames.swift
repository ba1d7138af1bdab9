import CellRuntime
package import Quantities

/// What a cell writes for each figure of the catalogue, so that a page can name it.
///
/// A figure goes by its place in the constant that it belongs to, `Chip.b200.memory`; where several constants have
/// it in the same place, by that place alone: a number of one source that eight chips share is none of theirs.
package struct FigureNames: Sendable {
  /// The nearest ways to write each, the shortest first.
  private var names: [Content: [FigureName]] = [:]
  /// By the names that are expressions of their own.
  private var expressions: [String: TracedFigure] = [:]

  /// What tells a figure from another: two chips may give it beside different values of others.
  private struct Content: Hashable {
    private let parts: [String]

    init(_ figure: TracedFigure) {
      parts = [figure.value, figure.key, figure.location ?? "", figure.date, figure.convention]
    }
  }

  /// - Parameters:
  ///   - chapters: Their `given:` links that begin with a type mean the same in every chapter.
  ///   - constants: Of the libraries.
  package init(_ chapters: [CheckedChapter], constants: [LibraryConstant] = []) {
    var found: [Content: Set<FigureName>] = [:]
    for member in constants.lazy.flatMap(\.members) {
      found[Content(member.figure), default: []].insert(FigureName(member.path))
      expressions[member.path] = member.figure
    }
    for (content, all) in found {
      let nearest = all.map(\.distance).min() ?? 0
      names[content] = all.filter { $0.distance == nearest }.sorted()
    }
    for (figure, name) in Self.given(in: chapters) {
      if names[Content(figure)] == nil { names[Content(figure)] = [FigureName(name)] }
      expressions[name] = figure
    }
  }

  /// The shortest expression of a `given:` link for each figure.
  private static func given(in chapters: [CheckedChapter]) -> [TracedFigure: String] {
    var names: [TracedFigure: String] = [:]
    for checked in chapters {
      let readings = checked.record?.transcript.readings ?? Readings()
      for claim in checked.claims
      where claim.link.scheme == .given && claim.link.target.first?.isUppercase == true {
        let read = readings.numbers(ofSlot: claim.slot)
        guard read.count == 1, let number = read.first else { continue }
        let (figure, name) = (readings.figures[number], claim.link.target)
        if names[figure].map({ name.count < $0.count }) ?? true { names[figure] = name }
      }
    }
    return names
  }

  /// The name that a page gives a figure; nil for what has none.
  package subscript(figure: TracedFigure) -> String? { FigureName.common(to: all(of: figure)) }

  /// Every name of a figure: of each constant that has it, its nearest.
  func spellings(of figure: TracedFigure) -> [String] { all(of: figure).map(\.text) }

  private func all(of figure: TracedFigure) -> [FigureName] { names[Content(figure)] ?? [] }

  /// Every expression with its figure, in order.
  package var named: [(name: String, figure: TracedFigure)] {
    expressions.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }
}
