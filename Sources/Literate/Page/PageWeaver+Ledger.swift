import CellRuntime
import Quantities

// The chapter's ledger: every number that was checked, and what came out. It is the text form of the cards,
// for paper, where each number carries that of its note here, and for those who read in order. On a screen it is
// folded behind its count; a link to one of its rows opens it, and on paper it is open.

extension PageWeaver {
  func ledger() -> String {
    guard !explained.isEmpty else { return "" }
    let count = checked.claims.count(where: \.isClaim)
    let given = explained.count - count
    let others =
      given == 0
      ? "" : ", and \(given) number\(given == 1 ? "" : "s") taken from the catalogue or computed"
    let place =
      sourceKeys.isEmpty
      ? "" : ", with the number of their <a href=\"#sources\">source</a> in brackets"
    let disputed = checked.tally.disputed
    let summary =
      count == 0
      ? "\(given) number\(given == 1 ? "" : "s")"
      : "\(count.grouped) claim\(count == 1 ? "" : "s")\(disputed == 0 ? "" : ", \(disputed) disputed")"
    var seen: [String: Int] = [:]
    let rows = explained.enumerated().map { row($0.element, note: $0.offset + 1, &seen) }
    return """
      <section class="ledger"><h2 id="ledger">What was checked\(permalink("ledger", "what was checked"))</h2>
      <details><summary>\(summary), one by one</summary>
      <p id="note-0">\(count.grouped) statement\(count == 1 ? "" : "s")\(others), in the order of the text. Those of the lecture have a number \
      and a moment; figures of the catalogue behind a \
      number stand below its expression\(place).</p>
      \(explained.count < CheckedChapter.longTable ? "" : BookPages.filter(by: "verdict"))\
      <div class="table"><table>
      <thead><tr><th scope="col">note</th><th scope="col">lecture</th><th scope="col">as stated here</th>\
      <th scope="col">computed</th><th scope="col">by</th><th scope="col">verdict</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div></details></section>

      """
  }

  /// A row; what stands behind a number is not said again, but where it is.
  ///
  /// - Parameters:
  ///   - explained: The number.
  ///   - note: The number of its note.
  ///   - seen: The notes that say what stands behind them, by what they say.
  /// - Returns: HTML.
  private func row(
    _ explained: ExplainedClaim,
    note: Int,
    _ seen: inout [String: Int]
  ) -> String {
    let claim = explained.claim
    let id = claim.options.id
    // The way to the moment is on the number's card.
    let moment = id.flatMap { book.lectureClaims.entries[$0]?.moment?.text }
    let said = id.map { "<a href=\"#claim-\($0)\">\($0)</a>" + (moment.map { " \($0)" } ?? "") }
    let value = claim.value.map { ClaimCard.unrounded($0, like: claim).inShort.proseHTML }
    let tolerance = ClaimCard.tolerance(of: claim).proseHTML
    let state = claim.verdict == .disputed ? " class=\"disputed\"" : ""
    let basis =
      id == nil || claim.dependsOnLibrary ? "" : ", arithmetic of the talk’s own figures"
    return """
      <tr\(state) id="note-\(note)">\
      <td>\(note)</td><td>\(said ?? "")</td>\
      <td>\(claim.text.proseHTML)</td><td>\(value ?? "")</td>\
      <td><code>\(claim.link.target.htmlEscaped)</code>\(inputs(of: explained, note: note, &seen))</td>\
      <td>\(Self.word(claim))\(tolerance)\(basis)</td></tr>

      """
  }

  /// The figures behind a number, each source by its number in the list above.
  private func inputs(
    of claim: ExplainedClaim,
    note: Int,
    _ seen: inout [String: Int]
  ) -> String {
    func number(_ key: String) -> String { "[\(sourceNumber(key))]" }
    let from =
      claim.claim.value?.source.map { number($0.key) }
      ?? ClaimInputs(claim, in: book).noteHTML { number($0.key) }
    guard let from else { return "" }
    if let first = seen[from], from.count > Self.shortest {
      return "<small>as note <a href=\"#note-\(first)\">\(first)</a></small>"
    }
    if seen[from] == nil { seen[from] = note }
    return "<small>\(from)</small>"
  }

  /// What is as short as the number of another note is said again.
  private static let shortest = 40

  private static func word(_ claim: Claim) -> String {
    switch (claim.link.scheme, claim.verdict) {
    case (.value, _): "Computed"
    case (.given, .holds): "Given"
    case (_, .holds): "Holds"
    case (_, .disputed): "Disputed"
    case (_, .failed), (_, .unresolved): "Fails"
    }
  }
}
