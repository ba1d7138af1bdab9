/// One thing that is wrong, or not as it should be, at one place of the book.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable {
    case warning, error
  }

  package var severity: Severity
  /// The file as the tool was given it; made relative to the working directory when printed.
  package var file: String
  package var range: SourceRange
  /// A stable word for the kind of problem, such as `claim` or `unowned-number`: one of `DiagnosticRule`.
  package var id: String
  package var message: String
  /// What to do about it, when that can be said.
  package var help: String?
  /// The text of the line, for printing beneath the message.
  package var lineText: String?
  /// Lines that show what one sentence cannot, such as dimensions in columns.
  package var details: [String] = []
  /// Other places that have to do with it.
  package var notes: [Note] = []
  /// What the tool would change in the source, or why it would not.
  package var fix: Fix?

  /// A place that explains a diagnostic.
  package struct Note: Sendable {
    package var file: String
    package var range: SourceRange
    package var message: String
    package var lineText: String?
  }

  package enum Fix: Sendable, Equatable {
    /// `check --fix`: the text is the tool's own, an output or a computed value.
    case computed(SourceEdit)
    /// `check --fix-claims`: the text is the author's, and a number in it is no longer true.
    case stated(SourceEdit)
    /// No command writes it, an editor may offer it: the nearest name that there is.
    case suggested(SourceEdit)
    /// The author has to; why.
    case leave(String)

    package var edit: SourceEdit? {
      switch self {
      case .computed(let edit), .stated(let edit), .suggested(let edit): edit
      case .leave: nil
      }
    }
  }

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
  // Two diagnostics of one kind at one place are one; the rest follows from the place and the message.

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
