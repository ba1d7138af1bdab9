import Literate

/// A checked book in a few lines.
enum ReportText {
  static func summary(_ report: BookReport) -> String {
    let total = report.tally
    let numbers = report.numbers
    let chapters = report.chapters.count
    return """
      \(chapters) chapter\(chapters == 1 ? "" : "s")
      claims: \(total.total) (\(total.holds) hold, \(total.disputed) disputed as announced, \
      \(total.failed) failed; \(total.arithmetic) arithmetic of the talk's own figures)
      numbers: \(numbers.owned) owned, \(numbers.plain) plain, \(numbers.exempt) exempt, \
      \(numbers.unowned) unowned
      """
  }

  static func cacheLines(_ report: BookReport) -> [String] {
    report.chapters.map { checked in
      let why =
        checked.record == nil
        ? "did not run"
        : checked.isFromCache
          ? "record found: nothing it depends on has changed"
          : "ran: no record for this program, engine and toolchain"
      return "\(checked.chapter.stem): \(why)"
    }
  }

  static func coverage(_ report: BookReport) -> String {
    let places = Coverage.places(in: report)
    let missing = report.book.lectureClaims.entries.keys.sorted().filter { places[$0] == nil }
    var lines = places.keys.sorted().map { "\($0): \((places[$0] ?? []).joined(separator: " "))" }
    lines += missing.map { id in
      let isOpinion = report.book.lectureClaims.entries[id]?.isOpinion ?? false
      return "\(id): nowhere\(isOpinion ? " (an opinion)" : "")"
    }
    return lines.joined(separator: "\n")
  }
}
