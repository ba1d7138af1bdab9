import Foundation
import Literate

/// A checked book as workflow commands, which GitHub shows beside the lines they name.
///
/// GitHub shows ten annotations of a kind a step: errors come first, and a notice says how many there are.
enum ReportAnnotations {
  private static let mostShown = 10

  static func text(_ report: BookReport) -> String {
    let errors = report.diagnostics.filter { $0.severity == .error }
    let warnings = report.diagnostics.filter { $0.severity == .warning }
    var lines = (errors + warnings).map(command)
    if max(errors.count, warnings.count) > mostShown {
      let count = Console.count(report.diagnostics)
      lines.append(
        "::notice title=chalktalk::"
          + escaped("\(count); GitHub shows ten of each kind, the log of this step has all")
      )
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func command(_ diagnostic: Diagnostic) -> String {
    let file = Diagnostic.shortened(
      diagnostic.file,
      relativeTo: FileManager.default.currentDirectoryPath
    )
    let start = diagnostic.range.start
    let words =
      [diagnostic.message] + diagnostic.details
      + [diagnostic.help.map { "help: \($0)" }].compactMap { $0 }
    return "::\(diagnostic.severity.rawValue) file=\(property(file)),line=\(start.line),"
      + "col=\(start.column),endLine=\(start.line),"
      + "endColumn=\(start.column + diagnostic.range.length),"
      + "title=\(property(diagnostic.id))::\(escaped(words.joined(separator: "\n")))"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
