import Foundation
import Literate

/// A checked book as workflow commands, which GitHub shows beside the lines they name.
enum ReportAnnotations {
  static func text(_ report: BookReport) -> String {
    let directory = FileManager.default.currentDirectoryPath
    return report.diagnostics.map { diagnostic in
      let file = Diagnostic.shortened(diagnostic.file, relativeTo: directory)
      let start = diagnostic.range.start
      let words = [diagnostic.message, diagnostic.help.map { "help: \($0)" }].compactMap { $0 }
      return "::\(diagnostic.severity.rawValue) file=\(property(file)),line=\(start.line),"
        + "col=\(start.column),endColumn=\(start.column + diagnostic.range.length),"
        + "title=\(property(diagnostic.id))::\(escaped(words.joined(separator: "\n")))\n"
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
