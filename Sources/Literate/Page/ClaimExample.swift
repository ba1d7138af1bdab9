import CellRuntime
import Quantities

/// The one claim that stands for all: what the title page and the picture in the read-me show.
///
/// The first disputed claim of the lecture that has a number, since it shows the most; else the first with one.
struct ClaimExample {
  let chapter: Chapter
  let id: String
  /// The lecture's claim as the book restates it.
  let lecture: String
  /// `Reiner Pope, 0:19:16`.
  let attribution: String
  /// The words of the text, with the value of a ratio beside them.
  let stated: String
  let expression: String
  let computed: String
  let isDisputed: Bool

  var verdict: String { isDisputed ? "Disputed, and corrected" : "Holds" }

  init?(_ book: BookPages) {
    let candidates = book.chapters.flatMap { checked in
      checked.claims.filter(Self.isTelling).map { (checked.chapter, $0) }
    }
    guard
      let (chapter, claim) = candidates.first(where: { $0.1.verdict == .disputed })
        ?? candidates.first,
      let id = claim.options.id, let value = claim.value
    else { return nil }
    let entry = book.lectureClaims.entries[id]
    self.chapter = chapter
    self.id = id
    lecture = entry?.claim ?? claim.text
    attribution = [entry?.speaker, entry?.moment?.text].compactMap(\.self).joined(separator: ", ")
    stated = claim.text.withFirmSpaces + Self.ratio(claim)
    expression = claim.link.target
    computed = ClaimCard.unrounded(value, like: claim).inShort.withFirmSpaces
    isDisputed = claim.verdict == .disputed
  }

  private static func isTelling(_ claim: Claim) -> Bool {
    guard claim.isClaim, claim.options.id != nil, case .scalar? = claim.value?.content else {
      return false
    }
    return true
  }

  /// A ratio is computed as one number; the same is said of what was stated.
  private static func ratio(_ claim: Claim) -> String {
    guard case .ratio(let above, let below)? = claim.statement?.form, below.value != 0 else {
      return ""
    }
    return ", or \((above.value / below.value).formatted(.significant(4)).withoutIdleZeros)"
  }

  /// The claim as a panel of the title page.
  func html(in book: BookPages) -> String {
    """
    <section class="example\(isDisputed ? " disputed" : "")">
    \(book.heading("One claim, checked"))
    <dl>
    <dt>The lecture</dt><dd>\(lecture.proseHTML)\
    \(attribution.isEmpty ? "" : " <small>(\(attribution.htmlEscaped))</small>")</dd>
    <dt>Stated</dt><dd>\(stated.proseHTML)</dd>
    <dt>Computed</dt><dd><code>\(expression.htmlEscaped)</code> =\u{A0}\(computed.htmlEscaped)</dd>
    <dt>Verdict</dt><dd><span class="verdict">\(isDisputed ? "≠ " : "= ")\(verdict)</span>: \
    <a href="\(chapter.stem.htmlEscapedURL).html#claim-\(id)">\(id) in its place</a></dd>
    </dl>
    </section>

    """
  }
}
