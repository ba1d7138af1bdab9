// What coverage makes an error: reasons that no longer hold and, in a book that says it is complete, gaps.

extension Coverage {
  /// - Parameter isComplete: Whether the book says `complete: true`.
  /// - Returns: Errors at their places in `claims.yml`.
  func problems(isComplete: Bool) -> [Diagnostic] {
    guard let source = lecture.source else { return [] }
    var diagnostics: [Diagnostic] = []
    for id in lecture.ids {
      guard let entry = lecture.entries[id], entry.unchecked != nil,
        let claim = places[id]?.first(where: { $0.kind == .claim })
      else { continue }
      let name = claim.file.split(separator: "/").last ?? ""
      diagnostics.append(
        source.diagnostic(
          .error,
          entry.uncheckedRange,
          id: "unchecked",
          "'\(id)' is checked in \(name), line \(claim.line)",
          help: "remove 'unchecked' of \(id), or the id from that link"
        )
      )
    }
    guard isComplete else { return diagnostics }
    for (id, what) in gaps {
      diagnostics.append(
        source.diagnostic(
          .error,
          lecture.entries[id]?.range ?? SourceRange(line: 1),
          id: "coverage",
          "'\(id)' has no place: \(what)",
          help: help(for: id)
        )
      )
    }
    return diagnostics
  }

  private func help(for id: String) -> String {
    guard let entry = lecture.entries[id] else { return "" }
    if entry.isOpinion || entry.unchecked != nil {
      let words = [id, entry.speaker].compactMap(\.self).joined(separator: ", ")
      return "write the id where a chapter restates it: (\(words))"
    }
    return switch entry.kind {
    case "claim":
      "state it in a chapter: [words](claim:EXPRESSION \"\(id)\"), or say in claims.yml why nothing "
        + "computes it: unchecked: \"reason\""
    case "equation", "drawing", "card": "give the cell that stands for it covers=\(id)"
    default: "name \(id) in a claim, on a cell (covers=\(id)) or in the prose"
    }
  }
}
