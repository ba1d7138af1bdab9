/// What every page has around its text.
struct PageFrame {
  var book: String
  var title: String
  var description: String
  /// What the style sheet calls its text: `appendix`, whose wide tables reach into the margin, `whole-book`.
  var kind: String?
  /// The cards of its links.
  var previews: PreviewFile?
  /// Whether there are checked numbers on it, whose cards the script puts away.
  var hasNumbers = false
  /// Whether there are explorers on it.
  var hasExplorers = false

  /// What tells a page of ours from one that somebody else put beside it.
  static let mark = "<meta name=\"generator\" content=\"Chalktalk\">"

  /// The whole file.
  ///
  /// - Parameters:
  ///   - contents: The book's contents, for the left column.
  ///   - main: The text.
  ///   - footer: What proves the page.
  /// - Returns: The page from `<!doctype html>` to its end.
  func html(contents: String, main: String, footer: String) -> String {
    start(contents: contents) + main + end(footer: footer)
  }

  /// The file up to its text.
  func start(contents: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    \(Self.mark)
    <title>\(title.htmlEscaped)</title>
    <meta name="description" content="\(description.trimming(" \n").htmlEscaped)">
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="style.css">
    \(script)\
    \(hasExplorers ? "<script defer src=\"explorers.js\"></script>\n" : "")\
    </head>
    <body>
    <a class="skip" href="#text">Skip to the text</a>
    <div class="bar"><a href="index.html">\(book.htmlEscaped)</a><a href="#contents">Contents</a></div>
    <div class="page">
    \(contents)<main id="text"\(kind.map { " class=\"\($0)\"" } ?? "") tabindex="-1">

    """
  }

  /// The file from the end of its text.
  func end(footer: String) -> String {
    """
    </main>
    <footer class="proof">
    \(footer)</footer>
    </div>
    </body>
    </html>

    """
  }

  private var script: String {
    guard previews != nil || hasNumbers else { return "" }
    let cards = previews.map { " data-previews=\"\($0.address)\"" } ?? ""
    return "<script defer src=\"script.js\"\(cards)></script>\n"
  }
}
