// Boxes: notes, asides, takeaways, disputed claims, exercises and their solutions.

extension PageWeaver {
  func box(_ kind: Block.Box, _ title: [Inline], _ blocks: [Block], line: Int) -> String {
    if kind == .exercise, let exercise = things.thing(onLine: line) {
      return self.exercise(exercise, blocks)
    }
    if kind == .solution, let solution = things.solutions[line] {
      return self.solution(solution, blocks)
    }
    let titleHTML = html(title)
    switch kind {
    case .aside:
      // A note: a page has several, and a landmark each would be none.
      let head = title.isEmpty ? "" : "<p class=\"box-title\">\(titleHTML)</p>\n"
      counters.asides += 1
      let number = counters.asides
      return String.aside(number, head + html(blocks))
    case .exercise, .solution, .note, .takeaway, .disputed, .tip, .important, .warning, .caution:
      return box(
        kind.rawValue,
        id: nil,
        kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst(),
        titleHTML,
        blocks
      )
    }
  }

  /// An exercise with its number and the way to its solutions.
  private func exercise(_ exercise: NamedThing, _ blocks: [Block]) -> String {
    guard case .exercise(let title, _) = exercise.content else { return "" }
    let solutions = things.solutions(of: exercise)
    let links = solutions.enumerated().map { index, solution in
      let count = solutions.count > 1 ? " \(index + 1)" : ""
      return "<a href=\"#\(solution.anchor)\">Solution\(count)</a>"
    }
    let way = links.isEmpty ? "" : "<span class=\"way\">\(links.joined(separator: ", "))</span>"
    return box(
      "exercise",
      id: exercise.name.htmlEscaped,
      exercise.label,
      html(title),
      blocks,
      way: way
    )
  }

  /// A solution, closed until it is opened or led to: its anchor lies inside, so that a link opens it.
  private func solution(
    _ solution: ChapterThings.Solution,
    _ blocks: [Block]
  ) -> String {
    let exercise = solution.exercise
    let title = solution.title
    // What it says of symbols and terms is not read by those who leave it closed.
    let (symbols, terms) = (counters.symbols, counters.sectionTerms)
    defer { (counters.symbols, counters.sectionTerms) = (symbols, terms) }
    let words = title.plainText.isEmpty ? "" : ": \(html(title, in: .link))"
    return """
      <details class="box solution"><summary>Solution of \(exercise.label)\(words)</summary>
      <div id="\(solution.anchor)">
      \(html(blocks))</div>
      <p class="way"><a href="#\(exercise.name.htmlEscaped)">\(exercise.label)</a></p>
      </details>

      """
  }

  private func box(
    _ name: String,
    id: String?,
    _ label: String,
    _ title: String,
    _ blocks: [Block],
    way: String = ""
  ) -> String {
    let anchor = id.map { " id=\"\($0)\"" } ?? ""
    let words = title.isEmpty ? "" : " <span class=\"title\">\(title)</span>"
    return """
      <section class="box \(name)"\(anchor)><p class="box-title">\(way)<b>\(label)</b>\(words)\(permalink(id, label))</p>
      \(html(blocks))</section>

      """
  }

  /// A link to the thing it stands in, which the style shows on hover and focus.
  func permalink(_ id: String?, _ name: String) -> String {
    id.map { " <a class=\"permalink\" href=\"#\($0)\" aria-label=\"Link to \(name)\">§</a>" } ?? ""
  }
}
