import CellRuntime
package import Quantities

/// A constant of the libraries, by the name that a cell would write.
package struct LibraryConstant: Sendable {
  package let name: String
  /// With its unit; nil for what is made of several numbers.
  package let value: String?
  /// The figures with a source that it is, holds or is computed from; without any, nothing that rests on it can
  /// be told.
  package let figures: [TracedFigure]
  /// Those inside it by what a cell would write for each.
  let members: [NamedFigure]
}

extension BookBuilder {
  /// The names of the constants that the libraries have.
  ///
  /// - Throws: Faults of the tool.
  package func constantNames() async throws -> [String] {
    try await executor.libraryNames().constants
  }

  /// The constants of the libraries that are numbers or hold some, each with its figures.
  ///
  /// One small program reads them all, and is remembered like a chapter's.
  ///
  /// - Returns: By name, in order.
  /// - Throws: Faults of the tool.
  package func constants() async throws -> [LibraryConstant] {
    let library = try await executor.libraryNames()
    let names = library.constants
    guard !names.isEmpty else { return [] }
    let slots = names.map { Program.Slot(cellIndex: 0, expression: "ConstantOf(\($0))") }
    let program = Program(cells: [], slots: slots, fileName: "constants")
    let transcript = try await executor.run(program).record.transcript
    return names.enumerated().compactMap { slot, name in
      let figures = transcript.readings.numbers(ofSlot: slot).map {
        transcript.readings.figures[$0]
      }
      let value = transcript.values[slot]
      guard value != nil || !figures.isEmpty else { return nil }
      let members = transcript.members(ofSlot: slot).filter { library.canSpell($0.path) }.map {
        NamedFigure(path: name + $0.path, figure: $0.figure)
      }
      return LibraryConstant(
        name: name,
        value: value.flatMap(Self.text),
        figures: figures,
        members: members
      )
    }
  }

  /// What figures of the catalogue are called.
  ///
  /// - Throws: Faults of the tool.
  package func figureNames(in report: BookReport) async throws -> FigureNames {
    FigureNames(report.chapters, constants: try await constants())
  }

  private static func text(_ value: RecordedValue) -> String? {
    guard case .scalar(let quantity, let isWhole) = value.content else { return nil }
    return isWhole ? quantity.baseValue.formatted(.decimals(0)) : quantity.formatted(.exact)
  }
}
