/// One thing that is wrong, or not as it should be, at one place of the book.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable {
    case warning, error
  }

  package var severity: Severity
  /// The file as the tool was given it; made relative to the working directory when printed.
  package var file: String
  package var range: SourceRange
  /// A stable word for the kind of problem, such as `claim` or `unowned-number`.
  package var id: String
  package var message: String
  /// What to do about it, when that can be said.
  package var help: String?
  /// The text of the line, for printing beneath the message.
  package var lineText: String?

  package init(
    _ severity: Severity,
    file: String,
    range: SourceRange,
    id: String,
    message: String,
    help: String? = nil,
    lineText: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.range = range
    self.id = id
    self.message = message
    self.help = help
    self.lineText = lineText
  }
}

extension Diagnostic {
  // Two diagnostics of one kind at one place are one; the text of the line follows from the place.

  package static func == (left: Self, right: Self) -> Bool {
    (left.severity, left.file, left.id, left.message) == (
      right.severity, right.file, right.id, right.message
    ) && left.range == right.range
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(range)
    hasher.combine(id)
    hasher.combine(message)
  }
}

extension [Diagnostic] {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// In the order of files and positions, each once.
  package var inOrder: [Diagnostic] {
    var seen = Set<Diagnostic>()
    return filter { seen.insert($0).inserted }.sorted { left, right in
      (left.file, left.range.start, left.message) < (right.file, right.range.start, right.message)
    }
  }
}
