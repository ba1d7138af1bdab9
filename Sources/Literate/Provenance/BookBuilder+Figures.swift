package import Quantities

extension BookBuilder {
  /// Why an expression of the command line names no figures.
  package enum ExpressionProblem: Error, Sendable {
    /// What the compiler says of it, or the rule that it breaks.
    case wrong(String)
  }

  /// The figures of the catalogue that an expression is made of or is computed from.
  ///
  /// The expression is a small program of its own, which is remembered like a chapter's.
  ///
  /// - Parameter expression: `Chip.h100.memory`, `Chip.h100`, `Chip.h100.memory.value / 2`.
  /// - Returns: The figures, each once, in the order of their sources.
  /// - Throws: `ExpressionProblem`; faults of the tool.
  package func figures(of expression: String) async throws -> [TracedFigure] {
    if expression.contains(where: \.isNewline) || expression.contains(";")
      || SwiftTokens(expression).unbalanced != nil
    {
      throw ExpressionProblem.wrong("it is not one expression")
    }
    let program = Program(
      cells: [],
      slots: [.init(cellIndex: 0, expression: "FiguresOf(\(expression))")],
      fileName: "expression"
    )
    do {
      let run = try await executor.run(program)
      return run.record.transcript.readings.figures
    } catch Executor.Failure.compile(let messages, let remainder) {
      let first = messages.first { $0.severity == "error" }
      throw ExpressionProblem.wrong(first?.text ?? remainder)
    } catch Executor.Failure.stopped {
      throw ExpressionProblem.wrong("it stops when it is computed")
    }
  }
}
