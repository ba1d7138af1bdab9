package import Quantities

/// All that is known of one checked number: what `chalktalk explain` prints of it.
package struct ExplainedClaim: Sendable {
  package let claim: Claim
  package let chapter: Chapter
  /// The sentence it stands in.
  package let sentence: String
  /// Names of the chapter that its expression uses, and where each is declared.
  package let names: [Definition]
  /// The figures of the catalogue behind it, those that its expression read itself before those of its cells.
  package let figures: [TracedFigure]
  /// How many its expression read itself.
  package let ownFigures: Int
  /// What the lecture says, for a claim with an id of `claims.yml`.
  package let lecture: LectureClaims.Entry?

  /// A name and the line of the cell that declares it.
  package struct Definition: Sendable, Equatable {
    package let name: String
    package let cell: String
    package let line: Int
    /// The line of the cell.
    package let code: String
  }

  /// The figures nearest to it: those of its own expression, and of its cells where it read none itself.
  package var nearest: [TracedFigure] {
    ownFigures > 0 ? Array(figures.prefix(ownFigures)) : figures
  }

  /// The computed value, ten significant digits in the unit of the text.
  package var value: String? { claim.value.map { ClaimCard.unrounded($0, like: claim) } }

  /// The tolerance in words; nil where the written digits decide.
  package var tolerance: String? { claim.options.tolerance.map(ClaimCard.words) }

  /// The computed values that the text allows, both ends included; nil where it states no number.
  package var allowed: (low: String, high: String)? {
    guard claim.link.scheme != .value, let statement = claim.statement, let value = claim.value,
      let interval = Judge.allowed(statement, claim.options, against: value)
    else { return nil }
    func text(_ number: Double) -> String {
      let digits = number.formatted(.significant(10)).withoutIdleZeros
      return number.isFinite ? statement.unit?.attached(to: digits) ?? digits : digits
    }
    return (text(interval.lowerBound), text(interval.upperBound))
  }

  /// `holds`, `disputed`, `fails`, `unresolved`; for links that are not claims `computed` or `given`.
  package var verdict: String {
    switch (claim.link.scheme, claim.verdict) {
    case (_, .failed): "fails"
    case (.value, _): claim.value == nil ? "unresolved" : "computed"
    case (_, .unresolved): "unresolved"
    case (_, .disputed): "disputed"
    case (.given, _): "given"
    default: "holds"
    }
  }

  package var place: SourcePosition { claim.link.textRange.start }
}

extension CheckedChapter {
  /// The chapter's checked numbers, in order, each with what stands behind it.
  package func explained(in book: Book) -> [ExplainedClaim] {
    let provenance = Provenance(self)
    let declared = DeclaredNames(chapter.program)
    let sentences = SentenceFinder(chapter.document).sentences
    return claims.enumerated().map { index, claim in
      ExplainedClaim(
        claim: claim,
        chapter: chapter,
        sentence: sentences.indices.contains(index) ? sentences[index] : claim.text,
        names: declared.definitions(in: claim.link.target, among: provenance.cells(behind: claim)),
        figures: provenance.figures(behind: claim),
        ownFigures: provenance.ownFigures(of: claim),
        lecture: claim.options.id.flatMap { book.lectureClaims.entries[$0] }
      )
    }
  }
}
