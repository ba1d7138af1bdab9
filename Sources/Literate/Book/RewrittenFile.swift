import Foundation

/// A file of the book with some stretches replaced and every other byte kept: byte order mark, line
/// endings, what follows the last line.
package struct RewrittenFile: Sendable {
  package let file: String
  private let original: Data
  private let mark: String
  /// The lines as they were read.
  private let old: [String]
  private var lines: [Line]
  /// What changes, by lines, from the end of the file to its start.
  private var changes: [UnifiedDifference.Change] = []

  private struct Line: Sendable {
    var content: String
    var ending: String
  }

  /// Reads the file again.
  ///
  /// - Parameters:
  ///   - source: The file as it was checked.
  ///   - edits: What to replace; places that overlap are replaced once.
  /// - Throws: The diagnostic to print when the file cannot be read, or is no longer what was checked.
  package init(_ source: SourceText, edits: [SourceEdit]) throws(DiagnosticError) {
    file = source.file
    guard let data = FileManager.default.contents(atPath: source.file),
      let text = String(validating: data, as: UTF8.self)
    else { throw Self.failure(source.file, "cannot read this file again") }
    original = data
    mark = text.hasPrefix("\u{FEFF}") ? "\u{FEFF}" : ""
    let read = Self.lines(mark.isEmpty ? text[...] : text.dropFirst())
    (lines, old) = (read, read.map(\.content))
    guard lines.map(\.content) == source.lines else {
      throw Self.failure(
        source.file,
        "this file has changed while it was checked; nothing is written"
      )
    }
    var next = SourcePosition(line: .max, column: 1)
    for edit in edits.sorted(by: { $0.start > $1.start }) where edit.end <= next {
      apply(edit)
      next = edit.start
    }
  }

  package var hasChanged: Bool { !changes.isEmpty }

  /// The change as a unified diff.
  package func difference(relativeTo directory: String?) -> String {
    let name = Diagnostic.shortened(file, relativeTo: directory)
    return UnifiedDifference(old: old, changes: changes.reversed()).text(name: name)
  }

  /// Puts the new text in the file's place in one step.
  ///
  /// A symbolic link stays one, and the file keeps its permissions.
  ///
  /// - Throws: The diagnostic to print; the file is then as it was.
  package func write() throws(DiagnosticError) {
    let target = URL(fileURLWithPath: file).resolvingSymlinksInPath()
    let new = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)"
    )
    let manager = FileManager.default
    do {
      let permissions = try manager.attributesOfItem(atPath: target.path)[.posixPermissions]
      let text = mark + lines.map { $0.content + $0.ending }.joined()
      try Data(text.utf8).write(to: new)
      if let permissions {
        try manager.setAttributes([.posixPermissions: permissions], ofItemAtPath: new.path)
      }
      guard manager.contents(atPath: target.path) == original else {
        throw CocoaError(.fileWriteFileExists)
      }
      guard unsafe rename(new.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? manager.removeItem(at: new)
      throw Self.failure(file, "this file cannot be rewritten: \(error.localizedDescription)")
    }
  }

  // MARK: -

  private mutating func apply(_ edit: SourceEdit) {
    let first = edit.start.line - 1
    // A stretch up to the start of a line leaves that line as it is.
    let endsAtLineStart = edit.end.column == 1 && edit.end.line > edit.start.line
    let last = endsAtLineStart ? edit.end.line - 2 : edit.end.line - 1
    let isWholeLines = endsAtLineStart && edit.start.column == 1
    let ending = lines[..<max(first, 1)].last { !$0.ending.isEmpty }?.ending ?? "\n"
    var pieces = edit.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if isWholeLines
      || (edit.start == edit.end && edit.start.column == 1 && edit.text.hasSuffix("\n"))
    {
      pieces.removeLast()
      let range = first..<(isWholeLines ? last + 1 : first)
      replace(range, by: pieces.map { Line(content: $0, ending: ending) })
      return
    }
    pieces[0] = lines[first].content.prefix(edit.start.column - 1) + pieces[0]
    pieces[pieces.count - 1] += lines[last].content.dropFirst(edit.end.column - 1)
    var new = pieces.map { Line(content: $0, ending: ending) }
    new[new.count - 1].ending = lines[last].ending
    replace(first..<(last + 1), by: new)
  }

  /// Replaces whole lines; everything above them is as it was read.
  private mutating func replace(_ range: Range<Int>, by new: [Line]) {
    lines.replaceSubrange(range, with: new)
    var change = UnifiedDifference.Change(old: range, new: new.map(\.content))
    if let below = changes.last, range.upperBound > below.old.lowerBound {
      // One more place of a line that has changed: `new` holds the other one too.
      change.old = range.lowerBound..<below.old.upperBound
      change.new += below.new.dropFirst(range.upperBound - below.old.lowerBound)
      changes.removeLast()
    }
    changes.append(change)
  }

  private static func lines(_ text: Substring) -> [Line] {
    var lines: [Line] = []
    var content = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where last == "\r": lines[lines.count - 1].ending = "\r\n"
      case "\n", "\r":
        lines.append(Line(content: String(content), ending: String(scalar)))
        content = String.UnicodeScalarView()
      default: content.append(scalar)
      }
      last = scalar
    }
    lines.append(Line(content: String(content), ending: ""))
    return lines
  }

  private static func failure(_ file: String, _ message: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error,
        file: file,
        range: SourceRange(line: 1),
        id: "file",
        message: message,
        help: "run the command again"
      )
    )
  }
}
