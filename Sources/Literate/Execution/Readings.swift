package import CellRuntime
package import Quantities

/// Which figures of the catalogue each piece of a program read when it ran.
package struct Readings: Codable, Sendable {
  /// The figures, in the order in which they were first read.
  package private(set) var figures: [TracedFigure] = []
  /// By cell, then by part.
  private var cells: [String: [Int: [Int]]] = [:]
  private var slots: [Int: [Int]] = [:]

  package init() {}

  /// Takes up a report.
  package mutating func add(_ read: [TracedFigure], by reader: Event.Reader) {
    let numbers = read.map { number(of: $0) }
    switch reader {
    case .cell(let id, let part):
      cells[id, default: [:]][part] = Set((cells[id]?[part] ?? []) + numbers).sorted()
    case .slot(let slot): slots[slot] = Set((slots[slot] ?? []) + numbers).sorted()
    }
  }

  /// The number of a figure, which it gets now if it has none.
  mutating func number(of figure: TracedFigure) -> Int {
    if let known = figures.firstIndex(of: figure) { return known }
    figures.append(figure)
    return figures.count - 1
  }

  /// What a cell read itself.
  package func numbers(ofCell id: String) -> [Int] {
    Set((cells[id] ?? [:]).values.joined()).sorted()
  }
  /// What a part of a cell read itself.
  package func numbers(ofCell id: String, part: Int) -> [Int] { cells[id]?[part] ?? [] }
  /// What the expression of a slot read itself.
  package func numbers(ofSlot slot: Int) -> [Int] { slots[slot] ?? [] }
}
