import CellRuntime
import Quantities

// The chapter's ledger: every claim of the lecture on this page, what was said, what comes out. It is the
// text form of the cards, for paper and for those who read in order.

extension PageWeaver {
  func ledger() -> String {
    let claims = checked.claims.filter { $0.isClaim && $0.options.id != nil }
    guard !claims.isEmpty else { return "" }
    let rows = claims.map { claim -> String in
      let id = claim.options.id ?? ""
      let entry = book.lectureClaims.entries[id]
      let moment = entry?.time.flatMap { time in
        TalkMoment(time).map { book.talkLink(seconds: $0.seconds, text: time) }
      }
      let value = claim.value.map { ClaimCard.unrounded($0, like: claim).htmlEscaped } ?? ""
      return """
        <tr class="\(Self.word(claim).lowercased())"><td><a href="#claim-\(id)">\(id)</a></td>\
        <td>\(moment ?? "")</td><td>\(claim.text.htmlEscaped)</td><td>\(value)</td>\
        <td>\(Self.word(claim))\(claim.dependsOnLibrary ? "" : ", arithmetic of the talk’s own figures")</td></tr>

        """
    }
    return """
      <section class="ledger"><h2 id="ledger">What was checked</h2>
      <details><summary>\(claims.count) statements of the lecture, held against what was computed</summary>
      <div class="table"><table>
      <thead><tr><th scope="col">claim</th><th scope="col">moment</th><th scope="col">as stated here</th>\
      <th scope="col">computed</th><th scope="col">verdict</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div></details></section>

      """
  }

  private static func word(_ claim: Claim) -> String {
    switch claim.verdict {
    case .holds: "Holds"
    case .disputed: "Disputed"
    case .failed, .unresolved: "Fails"
    }
  }
}

/// The digest in the footer: outputs and values as printed, in order.
enum PageDigest {
  static func of(_ checked: CheckedChapter) -> String {
    var hash = SHA256()
    for cell in checked.chapter.cells {
      hash.update(field: cell.id)
      for piece in checked.record?.transcript.output[cell.id] ?? [] {
        switch piece {
        case .text(let text): hash.update(field: text)
        case .figure(let shown): hash.update(field: shown.figure.terminalText())
        }
      }
    }
    for claim in checked.claims {
      hash.update(field: claim.link.target)
      hash.update(field: claim.value.map { ClaimCard.unrounded($0, like: claim) } ?? "")
    }
    return hash.finish()
  }
}
