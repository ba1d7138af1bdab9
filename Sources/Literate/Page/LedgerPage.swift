import CellRuntime

/// The ledger of the book: every entry of `claims.yml`, what the book makes of it, and where.
struct LedgerPage {
  private let book: BookPages
  private let records: [String: LectureRecord]
  private var headings: HeadingNumbers

  init(_ book: BookPages) {
    self.book = book
    records = book.lectureRecords
    headings = HeadingNumbers(.none, taken: book.lectureClaims.ids)
  }

  var text: PageText {
    var page = self
    var main = page.summary()
    let kinds = Coverage(book.book, book.chapters).kinds
    main += BookPages.filter(by: "verdict")
    for (kind, ids) in kinds {
      main += kind == "claim" ? page.claims(ids) : page.table(of: kind, ids)
    }
    return book.text(of: .ledger, sections: page.headings.sections, main)
  }

  private mutating func heading(_ text: String) -> String {
    book.heading(headings.next(level: 2, text: text))
  }

  // MARK: - Counts

  private mutating func summary() -> String {
    let claims = book.lectureClaims.ids.compactMap { records[$0] }
      .filter { $0.entry.kind == "claim" }
    guard !claims.isEmpty else { return "" }
    var rows = ""
    for verdict in LectureRecord.Verdict.allCases {
      let count = claims.count { $0.verdict == verdict }
      guard count > 0 else { continue }
      rows += """
        <tr><th scope="row">\(verdict.word)</th><td class="right">\(count)</td><td>\(verdict.meaning)</td></tr>

        """
    }
    let arithmetic = claims.count(where: \.isArithmetic)
    let rests = arithmetic == 1 ? "1 rests" : "\(arithmetic) rest"
    let note =
      arithmetic == 0
      ? "" : " Of those that hold or are disputed, \(rests) on the talk’s own figures alone."
    return """
      \(heading("Claims by verdict"))
      <p>The lecture makes \(claims.count) claim\(claims.count == 1 ? "" : "s").\(note)</p>
      <div class="table"><table>
      <thead><tr><th scope="col">verdict</th><th scope="col" class="right">claims</th>\
      <th scope="col">what it means</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  // MARK: - Claims

  private mutating func claims(_ ids: [String]) -> String {
    let parts = TalkParts(book)
    var html = ""
    for part in parts.all {
      let inPart = ids.compactMap { records[$0] }.filter { parts.part(at: $0.entry.moment) == part }
      guard !inPart.isEmpty else { continue }
      let rows = inPart.sorted { Self.order($0.entry) < Self.order($1.entry) }
      html += """
        <section class="part">
        \(heading(parts.title(of: part)))
        \(parts.note(on: part))<div class="table register"><table>
        <thead><tr><th scope="col">claim</th><th scope="col">said</th><th scope="col">the lecture, restated</th>\
        <th scope="col">its numbers</th><th scope="col">computed here</th><th scope="col">verdict</th>\
        <th scope="col">in the book</th></tr></thead>
        <tbody>
        \(rows.map(row).joined())</tbody></table></div>
        </section>

        """
    }
    return html
  }

  /// By moment, then by id.
  private static func order(_ entry: LectureClaims.Entry) -> (Int, String) {
    (entry.moment?.seconds ?? .max, entry.id)
  }

  private func row(_ record: LectureRecord) -> String {
    let entry = record.entry
    return """
      <tr class="\(record.verdict.rawValue)" id="\(entry.id.htmlEscaped)">\
      <th scope="row">\(entry.id.htmlEscaped)</th><td>\(said(entry))</td>\
      <td class="words">\((entry.claim ?? "").proseHTML)</td>\
      <td>\((entry.numbers ?? "").proseHTML)</td>\
      <td class="words">\(computed(record))</td><td class="verdict">\(verdict(record))</td>\
      <td>\(places(record))</td></tr>

      """
  }

  private func said(_ entry: LectureClaims.Entry) -> String {
    var lines: [String] = []
    if let moment = entry.moment { lines.append(book.talkLink(to: moment)) }
    if let speaker = entry.speaker { lines.append(speaker.htmlEscaped) }
    return lines.joined(separator: "<br>")
  }

  /// The value of each claim, with its words where there are several or no number.
  private func computed(_ record: LectureRecord) -> String {
    var lines: [String] = []
    for claim in record.claims {
      guard let value = claim.value else { continue }
      let computed = ClaimCard.unrounded(value, like: claim).withoutDivisionDigits.inShort
        .proseHTML
      let isFlag = if case .flag = value.content { true } else { false }
      let words = claim.text.proseHTML
      let line =
        isFlag || record.claims.count > 1
        ? "<span class=\"stated\">\(words):</span> \(computed)" : computed
      if !lines.contains(line) { lines.append(line) }
    }
    return lines.joined(separator: "<br>")
  }

  private func verdict(_ record: LectureRecord) -> String {
    var words = "<b>\(record.verdict.word)</b>"
    if record.verdict == .unchecked, let reason = record.entry.unchecked {
      words += ": \(reason.trimming(" \n").proseHTML)"
    }
    let tolerances = Set(record.claims.map(ClaimCard.tolerance).filter { !$0.isEmpty })
    if let tolerance = tolerances.first, tolerances.count == 1 { words += tolerance.proseHTML }
    return words + (record.isArithmetic ? ", arithmetic of the talk’s own figures" : "")
  }

  /// A link a place; of several in one section, the first.
  private func places(_ record: LectureRecord) -> String {
    var seen: Set<String> = []
    return record.places.filter { seen.insert("\($0.page) \($0.label)").inserted }
      .map(\.html).joined(separator: ", ")
  }

  // MARK: - Equations, drawings, cards, cross-checks

  private mutating func table(of kind: String, _ ids: [String]) -> String {
    let rows = ids.sorted(by: LectureID.isBefore).compactMap { records[$0] }.map { record in
      let entry = record.entry
      return """
        <tr class="\(record.verdict.rawValue)" id="\(entry.id.htmlEscaped)">\
        <th scope="row">\(entry.id.htmlEscaped)</th><td>\(said(entry))</td>\
        <td class="words">\((entry.claim ?? "").proseHTML)</td>\
        <td class="verdict">\(verdict(record))</td><td>\(places(record))</td></tr>

        """
    }
    return """
      <section class="part">
      \(heading(kind.prefix(1).uppercased() + kind.dropFirst() + "s"))
      <div class="table register"><table>
      <thead><tr><th scope="col">\(kind.htmlEscaped)</th><th scope="col">said</th><th scope="col">what it is</th>\
      <th scope="col">verdict</th><th scope="col">in the book</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>
      </section>

      """
  }
}
