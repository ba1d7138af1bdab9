import Foundation

extension Diagnostic {
  /// `file:line:col: error: text`, the line, a caret under the place, and the help.
  package func rendered(relativeTo directory: String? = nil) -> String {
    var text = "\(location(relativeTo: directory)): \(severity.rawValue): \(message)\n"
    if let lineText {
      let (line, caret) = Self.excerpt(lineText, around: range)
      text += "    \(line)\n    \(caret)\n"
    }
    if let help { text += "help: \(help)\n" }
    return text
  }

  /// `file:line:col`, the file relative to `directory` when it lies inside it.
  package func location(relativeTo directory: String? = nil) -> String {
    let path = Self.shortened(file, relativeTo: directory)
    return "\(path):\(range.start.line):\(range.start.column)"
  }

  /// A path as the user would type it from `directory`.
  package static func shortened(_ path: String, relativeTo directory: String?) -> String {
    guard let directory, path.hasPrefix(directory + "/") else { return path }
    return String(path.dropFirst(directory.count + 1))
  }

  /// Longer lines are shown in part.
  private static let longestLine = 160

  /// The line, or the part of a long one in which the place lies, and `^~~~` under the place.
  private static func excerpt(
    _ line: String,
    around range: SourceRange
  ) -> (line: String, caret: String) {
    let characters = Array(line)
    var before = min(range.start.column - 1, characters.count)
    var shown = characters[...]
    if characters.count > longestLine {
      let start = max(0, before - longestLine / 2)
      shown = characters[start..<min(characters.count, start + longestLine)]
      before -= start
    }
    let indent = shown.prefix(before).map { $0 == "\t" ? "\t" : " " }.joined()
    let width = max(1, min(range.length, shown.count - before))
    return (String(shown), indent + "^" + String(repeating: "~", count: width - 1))
  }
}
