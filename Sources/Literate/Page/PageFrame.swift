/// What every page has around its text.
struct PageFrame {
  var book: String
  var title: String
  var description: String
  /// What the style sheet calls its text: `appendix`, whose wide tables reach into the margin, `whole-book`.
  var kind: String?
  /// The cards of its links.
  var previews: PreviewFile?
  /// The address of the picture that stands for the book where its pages are named.
  var picture: String?
  /// What stands at the head of its sheets of paper.
  var sheets: SheetHeads?

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
    <title>\(title.typeset.htmlEscaped)</title>
    <meta name="description" content="\(description.trimming(" \n").htmlEscaped)">
    \(social)<link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="style.css">
    \(sheets?.style ?? "")\
    \(Self.chosenTheme)
    <script defer src="script.js"\(cards)></script>
    </head>
    <body>
    <a class="skip" href="#text">Skip to the text</a>
    <header class="bar"><a href="index.html">\(book.proseHTML)</a>\
    <button type="button" class="search">Search</button><a href="#contents">Contents</a></header>
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

  /// A choice of the reader's, made on another page, before anything is painted; see theme.js.
  private static let chosenTheme = """
    <script>try{const t=localStorage.getItem("chalktalk.theme");\
    if(t)document.documentElement.dataset.theme=t}catch{}</script>
    """

  /// What other sites show of the page where somebody names it.
  private var social: String {
    let properties = [
      ("og:title", title), ("og:description", description.trimming(" \n")), ("og:image", picture),
    ]
    return properties.compactMap { name, content in
      content.map { "<meta property=\"\(name)\" content=\"\($0.htmlEscaped)\">\n" }
    }.joined()
  }

  private var cards: String {
    previews.map { " data-previews=\"\($0.address)\"" } ?? ""
  }
}
