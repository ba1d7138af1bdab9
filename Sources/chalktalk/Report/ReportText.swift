import Foundation
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

  /// `01-batch-size: ran: cell 'knee' has changed (compiled in 1.52 s, ran in 0.21 s)`, and why in one piece if that is
  /// the dearer way.
  static func cacheLines(_ report: BookReport) -> [String] {
    report.chapters.map { checked in
      let stem = checked.chapter.stem
      guard let cache = checked.cache else { return "\(stem): did not run" }
      guard !cache.isHit || cache.compileSeconds > 0 else {
        return "\(stem): record found: \(cache.reason)"
      }
      let times = [cache.compileSeconds, cache.runSeconds].map(Self.seconds)
      let both = "compiled in \(times[0]), ran in \(times[1])"
      return cache.isHit
        ? "\(stem): record found and run again (\(both))"
        : "\(stem): ran: \(cache.reason) (\(both))" + onePiece(checked)
    }
  }

  /// `, in one piece: '#file' says where in the program it stands (Chapters/01-batch-size.md:41)`.
  private static func onePiece(_ checked: CheckedChapter) -> String {
    guard let (words, line) = checked.onePiece else { return "" }
    let directory = FileManager.default.currentDirectoryPath
    let file = Diagnostic.shortened(checked.chapter.source.file, relativeTo: directory)
    return ", in one piece: \(words)" + (line.map { " (\(file):\($0))" } ?? "")
  }

  private static func seconds(_ time: Double) -> String {
    String(format: "%.2f s", time)
  }

  /// Every id of the lecture with its places, and a line for each kind of entry with how many are where.
  static func coverage(_ report: BookReport) -> String {
    let coverage = report.coverage
    let places = CoveragePlaces.texts(coverage)
    var lines = coverage.lecture.ids.sorted().map { id in
      let entry = coverage.lecture.entries[id]
      var words = [places[id]?.joined(separator: " ") ?? "nowhere"]
      if entry?.isOpinion == true { words.append("(an opinion)") }
      if let reason = entry?.unchecked { words.append("(unchecked: \(reason))") }
      if coverage.state(of: id) == .mentioned, entry?.kind == "claim" {
        words.append("(only mentioned)")
      }
      return "\(id): \(words.joined(separator: " "))"
    }
    // A book without claims.yml has ids all the same.
    lines += places.keys.filter { coverage.lecture.entries[$0] == nil }.sorted()
      .map { "\($0): \(places[$0, default: []].joined(separator: " "))" }
    return (lines + coverage.kinds.map { totals($0.name, $0.ids, coverage) })
      .joined(separator: "\n")
  }

  /// `claims: 203, 160 checked, 38 opinions, 5 unchecked, 0 missing`.
  private static func totals(_ kind: String, _ ids: [String], _ coverage: Coverage) -> String {
    let counts = CoveragePlaces.counts(ids, coverage)
    let always: Set<Coverage.State> =
      kind == "claim" ? [.checked, .opinion, .unchecked, .missing] : [.missing]
    let words: [(Coverage.State, String)] = [
      (.checked, "checked"), (.covered, "covered"), (.opinion, "opinions"),
      (.unchecked, "unchecked"), (.mentioned, "only mentioned"), (.missing, "missing"),
    ]
    let parts = words.compactMap { state, word in
      let count = counts[state] ?? 0
      return count > 0 || always.contains(state) ? "\(count) \(word)" : nil
    }
    return "\(kind)s: \(ids.count), \(parts.joined(separator: ", "))"
  }
}
