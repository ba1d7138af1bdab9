import CellRuntime
import Quantities

/// A chapter as `chalktalk run` shows it, with other parameters and for one cell alone if so wished.
package struct ChapterRun {
  private let chapter: Chapter
  private let builder: BookBuilder

  package struct Result: Sendable {
    package var text: String
    package var diagnostics: [Diagnostic]
  }

  /// Something on the command line that the chapter does not have.
  package struct UsageError: Error, Sendable {
    package let message: String
  }

  package init(chapter: Chapter, builder: BookBuilder) {
    self.chapter = chapter
    self.builder = builder
  }

  /// Runs the chapter.
  ///
  /// - Parameters:
  ///   - cell: The one cell to print; what it depends on runs silently. All if nil.
  ///   - settings: Other values for parameters: claims are then shown beside the book's, and not judged.
  /// - Returns: The text for the terminal, and what is wrong.
  /// - Throws: `UsageError` for a cell or parameter that is not there; faults of the tool.
  package func run(cell: String?, settings: [ParameterSetting]) async throws -> Result {
    if let cell, !chapter.cells.contains(where: { $0.id == cell }) {
      let ids = chapter.cells.map(\.id)
      throw UsageError(
        message: "there is no cell '\(cell)'\(Spelling.suggestion(for: cell, among: ids))"
      )
    }
    guard chapter.canRun else { return Result(text: "", diagnostics: chapter.diagnostics.inOrder) }
    // With other parameters the kept results of slow cells are not the right ones: they run.
    let prepared =
      settings.isEmpty
      ? try await builder.slowCells(for: [chapter]).prepare(chapter, .read)
      : SlowCells.Prepared(chapter: try chapter.running(cells(with: settings)))
    guard prepared.isComplete || !settings.isEmpty else {
      return Result(text: "", diagnostics: prepared.diagnostics.inOrder)
    }
    let program = try await program(of: prepared.chapter, cell: cell)
    let mapper = MessageMapper(chapter: chapter, program: program)
    let record: RunRecord
    do {
      let run = try await builder.executor.run(program, remembers: settings.isEmpty)
      record = prepared.completed(run.record)
    } catch let failure as Executor.Failure {
      let diagnostics = mapper.diagnostics(failure)
      if case .compile = failure, !settings.isEmpty {
        let first = diagnostics.first { $0.severity == .error }
        throw UsageError(
          message: "with these parameters the chapter does not compile: \(first?.message ?? "")"
        )
      }
      return Result(text: "", diagnostics: diagnostics.inOrder)
    }
    let listing = TerminalListing(
      chapter: chapter,
      record: record,
      names: builder.book.settings.formulaNames
    )
    let shown = chapter.cells.filter { cell == nil || $0.id == cell }
    var text = cell == nil ? listing.head : ""
    for cell in shown { text += listing.text(of: cell) }
    var diagnostics = mapper.diagnostics(record.transcript.warnings)
    if cell == nil {
      if settings.isEmpty {
        text += listing.verdicts()
      } else {
        text += listing.comparison()
      }
    }
    diagnostics += chapter.diagnostics.filter { $0.severity == .error }
    return Result(text: text, diagnostics: diagnostics.inOrder)
  }

  // MARK: -

  private func program(of chapter: Chapter, cell: String?) async throws -> Program {
    guard let cell else { return chapter.program }
    let above = chapter.cells.prefix { $0.id != cell }.filter(\.isInProgram)
    let wanted = chapter.cells.filter {
      $0.id == cell && ($0.isInProgram || $0.options.traps != nil)
    }
    let all = chapter.program.with(above + wanted)
    guard let graph = try await builder.executor.graph(of: all) else { return all }
    let needed = graph.cells(neededBy: all.cells.count - 1)
    let kept = all.cells.enumerated().filter { needed.contains($0.offset) || $0.element.id == cell }
    return chapter.program.with(kept.map(\.element))
  }

  /// The cells with other initialisers in their parameters.
  private func cells(with settings: [ParameterSetting]) throws -> [Cell] {
    var cells = chapter.cells
    var known: [String] = []
    for index in cells.indices where cells[index].options.isParameters {
      known += ParameterSetting.parameters(of: cells[index].code).map(\.name)
    }
    for setting in settings {
      guard known.contains(setting.name) else {
        let hint = Spelling.suggestion(for: setting.name, among: known)
        throw UsageError(
          message: "there is no parameter '\(setting.name)'\(hint)"
            + (known.isEmpty ? "" : "; parameters are \(known.joined(separator: ", "))")
        )
      }
      for index in cells.indices where cells[index].options.isParameters {
        let parameters = ParameterSetting.parameters(of: cells[index].code)
        if let range = parameters.first(where: { $0.name == setting.name })?.initialiser {
          cells[index].code.replaceSubrange(range, with: setting.value)
          if cells[index].formula != nil {
            cells[index].formula = try? ComputedFormula(cells[index].code)
          }
        }
      }
    }
    return cells
  }
}
