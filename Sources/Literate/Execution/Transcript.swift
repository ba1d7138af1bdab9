package import CellRuntime

/// What a program said when it ran: the output of each cell and the value of each slot.
package struct Transcript: Codable, Sendable {
  package enum Piece: Codable, Sendable {
    case text(String)
    case figure(RecordedFigure)
  }

  /// By cell id, in the order in which it came.
  package var output: [String: [Piece]] = [:]
  /// By slot number.
  package var values: [Int: RecordedValue] = [:]
  /// Figures of the catalogue by who read them.
  package var readings = Readings()
  /// Figures of the catalogue inside a constant, by slot number; of no program but the one that asks for them.
  private var members: [Int: [Member]] = [:]
  /// What a slow cell leaves to the cells below; only in the run that renews its record.
  package var kept: [KeptConstant] = []
  /// What the formulas of a cell reported, by its id, in the order in which it came.
  package var traces: [String: [FormulaTrace]] = [:]
  /// Warnings of the compiler, kept so that a run from the cache says them again.
  package var warnings: [CompilerMessage] = []

  package init() {}

  /// A figure inside a constant: the way to it, and its number among the readings.
  private struct Member: Codable {
    var path: String
    var figure: Int
  }

  /// Takes up the figures inside the constant of a slot.
  mutating func add(_ figures: [NamedFigure], inside slot: Int) {
    members[slot] = figures.map { Member(path: $0.path, figure: readings.number(of: $0.figure)) }
  }

  /// The figures inside the constant of a slot.
  func members(ofSlot slot: Int) -> [NamedFigure] {
    (members[slot] ?? []).map { NamedFigure(path: $0.path, figure: readings.figures[$0.figure]) }
  }

  /// The formulas of a `formula` cell with the values that it had; nil where the cell has not run.
  func formula(
    of cell: Cell,
    names: FormulaNames
  ) throws(ComputedFormulaError) -> TypesetFormula? {
    try cell.formula?.typeset(traces[cell.id] ?? [], names: names)
  }

  /// The text that a cell printed.
  package func text(of cell: String) -> String {
    (output[cell] ?? []).map { piece in
      if case .text(let text) = piece { text } else { "" }
    }.joined()
  }
}

/// A line of the compiler's own diagnostics.
package struct CompilerMessage: Codable, Sendable, Hashable {
  package var file: String
  package var line: Int
  package var column: Int
  package var severity: String
  package var text: String
}
