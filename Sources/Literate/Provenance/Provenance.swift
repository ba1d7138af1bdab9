package import Quantities

/// What stands behind the pieces of one chapter: cells, and the figures of the catalogue that they read.
///
/// A piece rests on what it read itself and on what was read by the cells that it needs; a checked number, by those
/// of their statements that it needs. Where the graph of the chapter is not known, it needs every cell above it.
package struct Provenance: Sendable {
  private let checked: CheckedChapter
  private let readings: Readings
  /// The program's cells by id.
  private let indices: [String: Int]

  package init(_ checked: CheckedChapter) {
    self.checked = checked
    readings = checked.record?.transcript.readings ?? Readings()
    let cells = checked.chapter.program.cells.enumerated().map { ($0.element.id, $0.offset) }
    indices = Dictionary(cells, uniquingKeysWith: { first, _ in first })
  }

  /// All figures that the chapter read.
  package var figures: [TracedFigure] { readings.figures }

  /// The indices of the cells that a link's expression needs, in order.
  func cells(behind claim: Claim) -> [Int] {
    let program = checked.chapter.program
    guard program.slots.indices.contains(claim.slot) else { return [] }
    let needed =
      checked.record?.graph?.cells(neededBySlot: claim.slot)
      ?? Set(0..<program.slots[claim.slot].cellIndex)
    return needed.sorted()
  }

  /// The cells that a cell needs, in order, itself left out.
  package func cells(behind cell: Cell) -> [Cell] {
    guard let index = indices[cell.id] else { return [] }
    let needed = checked.record?.graph?.cells(neededBy: index) ?? Set(0..<index)
    return needed.sorted().map { checked.chapter.program.cells[$0] }
  }

  /// The figures that a checked number rests on, those that its own expression read first.
  package func figures(behind claim: Claim) -> [TracedFigure] { figures(numbers(behind: claim)) }

  /// The same as places in `figures`, some of them more than once.
  func numbers(behind claim: Claim) -> [Int] {
    var numbers = readings.numbers(ofSlot: claim.slot)
    let cells = checked.chapter.program.cells
    if let graph = checked.record?.graph {
      for part in graph.parts(neededBySlot: claim.slot) where cells.indices.contains(part.cell) {
        numbers += readings.numbers(ofCell: cells[part.cell].id, part: part.part)
      }
    } else {
      numbers += self.cells(behind: claim).reversed().flatMap {
        readings.numbers(ofCell: cells[$0].id)
      }
    }
    return numbers
  }

  /// How many of those the expression of a checked number read itself.
  package func ownFigures(of claim: Claim) -> Int { readings.numbers(ofSlot: claim.slot).count }

  /// The figures that what a cell prints and shows rests on.
  package func figures(behind cell: Cell) -> [TracedFigure] {
    let behind = cells(behind: cell).reversed().flatMap { readings.numbers(ofCell: $0.id) }
    return figures(readings.numbers(ofCell: cell.id) + behind)
  }

  /// Each once, in the order in which they come.
  private func figures(_ numbers: [Int]) -> [TracedFigure] {
    var seen: Set<Int> = []
    return numbers.filter { seen.insert($0).inserted }.map { readings.figures[$0] }
  }
}
