/// Leads what the compiler and the running program said back to the lines of the chapter.
struct MessageMapper {
  let chapter: Chapter
  let program: Program

  private var source: SourceText { chapter.source }

  /// The compiler's messages as diagnostics.
  func diagnostics(_ messages: [CompilerMessage]) -> [Diagnostic] {
    let redeclares = messages.contains { $0.text.hasPrefix("invalid redeclaration of") }
    var result: [Diagnostic] = []
    for (index, message) in messages.enumerated() where message.severity != "note" {
      // A second declaration makes every use ambiguous: that follows from the one error.
      if redeclares, message.text.hasPrefix("ambiguous use of") { continue }
      let notes = messages[(index + 1)...].prefix { $0.severity == "note" }
      result.append(diagnostic(message, notes: Array(notes)))
    }
    return result
  }

  func diagnostics(_ failure: Executor.Failure) -> [Diagnostic] {
    switch failure {
    case .compile(let messages, let remainder):
      let found = diagnostics(messages)
      if found.hasErrors { return found }
      return found + [
        source.diagnostic(
          .error,
          SourceRange(line: 1),
          id: "compile",
          "the chapter's program does not compile",
          help: String(remainder.prefix(2000))
        )
      ]
    case .stopped(let stop, let graph):
      let early = graph.map(usesBeforeDeclaration) ?? []
      return early.isEmpty ? [diagnostic(stop)] : early
    case .engine(let diagnostics): return diagnostics
    case .unreadable(let file):
      let cell = program.cells.first { $0.options.reads.contains(file) }
      return [
        source.diagnostic(
          .error,
          cell?.fence ?? SourceRange(line: 1),
          id: "reads",
          "the file '\(file)' that this cell reads cannot be read",
          help: "paths are relative to the folder of the chapters"
        )
      ]
    }
  }

  /// A new run that says something else than its record.
  func diagnostic(_ difference: RunDifference) -> Diagnostic {
    let place =
      switch difference.place {
      case .cell(let id, _, _): program.cells.first { $0.id == id }?.fence
      case .slot(let number, _): chapter.claims.first { $0.slot == number }?.link.textRange
      case .formula, nil: nil as SourceRange?
      }
    return source.diagnostic(
      .error,
      place ?? SourceRange(line: 1),
      id: "paranoid",
      "a new run differs from its record, which is now replaced: \(difference.words)",
      help: "a cell depends on what its key does not hold: the time, chance, or a file; "
        + "declare files with reads="
    )
  }

  /// Cells and claims that use what stands further down.
  func usesBeforeDeclaration(_ graph: ProgramGraph) -> [Diagnostic] {
    graph.usesBeforeDeclaration.map { use in
      let owner = program.cells[use.cell]
      let place = owner.fence.start.line
      switch use.piece {
      case .cell(let id, _, _):
        let fence = program.cells.first { $0.id == id }?.fence ?? SourceRange(line: 1)
        return source.diagnostic(
          .error,
          fence,
          id: "order",
          "cell '\(id)' uses what cell '\(owner.id)' at line \(place) declares below it",
          help: "move it below line \(place)"
        )
      case .formula: return source.diagnostic(.error, SourceRange(line: 1), id: "order", "")
      case .slot(let number, _):
        let link = chapter.claims.first { $0.slot == number }?.link
        return source.diagnostic(
          .error,
          link?.textRange ?? SourceRange(line: 1),
          id: "order",
          "this expression uses what cell '\(owner.id)' at line \(place) declares below it",
          help: "put it after that cell: an expression is evaluated after the last cell above it"
        )
      }
    }
  }

  // MARK: -

