extension Diagnostic {
  /// What a person reads of it.
  ///
  ///     file:line:col: error: text [id]
  ///         the line
  ///             ^~~~
  ///     file:line:col: note: another place
  ///     help: what to do
  package func rendered(
    relativeTo directory: String? = nil,
    _ paint: TerminalPaint = TerminalPaint(isOn: false)
  ) -> String {
    let word = severity.rawValue + ":"
    var text = paint.bold(location(relativeTo: directory) + ": ")
    text += severity == .error ? paint.red(word) : paint.magenta(word)
    text += " \(paint.bold(Self.harmless(message))) [\(id)]\n"
    text += Self.excerpt(lineText, around: range, paint)
    for line in details { text += "    \(line)\n" }
    for note in notes { text += note.rendered(relativeTo: directory, paint) }
    if let help { text += paint.cyan("help:") + " \(Self.harmless(help))\n" }
    return text
  }

  /// `file:line:col`, the file relative to `directory` when it lies inside it.
  package func location(relativeTo directory: String? = nil) -> String {
    Self.location(file, range, relativeTo: directory)
  }

  /// A path as the user would type it from `directory`.
  package static func shortened(_ path: String, relativeTo directory: String?) -> String {
    guard let directory, path.hasPrefix(directory + "/") else { return path }
    return String(path.dropFirst(directory.count + 1))
  }

  package static func location(
    _ file: String,
    _ range: SourceRange,
    relativeTo directory: String?
  ) -> String {
    "\(shortened(file, relativeTo: directory)):\(range.start.line):\(range.start.column)"
  }

  fileprivate static func excerpt(
    _ line: String?,
    around range: SourceRange,
    _ paint: TerminalPaint
  ) -> String {
    guard let line else { return "" }
    let excerpt = SourceExcerpt(line, around: range)
    return "    \(excerpt.line)\n    \(excerpt.indent)\(paint.green(excerpt.marks))\n"
  }

  /// A text that cannot move the cursor or change colours: what it quotes may come from anywhere.
  package static func harmless(_ text: String) -> String {
    String(text.map { $0 == "\n" ? $0 : SourceExcerpt.harmless($0) })
  }
}

extension Diagnostic.Note {
  /// `file:line:col: note: text`, with the line when it is known.
  package func rendered(
    relativeTo directory: String? = nil,
    _ paint: TerminalPaint = TerminalPaint(isOn: false)
  ) -> String {
    let place = Diagnostic.location(file, range, relativeTo: directory)
    return paint.bold(place + ": ") + paint.cyan("note:") + " \(Diagnostic.harmless(message))\n"
      + Diagnostic.excerpt(lineText, around: range, paint)
  }
}
