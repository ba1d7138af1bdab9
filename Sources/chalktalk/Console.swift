import Foundation
import Literate

/// Where a command writes: results to standard output, everything else to standard error.
enum Console {
  /// A piece of a result to standard output, at once.
  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// A line to standard error.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Diagnostics as a person reads them.
  static func print(_ diagnostics: [Diagnostic], color: ColorChoice = .auto) {
    let directory = FileManager.default.currentDirectoryPath
    let paint = color.paint
    for diagnostic in diagnostics.prefix(mostPrinted) {
      let text = diagnostic.rendered(relativeTo: directory, paint)
      FileHandle.standardError.write(Data(text.utf8))
    }
    if diagnostics.count > mostPrinted {
      note("… and \(diagnostics.count - mostPrinted) more; --format json lists all")
    }
  }

  /// Whoever has more than this mends the first ones first; `--format json` has all.
  private static let mostPrinted = 200

  /// `3 errors, 1 warning`.
  static func count(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    func words(_ count: Int, _ word: String) -> String {
      "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    return warnings > 0
      ? "\(words(errors, "error")), \(words(warnings, "warning"))" : words(errors, "error")
  }
}
