import Foundation
import Literate

/// What is wrong with the book, as HTML: all of it is text of authors and compilers, and escaped.
struct ServeProblems {
  var diagnostics: [Diagnostic]
  /// Why there is not even a list.
  var fault: String?

  /// Whoever has more than this mends the first ones first.
  private static let mostShown = 50

  /// A heading and one block for each problem.
  var html: String {
    if let fault {
      return "<h2>The book cannot be built</h2><pre class=\"error\">\(fault.htmlEscaped)</pre>"
    }
    let directory = FileManager.default.currentDirectoryPath
    var html = "<h2>\(Console.count(diagnostics))</h2>"
    for diagnostic in diagnostics.prefix(Self.mostShown) {
      let text = diagnostic.rendered(relativeTo: directory)
      let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      html += """
        <pre class="\(diagnostic.severity.rawValue)"><b>\(String(lines[0]).htmlEscaped)</b>
        \(String(lines.last ?? "").htmlEscaped)</pre>
        """
    }
    let more = diagnostics.count - Self.mostShown
    return more > 0 ? html + "<p>… and \(more) more</p>" : html
  }

  /// A page for when there is none of the book.
  static func page(_ text: String, problems: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(text.htmlEscaped)</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem } pre { white-space: pre-wrap }</style>
    </head><body><p>\(text.htmlEscaped)</p>
    <noscript>\(problems)</noscript>
    </body></html>

    """
  }
}
