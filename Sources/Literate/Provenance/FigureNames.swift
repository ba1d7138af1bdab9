package import Quantities

/// What the book itself calls figures of the catalogue: the expressions of its `given:` links that begin with
/// a type, and so mean the same in every chapter.
package struct FigureNames: Sendable {
  private var names: [TracedFigure: String] = [:]

  package init(_ chapters: [CheckedChapter]) {
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
  }

  package subscript(figure: TracedFigure) -> String? { names[figure] }

  /// All names, in order.
  package var all: [String] { names.values.sorted() }

  /// All names with their figures, in order.
  package var named: [(name: String, figure: TracedFigure)] {
    names.map { ($0.value, $0.key) }.sorted { $0.name < $1.name }
  }
}
