import CellRuntime

extension CheckedChapter {
  /// Explorers that take more bytes of their page than one may, each at the line that shows it.
  var heavyExplorers: [Diagnostic] {
    chapter.cells.flatMap { cell in
      (record?.transcript.output[cell.id] ?? []).compactMap { piece -> Diagnostic? in
        guard case .figure(let shown) = piece, shown.kind == .explorer,
          case .explorer(let explorer) = shown.figure
        else {
          return nil
        }
        let bytes = explorer.bytesOnPage(id: shown.id)
        guard bytes > Explorer.mostBytes else { return nil }
        return chapter.source.diagnostic(
          .error,
          cell.range(line: shown.line, column: 1),
          id: "figure",
          "the explorer '\(shown.id)' takes \(bytes) bytes of its page, "
            + "\(bytes - Explorer.mostBytes) more than one may",
          help: "take fewer stops or readings, or print fewer digits"
        )
      }
    }
  }
}
