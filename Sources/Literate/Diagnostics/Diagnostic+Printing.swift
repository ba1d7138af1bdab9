import Foundation

extension Diagnostic {
  /// `file:line:col: error: text`, the line, a caret under the place, and the help.
  package func rendered(relativeTo directory: String? = nil) -> String {
    var text = "\(location(relativeTo: directory)): \(severity.rawValue): \(message)\n"
    if let lineText {
      text += "    \(lineText)\n    \(Self.caret(under: range, of: lineText))\n"
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

  /// Spaces (and the line's own tabs) up to the column, then `^~~~`.
  private static func caret(under range: SourceRange, of line: String) -> String {
    let characters = Array(line)
    let before = min(range.start.column - 1, characters.count)
    let indent = characters[..<before].map { $0 == "\t" ? "\t" : " " }.joined()
    let width = max(1, min(range.length, characters.count - before))
    return indent + "^" + String(repeating: "~", count: width - 1)
  }
}