  private func diagnostic(_ message: CompilerMessage, notes: [CompilerMessage]) -> Diagnostic {
    let severity: Diagnostic.Severity = message.severity == "warning" ? .warning : .error
    guard let piece = piece(message) else {
      // A line that nobody wrote; its text is what can be shown.
      return source.diagnostic(
        severity,
        SourceRange(line: 1),
        id: "compile",
        message.text,
        help: "in the generated program, line \(message.line)"
      )
    }
    switch piece {
    case .formula(let entry, let column):
      let isNumber = message.text.contains("'quotient'")
      return (program.library.source ?? source).diagnostic(
        severity,
        program.library.range(entry, column: column),
        id: "formula",
        isNumber ? "a formula of the library divides quantities or Doubles" : message.text,
        help: notes.first?.text ?? "this is evaluated on each receiver of the member, in its scope"
      )
    case .cell(let id, let line, let column):
      var text = message.text
      if text.hasPrefix("invalid redeclaration of"),
        let name = text.split(separator: "'").dropFirst().first,
        let first = notes.compactMap({ self.piece($0) }).compactMap(range).first
      {
        text = "cell '\(id)' redeclares '\(name)', which line \(first.start.line) already declares"
        var diagnostic = source.diagnostic(
          severity,
          length(of: range(piece)),
          id: "compile",
          text,
          help: "a chapter's cells share one scope: use another name"
        )
        diagnostic.notes = placed(notes)
        return diagnostic
      }
      let range = length(of: range(.cell(id, line: line, column: column)))
      var diagnostic = source.diagnostic(
        severity,
        range,
        id: "compile",
        text,
        help: unplaced(notes)
      )
      diagnostic.notes = placed(notes)
      return diagnostic
    case .slot(let number, let column):
      let link = chapter.claims.first { $0.slot == number }?.link
      var range = SourceRange(link?.targetPosition ?? SourcePosition(line: 1, column: 1))
      if let column, column <= (link?.target.count ?? 0) + 1 {
        range.start.column += column - 1
        range = length(of: range)
      } else {
        range.length = link?.target.count ?? 1
      }
      let isRecord = message.text.contains("'record'")
      var diagnostic = source.diagnostic(
        severity,
        range,
        id: "claim-expression",
        isRecord
          ? "this expression is no quantity, number, range, Bool or figure of the catalogue"
          : message.text,
        help: isRecord ? "link to a value of such a type" : unplaced(notes)
      )
      if !isRecord { diagnostic.notes = placed(notes) }
      return diagnostic
    }
  }

  private func diagnostic(_ stop: ProgramStop) -> Diagnostic {
    // Line 0 marks instructions that belong to no line; the call around them has one.
    let places = stop.places.filter { $0.line > 0 }.compactMap { place in
      program.piece(file: place.file, line: place.line, column: place.column)
    }
    let cell = stop.cell.flatMap { id in program.cells.first { $0.id == id } }
    let inner = places.first.flatMap(range).map(length)
    let range = inner ?? cell?.fence ?? SourceRange(line: 1)
    var help: String?
    if let cell, let inner, !cell.contains(line: inner.start.line) {
      help = "while running cell '\(cell.id)' at line \(cell.fence.start.line)"
    }
    if let place = stop.placeInEngine {
      help = "at \(place.file):\(place.line):\(place.column)" + (help.map { ", \($0)" } ?? "")
    }
    let name = cell.map { "cell '\($0.id)'" } ?? "the program"
    let message =
      if case .trap(let words) = stop.reason { "\(name) stopped: \(words)" } else {
        stop.reason.message
      }
    return source.diagnostic(.error, range, id: "cell-stop", message, help: help)
  }

  private func piece(_ message: CompilerMessage) -> Program.Piece? {
    program.piece(file: message.file, line: message.line, column: message.column)
  }

  /// Where in the chapter a piece of its program stands.
  func range(_ piece: Program.Piece) -> SourceRange? {
    switch piece {
    case .cell(let id, let line, let column):
      program.cells.first { $0.id == id }?.range(line: line, column: max(1, column))
    case .slot(let number, _):
      chapter.claims.first { $0.slot == number }?.link.textRange
    case .formula: nil
    }
  }

  /// The whole word at a place.
  private func length(of range: SourceRange?) -> SourceRange {
    guard var range else { return SourceRange(line: 1) }
    let rest = source.line(range.start.line).dropFirst(range.start.column - 1)
    range.length = max(1, rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count)
    return range
  }

  /// The compiler's notes that stand at a place of the chapter, each once.
  private func placed(_ notes: [CompilerMessage]) -> [Diagnostic.Note] {
    var seen: Set<CompilerMessage> = []
    return notes.filter { seen.insert($0).inserted }.compactMap { note in
      piece(note).flatMap(range).map { range in
        Diagnostic.Note(
          file: source.file,
          range: length(of: range),
          message: note.text,
          lineText: source.line(range.start.line)
        )
      }
    }
  }

  /// The first note about something that is not of the chapter: what the library says of itself.
  private func unplaced(_ notes: [CompilerMessage]) -> String? {
    // Where the library declares a name helps nobody here; the message has the name.
    notes.first { piece($0) == nil && !$0.text.hasSuffix("declared here") }?.text
  }
}

extension Cell {
  /// Whether a line of the chapter is one of this cell's.
  func contains(line: Int) -> Bool {
    let count = code.split(separator: "\n", omittingEmptySubsequences: false).count
    return (firstLine..<(firstLine + count)).contains(line)
  }
}
