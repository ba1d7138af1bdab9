import Foundation

/// How many numbers there are in chapters of which all that they say held, one file each beside the runs.
///
/// Who answers for each number, whether formulas can be written and names lead somewhere rests on a chapter's text, on
/// its record and on the book's settings alone: while these are as they were, none of it is gone through again.
struct KeptVerdicts: Sendable {
  /// Changes with what a file holds and with what it means.
  private static let format = "1"

  private let cache: RunCache
  /// The digest of what the verdicts on all chapters rest on.
  private let common: String

  /// What is kept of a book's chapters; nil where the system does not say what is running.
  init?(of book: Book, in cache: RunCache) {
    guard let tool = BookInputs.tool else { return nil }
    var hash = SHA256()
    hash.update(field: Self.format)
    for part in [tool] + BookInputs.settings(of: book) {
      hash.update(field: part.name)
      hash.update(field: part.digest)
    }
    common = hash.finish()
    self.cache = cache
  }

  /// What a chapter is known by; nil for what came of slow cells, whose records have no mark.
  private func key(of checked: CheckedChapter) -> String? {
    guard let mark = checked.record?.mark else { return nil }
    var hash = SHA256()
    let source = checked.chapter.source
    for field in [common, source.file, source.digest, String(mark)] { hash.update(field: field) }
    return hash.finish()
  }

  /// The count of a chapter's numbers, if nothing was wrong with it.
  func numbers(of checked: CheckedChapter) -> OwnedNumbers.Count? {
    guard let key = key(of: checked), let body = RunCache.read(path(of: key), key: key) else {
      return nil
    }
    return try? RecordCoding.value(OwnedNumbers.Count.self, from: body)
  }

  /// Keeps the count for the next build.
  func keep(_ checked: CheckedChapter) {
    guard let key = key(of: checked), let body = try? RecordCoding.bytes(of: checked.numbers) else {
      return
    }
    RunCache.keep(body, at: path(of: key), key: key)
  }

  private func path(of key: String) -> String { cache.verdicts + "/" + key }
}
