import CellRuntime
import Quantities

// The chapter's ledger: every statement that was checked, and what came out. It is the text form of the cards,
// for paper and for those who read in order, and so it is never folded.

extension PageWeaver {
  func ledger() -> String {
    let claims = checked.claims.filter(\.isClaim)
    guard !claims.isEmpty else { return "" }
    return """
      <section class="ledger"><h2 id="ledger">What was checked</h2>
      <p>\(claims.count) statements, in the order of the text. Those of the lecture have a number and a moment.</p>
      <div class="table" tabindex="0" role="region" aria-labelledby="ledger"><table>
      <thead><tr><th scope="col">claim</th><th scope="col">moment</th><th scope="col">as stated here</th>\
      <th scope="col">computed</th><th scope="col">by</th><th scope="col">verdict</th></tr></thead>
      <tbody>
      \(claims.map(row).joined())</tbody></table></div></section>

      """
  }

  private func row(_ claim: Claim) -> String {
    let id = claim.options.id
    let moment = id.flatMap { book.lectureClaims.entries[$0]?.time }.flatMap { time in
      TalkMoment(time).map { book.talkLink(seconds: $0.seconds, text: time) }
    }
    let value = claim.value.map { ClaimCard.unrounded($0, like: claim).withFirmSpaces.htmlEscaped }
    let tolerance = claim.options.tolerance.map { ", " + ClaimCard.words($0).htmlEscaped } ?? ""
    let basis =
      id == nil || claim.dependsOnLibrary ? "" : ", arithmetic of the talk’s own figures"
    return """
      <tr class="\(Self.word(claim).lowercased())">\
      <td>\(id.map { "<a href=\"#claim-\($0)\">\($0)</a>" } ?? "")</td><td>\(moment ?? "")</td>\
      <td>\(claim.text.withFirmSpaces.htmlEscaped)</td><td>\(value ?? "")</td>\
      <td><code>\(claim.link.target.htmlEscaped)</code></td>\
      <td>\(Self.word(claim))\(tolerance)\(basis)</td></tr>

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
