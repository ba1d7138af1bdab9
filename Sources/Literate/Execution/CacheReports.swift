import Synchronization

/// Why each chapter ran or did not, by what is remembered of its last run.
final class CacheReports: Sendable {
  private let index: RunIndex
  private let key: RunKey
  private let reports = Mutex<[String: CacheReport]>([:])

  /// Clears away what killed builds have left of an index, and reads it.
  init(_ index: RunIndex, _ key: RunKey) {
    self.index = index
    self.key = key
    index.sweep()
  }

  /// What was said of a chapter; nil for one that was not run.
  func report(of chapter: String) -> CacheReport? { reports.withLock { $0[chapter] } }

  /// How long a chapter took when it last ran.
  func lastSeconds(_ chapter: String) -> Double? { index.entry(chapter)?.seconds }

  /// Whether a chapter last ran with the library and the tool that there are.
  ///
  /// Then it is its text that changes, and is likely to change again. Where all units are new, one by one they cost
  /// a third more.
  func isBeingEdited(_ chapter: String?) -> Bool {
    guard let last = chapter.flatMap(index.entry)?.parts else { return false }
    return Set(key.commonParts).isSubset(of: last.parts)
  }

  /// Says why a chapter's record was found or not.
  ///
  /// - Parameters:
  ///   - answer: What was found.
  ///   - program: The chapter's.
  ///   - key: Under which it was sought.
  ///   - chapter: nil for a program that is no chapter's: then nothing is said.
  func explain(_ answer: RunCache.Answer, _ program: Program, key: String, _ chapter: String?) {
    guard let chapter else { return }
    let last = index.entry(chapter)
    let report: CacheReport
    switch answer {
    case .found:
      report = CacheReport(isHit: true, reason: CacheReport.unchanged)
      if let last, last.key != key { remember(chapter, program, key: key, last.seconds) }
    case .unreadable: report = CacheReport(isHit: false, reason: "its record cannot be read")
    case .absent:
      report = CacheReport(isHit: false, reason: missing(program, key: key, last))
    }
    reports.withLock { $0[chapter] = report }
  }

  private func missing(_ program: Program, key: String, _ last: RunIndex.Entry?) -> String {
    guard let last else { return "no earlier run is known" }
    if last.key == key { return "its record was removed" }
    guard let parts = last.parts else { return "what it last ran with is not known" }
    return self.key.parts(of: program).change(since: parts)
      ?? "something has changed that is no part of what is remembered"
  }

  /// Remembers a run for the next time.
  ///
  /// - Parameters:
  ///   - chapter: Its name.
  ///   - program: What ran.
  ///   - key: The key of its record.
  ///   - seconds: What it took; what was noted of this run if nil.
  func remember(_ chapter: String, _ program: Program, key: String, _ seconds: Double? = nil) {
    let took = report(of: chapter).map { $0.compileSeconds + $0.runSeconds }
    let parts = self.key.parts(of: program)
    index.remember(chapter, key: key, parts: parts, seconds: seconds ?? took ?? 0)
  }

  /// Says why a chapter was compiled in one piece.
  func note(_ chapter: String?, onePiece reason: OnePieceReason) {
    guard let chapter else { return }
    reports.withLock { $0[chapter]?.onePiece = reason }
  }

  /// Adds to the times of a chapter's run.
  func note(_ chapter: String?, compile: Duration = .zero, run: Duration = .zero) {
    guard let chapter else { return }
    reports.withLock { reports in
      reports[chapter]?.compileSeconds += compile / .seconds(1)
      reports[chapter]?.runSeconds += run / .seconds(1)
    }
  }
}
