import Foundation

/// Puts the kept results of a chapter's slow cells in the place of their code.
///
/// A slow cell runs only when its record is renewed. In the chapter's program it is its constants, given back
/// with the types they had; what it printed and showed, and the values of its formulas, come from the record.
package struct SlowCells: Sendable {
  let executor: Executor
  let book: String
  /// The digest of the engine's sources; nil where they are not at hand, and the tool's version stands for them.
  let engineSources: String?

  /// What is done with records.
  package enum Use: Sendable {
    /// A record that is not right is an error.
    case read
    /// It is made anew.
    case renew
    /// Those that are right are held against a new run.
    case rerun
  }

  /// A chapter that can run, and what to add to its record afterwards.
  struct Prepared: Sendable {
    var chapter: Chapter
    var records: [(cell: Cell, record: SlowRecord)] = []
    var diagnostics: [Diagnostic] = []

    /// Whether every slow cell has its record.
    var isComplete: Bool {
      records.count == chapter.cells.count { $0.isKept && $0.options.id != nil }
    }

    /// Adds what the slow cells said to what the others said.
    func completed(_ record: RunRecord) -> RunRecord {
      guard !records.isEmpty else { return record }
      var record = record
      record.mark = nil
      for (cell, slow) in records {
        slow.add(to: &record.transcript, cell)
        let index = chapter.program.cells.firstIndex { $0.id == cell.id }
        if let index, slow.usesLibrary { record.graph?.markLibrary(cell: index) }
      }
      return record
    }
  }

  static let command = "chalktalk check --renew"

  /// Prepares a chapter.
  ///
  /// - Parameters:
  ///   - chapter: As it was read.
  ///   - use: Whether records are made anew.
  /// - Returns: The chapter to run; with errors, it is not to be run.
  /// - Throws: Faults of the tool.
  func prepare(_ chapter: Chapter, _ use: Use) async throws -> Prepared {
    var prepared = Prepared(chapter: chapter)
    guard chapter.cells.contains(where: \.isKept) else { return prepared }
    var cells = chapter.cells
    for index in cells.indices where cells[index].isKept && cells[index].options.id != nil {
      let cell = cells[index]
      let above = cells[..<index].filter(\.isInProgram)
      do {
        let record = try await record(of: cell, above, chapter, use, &prepared.diagnostics)
        guard let record else { continue }
        prepared.records.append((cell, record))
        cells[index].code = record.constants.map(\.declaration).joined(separator: "; ") + "\n"
        cells[index].formula = nil
      } catch let failure as Executor.Failure {
        let program = chapter.program.with(above + [cell])
        prepared.diagnostics += MessageMapper(chapter: chapter, program: program)
          .diagnostics(failure)
      }
    }
    prepared.chapter = chapter.running(cells)
    return prepared
  }

  // MARK: -

  private func record(
    of cell: Cell,
    _ above: [Cell],
    _ chapter: Chapter,
    _ use: Use,
    _ diagnostics: inout [Diagnostic]
  ) async throws -> SlowRecord? {
    let all = chapter.program.with(above + [cell])
    let graph = try await executor.keptGraph(of: all)
    let needed = graph?.cells(neededBy: above.count) ?? Set(above.indices)
    let cells = above.enumerated().filter { needed.contains($0.offset) }.map(\.element)
    // The original text of a slow cell above is in its own record's key.
    let program = chapter.program.with(cells + [cell])
    let key = RunParts(
      [
        engineSources.map { RunParts.Part(.engine, "sources", $0) }
          ?? RunParts.Part(.tool, "tool", toolVersion)
      ] + RunParts.own(of: program, in: book)
    )
    let file = SlowRecord.path(of: cell.id)
    let found = SlowRecord(reading: book + "/" + file)
    let isRight = found.map { $0.cell == cell.id && isSame($0.key, key) } ?? false
    if let found, isRight, use != .rerun { return found }
    if !isRight, use != .renew {
      let exists = FileManager.default.fileExists(atPath: book + "/" + file)
      let problem =
        found.map { "is stale: " + (key.change(since: $0.key) ?? "it is another cell's") }
        ?? (exists ? "cannot be read" : "is missing")
      diagnostics.append(
        chapter.source.diagnostic(
          .error,
          cell.fence,
          id: "slow",
          "the record of the slow cell '\(cell.id)', \(file), \(problem)",
          help: "run '\(Self.command)' and commit the record"
        )
      )
      return nil
    }
    let mapper = MessageMapper(chapter: chapter, program: program)
    guard let new = try await run(cell, program, key, chapter, mapper, &diagnostics) else {
      return nil
    }
    if let found, isRight {
      guard try found.said() != new.said() else { return found }
      let difference =
        RunDifference(from: found.constants, to: new.constants, of: cell)
        ?? RunDifference(from: found.runRecord(of: cell), to: new.runRecord(of: cell), in: program)
      diagnostics.append(mapper.diagnostic(difference))
    }
    try new.write(in: book)
    return new
  }

  /// Whether a record's key is the one that is wanted; an engine whose sources are not at hand is the tool's.
  private func isSame(_ found: RunParts, _ wanted: RunParts) -> Bool {
    guard engineSources == nil else { return found == wanted }
    let own: Set<RunParts.Kind> = [.file, .cell]
    return found.parts.filter { own.contains($0.kind) }
      == wanted.parts.filter { own.contains($0.kind) }
  }

  private func run(
    _ cell: Cell,
    _ program: Program,
    _ key: RunParts,
    _ chapter: Chapter,
    _ mapper: MessageMapper,
    _ diagnostics: inout [Diagnostic]
  ) async throws -> SlowRecord? {
    func refuse(_ message: String) {
      diagnostics.append(
        chapter.source.diagnostic(
          .error,
          cell.fence,
          id: "slow",
          message,
          help:
            "a slow cell may declare constants, which are kept; put the rest into a cell above it"
        )
      )
    }
    let tree = try await executor.syntaxTree(of: program)
    let declarations = SlowDeclarations(tree: tree, program: program)
    if let problem = declarations.problem {
      refuse("the slow cell '\(cell.id)' holds \(problem) at its top level")
      return nil
    }
    let scan = SyntaxTreeScan(tree: tree, pieceStarts: program.pieceOffsets.map(\.offset))
    if let scan, ProgramGraph(scan, of: program).writesOthers(cell: program.cells.count - 1) {
      refuse("the slow cell '\(cell.id)' changes a variable of another cell")
      return nil
    }
    var keeping = cell
    if !keeping.code.hasSuffix("\n") { keeping.code += "\n" }
    let lines = keeping.code.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    for name in declarations.constants {
      keeping.code += "CellRuntime.keep(\"\(name)\", \(name))\n"
    }
    let full = program.with(program.cells.dropLast() + [keeping])
    do {
      let record = try await executor.compileAndRun(full, of: chapter.stem)
      let usesLibrary = record.graph?.dependsOnLibrary(cell: full.cells.count - 1) ?? true
      return try SlowRecord(
        cell: cell,
        key: key,
        transcript: record.transcript,
        usesLibrary: usesLibrary
      )
    } catch Executor.Failure.compile(let messages, let remainder) {
      let kept = messages.filter { $0.severity == "error" }.compactMap { message -> String? in
        guard
          case .cell(cell.id, let line, _)? = full.piece(
            file: message.file,
            line: message.line,
            column: message.column
          ), line > lines
        else { return nil }
        return declarations.constants[line - lines - 1]
      }
      guard let name = kept.first else {
        throw Executor.Failure.compile(messages, remainder: remainder)
      }
      refuse(
        "'\(name)' of the slow cell '\(cell.id)' cannot be kept: it is no Quantity, Int, Double, Bool or String, "
          + "nor an array, dictionary or optional of them"
      )
      return nil
    }
  }
}
