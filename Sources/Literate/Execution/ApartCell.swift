/// A cell that is compiled apart: what stands above it in the chapter, plus itself.
///
/// It leaves no trace in the chapter's scope.
package struct ApartCell {
  let cell: Cell
  let chapter: Chapter

  package enum Outcome: Sendable {
    /// Did not compile, as it should: the compiler's message.
    case failed(String)
    /// Trapped, as it should: what it said.
    case trapped(String)
    /// Compiled, and not run.
    case compiled
    /// Not as it should be; a diagnostic says why.
    case wrong

    var isWrong: Bool { if case .wrong = self { true } else { false } }
  }

  /// What stands above the cell in the chapter's program, and the cell.
  var program: Program {
    chapter.program.with(
      chapter.cells.prefix { $0.id != cell.id }.filter(\.isInProgram) + [cell]
    )
  }

  /// Whether there is a record of what came of it.
  func hasRecord(in executor: Executor) -> Bool {
    cell.options.traps == nil
      ? executor.holdsMessages(about: program) : executor.holdsRecord(of: program)
  }

  func run(
    _ executor: Executor,
    rerunsHit: Bool = false
  ) async throws -> (Outcome, [Diagnostic]) {
    let program = program
    let mapper = MessageMapper(chapter: chapter, program: program)
    if let text = cell.options.traps {
      return try await trap(program, text, executor, mapper, rerunsHit)
    }
    let (messages, difference) = try await executor.check(program, rerunsHit: rerunsHit)
    if let difference { return (.wrong, [mapper.diagnostic(difference)]) }
    guard let text = cell.options.fails else {
      let diagnostics = mapper.diagnostics(messages)
      return (diagnostics.hasErrors ? .wrong : .compiled, diagnostics)
    }
    let own = messages.filter { message in
      guard message.severity == "error",
        case .cell(let id, _, _)? = program.piece(
          file: message.file,
          line: message.line,
          column: message.column
        )
      else { return false }
      return id == cell.id
    }
    if let match = own.first(where: { $0.text.contains(text) }) { return (.failed(match.text), []) }
    let problem =
      own.isEmpty
      ? "this cell must not compile, but it does"
      : "this cell fails with '\(own[0].text)', not with '\(text)'"
    let help =
      own.isEmpty
      ? "drop 'fails', or let the cell show what goes wrong" : "correct the text of 'fails'"
    return (
      .wrong, [chapter.source.diagnostic(.error, cell.fence, id: "fails", problem, help: help)]
    )
  }

  private func trap(
    _ program: Program,
    _ text: String,
    _ executor: Executor,
    _ mapper: MessageMapper,
    _ rerunsHit: Bool
  ) async throws -> (Outcome, [Diagnostic]) {
    func wrong(_ problem: String, help: String) -> (Outcome, [Diagnostic]) {
      let diagnostic = chapter.source.diagnostic(
        .error,
        cell.fence,
        id: "traps",
        problem,
        help: help
      )
      return (.wrong, [diagnostic])
    }
    do {
      let run = try await executor.run(program, mayStop: true, rerunsHit: rerunsHit)
      if let difference = run.difference { return (.wrong, [mapper.diagnostic(difference)]) }
      guard let stop = run.record.stop else {
        return wrong(
          "this cell must trap, but it runs to its end",
          help: "drop 'traps', or let the cell show what goes wrong"
        )
      }
      guard stop.cell == cell.id else { return (.wrong, mapper.diagnostics(.stopped(stop, nil))) }
      let said = stop.standardError + "\n" + stop.reason.message
      guard said.lowercased().contains(text.lowercased()) else {
        return wrong(
          "this cell stops with '\(stop.reason.message)', not with '\(text)'",
          help: "correct the text of 'traps'"
        )
      }
      return (.trapped(stop.reason.message), [])
    } catch let failure as Executor.Failure {
      return (.wrong, mapper.diagnostics(failure))
    }
  }
}
