import Quantities

/// Says what somebody probably meant to write.
package enum Spelling {
  /// `; did you mean 'x'?`, or nothing when no candidate is near.
  package static func suggestion(
    for word: String,
    among candidates: some Sequence<String>
  ) -> String {
    nearestSpelling(of: word, among: candidates.sorted()).map { "; did you mean '\($0)'?" } ?? ""
  }
}

extension Diagnostic {
  /// Offers the nearest of some names as an edit, where its range is the name it is about and nothing else.
  func offering(
    nearestTo name: String,
    among candidates: some Sequence<String>
  ) -> Diagnostic {
    let before = range.start.column - 1
    guard let line = lineText, line.dropFirst(before).prefix(range.length) == name,
      let nearest = nearestSpelling(of: name, among: candidates.sorted())
    else { return self }
    var offering = self
    let end = SourcePosition(line: range.start.line, column: range.start.column + range.length)
    offering.fix = .suggested(SourceEdit(start: range.start, end: end, text: nearest))
    return offering
  }
}
