/// A page's part of the page of the whole book.
struct WholeBookPart: Sendable {
  let stem: String
  let sections: [HeadingNumbers.Section]
  let html: [UInt8]
  let hasSolutions: Bool

  /// The part of a page as it was made before.
  init(_ text: PageText, html: [UInt8], hasSolutions: Bool) {
    stem = text.stem
    sections = text.sections
    self.html = html
    self.hasSolutions = hasSolutions
  }

  init(_ text: PageText, _ addresses: WholeBookAddresses) {
    stem = text.stem
    sections = text.sections
    var paper = PaperRewriting(addresses, of: text.stem)
    if text.isAppendix { paper.add("<div class=\"appendix\">\n") }
    paper.rewrite(text.head)
    paper.rewrite(text.body)
    hasSolutions = !paper.solutions.isEmpty
    if hasSolutions {
      paper.add("<section class=\"solutions\">\n<h3>Solutions</h3>\n")
      paper.addSolutions()
      paper.add("</section>\n")
    }
    paper.rewrite(text.foot)
    if text.isAppendix { paper.add("</div>\n") }
    html = paper.output
  }
}
