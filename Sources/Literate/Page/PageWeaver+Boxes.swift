// Boxes: notes, asides, takeaways, disputed claims, exercises and their solutions.

extension PageWeaver {
  func box(_ kind: Block.Box, _ title: [Inline], _ blocks: [Block]) -> String {
    let titleHTML = html(title)
    switch kind {
    case .aside:
      let head = title.isEmpty ? "" : "<p class=\"box-title\">\(titleHTML)</p>\n"
      return "<aside class=\"aside\">\n\(head)\(html(blocks))</aside>\n"
    case .exercise:
      counters.exercises += 1
      let count = counters.exercises
      let number = chapter.shownNumber.map { "\($0).\(count)" } ?? "\(count)"
      return box(
        "exercise",
        id: "exercise-\(counters.exercises)",
        "Exercise \(number)",
        titleHTML,
        blocks
      )
    case .solution:
      let name = title.isEmpty ? "Solution" : "Solution: \(titleHTML)"
      return """
        <details class="box solution"><summary>\(name)</summary>
        \(html(blocks))</details>

        """
    case .note, .takeaway, .disputed, .tip, .important, .warning, .caution:
      return box(
        kind.rawValue,
        id: nil,
        kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst(),
        titleHTML,
        blocks
      )
    }
  }

  private func box(
    _ name: String,
    id: String?,
    _ label: String,
    _ title: String,
    _ blocks: [Block]
  ) -> String {
    let anchor = id.map { " id=\"\($0)\"" } ?? ""
    let words = title.isEmpty ? "" : " <span class=\"title\">\(title)</span>"
    return """
      <section class="box \(name)"\(anchor)><p class="box-title"><b>\(label)</b>\(words)\(permalink(id, label))</p>
      \(html(blocks))</section>

      """
  }

  /// A link to the thing it stands in, which the style shows on hover and focus.
  func permalink(_ id: String?, _ name: String) -> String {
    id.map { " <a class=\"permalink\" href=\"#\($0)\" aria-label=\"Link to \(name)\">§</a>" } ?? ""
  }
}
