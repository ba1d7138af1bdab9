import Foundation
import Literate

/// What is wrong with the book, as HTML: all of it is text of authors and compilers, and escaped.
struct ServeProblems {
  var diagnostics: [Diagnostic]
  /// Why there is not even a list.
  var fault: String?

  /// Whoever has more than this mends the first ones first.
  private static let mostShown = 50
  private let directory = FileManager.default.currentDirectoryPath

  init(diagnostics: [Diagnostic], fault: String?) {
    self.diagnostics = diagnostics
    self.fault = fault
  }

  /// A heading, and an item for each problem with its place and its line.
  var html: String {
    if let fault {
      return "<h2 role=\"alert\">The book cannot be built</h2>\n"
        + "<ol><li class=\"error\"><p class=\"what\">\(Self.text(fault))</p></li></ol>\n"
    }
    let more = diagnostics.count - Self.mostShown
    return "<h2 role=\"alert\">\(Console.count(diagnostics))</h2>\n"
      + "<ol>\n\(diagnostics.prefix(Self.mostShown).map(item).joined())</ol>\n"
      + (more > 0 ? "<p>… and \(more) more</p>\n" : "")
  }

  private func item(_ diagnostic: Diagnostic) -> String {
    let severity = diagnostic.severity.rawValue
    var html = """
      <li class="\(severity)"><p class="where">\(place(diagnostic.file, diagnostic.range))</p>
      <p class="what"><b>\(severity):</b> \(Self.text(diagnostic.message)) \
      <span class="rule">\(Self.text(diagnostic.id))</span></p>
      \(Self.excerpt(diagnostic.lineText, diagnostic.range))
      """
    if !diagnostic.details.isEmpty {
      html += "<pre>\(Self.text(diagnostic.details.joined(separator: "\n")))</pre>\n"
    }
    for note in diagnostic.notes {
      html += """
        <p class="note"><b>note:</b> \(Self.text(note.message)) \
        <span class="where">\(place(note.file, note.range))</span></p>
        \(Self.excerpt(note.lineText, note.range))
        """
    }
    if let help = diagnostic.help { html += "<p><b>help:</b> \(Self.text(help))</p>\n" }
    return html + "</li>\n"
  }

  private func place(_ file: String, _ range: SourceRange) -> String {
    Self.text(Diagnostic.location(file, range, relativeTo: directory))
  }

  private static func excerpt(_ line: String?, _ range: SourceRange) -> String {
    guard let line else { return "" }
    let excerpt = SourceExcerpt(line, around: range)
    // A place behind the last character is a blank that is marked.
    let marked = excerpt.marked.isEmpty ? " " : excerpt.marked
    return "<pre>\(text(excerpt.before))<mark>\(text(marked))</mark>\(text(excerpt.after))</pre>\n"
  }

  private static func text(_ text: String) -> String { Diagnostic.harmless(text).htmlEscaped }

  // MARK: -

  /// How the items look, on a page of their own and below a page of the book.
  static let style = """
    h2 { font: 600 1rem/1.5 system-ui, sans-serif; margin: 0 }
    ol { list-style: none; margin: 0; padding: 0 }
    li { border-left: 3px solid light-dark(#a2331d, #f4a08c); margin: 1rem 0; padding-left: .8rem }
    li.warning { border-color: light-dark(#8a6100, #e6bd78) }
    p { margin: .2rem 0; overflow-wrap: anywhere; white-space: pre-line }
    .where, .rule { font-family: ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: .85em; color: light-dark(#5a6165, #a6afa9) }
    .rule { white-space: nowrap }
    .rule::before { content: "[" } .rule::after { content: "]" }
    .error > .what b { color: light-dark(#a2331d, #f4a08c) }
    .warning > .what b { color: light-dark(#8a6100, #e6bd78) }
    pre { margin: .4rem 0; padding: .5rem .7rem; background: light-dark(#f3f1e9, #1f2826); border-radius: 4px;
      font: .85em/1.5 ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
    mark { background: light-dark(#f7d9d2, #5c2b20); color: inherit; border-radius: 2px;
      text-decoration: underline wavy light-dark(#a2331d, #f4a08c) 1px; text-underline-offset: .25em;
      text-decoration-skip-ink: none }
    """

  /// A page for when there is none of the book.
  static func page(_ text: String, problems: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(text.htmlEscaped)</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
    :root { color-scheme: light dark; background: light-dark(#fcfbf7, #161d1b); color: light-dark(#20272a, #e8e6de) }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
    \(style)
    </style>
    </head><body><p>\(text.htmlEscaped)</p>
    <div id="chalktalk-problems">\(problems)</div>
    </body></html>

    """
  }
}
