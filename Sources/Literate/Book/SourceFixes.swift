import Foundation

/// What `check --fix` rewrites in the chapters.
///
/// That is the text of `value:` links, and expected outputs. Nothing that an author states is touched.
package struct SourceFixes {
  private let report: BookReport

  package init(_ report: BookReport) {
    self.report = report
  }

  /// Rewrites the chapters that need it, each file as a whole.
  ///
  /// - Returns: How many places were rewritten.
  package func write() throws -> Int {
    var total = 0
    for checked in report.chapters {
      var lines = checked.chapter.source.lines
      let count = fixValues(checked, &lines) + fixOutputs(checked, &lines)
      guard count > 0 else { continue }
      total += count
      try Data(lines.joined(separator: "\n").utf8)
        .write(to: URL(fileURLWithPath: checked.chapter.source.file), options: .atomic)
    }
    return total
  }

  private func fixValues(_ checked: CheckedChapter, _ lines: inout [String]) -> Int {
    var count = 0
    // From the end of the file, so that earlier places stay where they are.
    for claim in checked.claims.reversed() where claim.link.scheme == .value {
      let range = claim.link.textRange
      guard let value = claim.value,
        let text = ValuePattern(claim.link.options ?? "")?.text(value),
        UnitWords.plainSpaces(claim.text) != text, range.length > 1
      else { continue }
      var characters = Array(lines[range.start.line - 1])
      let start = range.start.column
      characters.replaceSubrange(start..<(start + range.length - 2), with: Array(text))
      lines[range.start.line - 1] = String(characters)
      count += 1
    }
    return count
  }

  private func fixOutputs(_ checked: CheckedChapter, _ lines: inout [String]) -> Int {
    guard let transcript = checked.record?.transcript else { return 0 }
    var count = 0
    for cell in checked.chapter.cells.reversed() where cell.isInProgram {
      guard let expected = cell.expectedOutput else { continue }
      var printed = transcript.text(of: cell.id)
      while printed.hasSuffix("\n") { printed.removeLast() }
      var wanted = expected.text
      while wanted.hasSuffix("\n") { wanted.removeLast() }
      guard printed != wanted else { continue }
      let indentation = String(lines[expected.line - 1].prefix { $0 == " " || $0 == ">" })
      let old = expected.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let new =
        printed.isEmpty ? [] : printed.split(separator: "\n", omittingEmptySubsequences: false)
      lines.replaceSubrange(
        expected.line..<(expected.line + old),
        with: new.map { indentation + $0 }
      )
      count += 1
    }
    return count
  }
}
