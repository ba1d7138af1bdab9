/// What `check --fix` and `check --fix-claims` change in the chapters: the places that diagnostics name.
///
/// `--fix` touches only what the tool itself writes, outputs and computed values; `--fix-claims` numbers that
/// an author states.
package struct SourceFixes: Sendable {
  package enum Kind: Sendable {
    case computed, stated
  }

  /// The chapters that change, in order.
  package let files: [RewrittenFile]
  /// How many places.
  package let count: Int

  /// Finds the changes; nothing is written.
  ///
  /// - Throws: The diagnostics to print when a chapter is no longer what was checked.
  package init(_ report: BookReport, _ kind: Kind) throws(DiagnosticError) {
    var files: [RewrittenFile] = []
    var count = 0
    for checked in report.chapters {
      let edits = checked.diagnostics.compactMap { diagnostic -> SourceEdit? in
        switch diagnostic.fix {
        case .computed(let edit) where kind == .computed: edit
        case .stated(let edit) where kind == .stated: edit
        default: nil
        }
      }
      guard !edits.isEmpty else { continue }
      files.append(try RewrittenFile(checked.chapter.source, edits: edits))
      count += edits.count
    }
    self.files = files
    self.count = count
  }

  /// The changes as a unified diff.
  package func difference(relativeTo directory: String?) -> String {
    files.map { $0.difference(relativeTo: directory) }.joined()
  }

  /// Writes each file as a whole.
  ///
  /// - Throws: The diagnostics to print when one cannot be written; it is then as it was.
  package func write() throws(DiagnosticError) {
    for file in files { try file.write() }
  }

  /// What stays as it is and why: claims that do not hold for `stated`, outputs and values for `computed`.
  package static func left(_ report: BookReport, _ kind: Kind) -> [Diagnostic.Note] {
    var notes = report.diagnostics.compactMap { diagnostic -> Diagnostic.Note? in
      guard case .leave(let reason)? = diagnostic.fix,
        (diagnostic.id == "claim") == (kind == .stated)
      else { return nil }
      return Diagnostic.Note(
        file: diagnostic.file,
        range: diagnostic.range,
        message: "left as it is: \(reason)"
      )
    }
    guard kind == .stated else { return notes }
    for checked in report.chapters {
      for claim in checked.claims where claim.isClaim && claim.verdict == .unresolved {
        notes.append(
          Diagnostic.Note(
            file: checked.chapter.source.file,
            range: claim.link.textRange,
            message: "left as it is: its expression has no value"
          )
        )
      }
    }
    return notes.sorted { ($0.file, $0.range.start) < ($1.file, $1.range.start) }
  }
}
