import Foundation

/// Chapters as they were last woven, one file each beside the runs: most builds change one of them.
///
/// A chapter is found only under the digest of all that its page is made of, and only if its file is whole.
/// What cannot be read is woven again; what cannot be kept is not kept.
struct KeptChapters: Sendable {
  /// Changes with what a file holds and with what it means.
  private static let format = "2"

  private let cache: RunCache
  private let book: String
  /// The digest of what the pages of all chapters are made of.
  private let common: String

  /// What is kept of a book's chapters; nil where the system does not say what is running.
  ///
  /// - Parameters:
  ///   - pages: The book, with the names of its figures.
  ///   - executor: What ran its cells.
  init?(of pages: BookPages, _ executor: Executor) {
    guard let tool = BookInputs.tool else { return nil }
    var hash = SHA256()
    hash.update(field: Self.format)
    for part in [tool] + executor.parts + BookInputs.settings(of: pages.book) {
      hash.update(field: part.name)
      hash.update(field: part.digest)
    }
    for field in pages.outline { hash.update(field: field) }
    common = hash.finish()
    cache = executor.cache
    book = pages.book.folder
  }

  /// What a chapter's page is made of; nil for what came of slow cells, whose records have no mark.
  private func key(of checked: CheckedChapter) -> String? {
    var hash = SHA256()
    hash.update(field: common)
    hash.update(field: checked.chapter.source.file)
    hash.update(field: checked.chapter.source.digest)
    if let record = checked.record {
      guard let mark = record.mark else { return nil }
      hash.update(field: String(mark))
    }
    for (cell, outcome) in checked.apart.sorted(by: { $0.key < $1.key }) {
      hash.update(field: cell)
      hash.update(field: outcome.description)
    }
    return hash.finish()
  }

  /// The chapter as it was woven, if it would come out the same.
  func chapter(_ checked: CheckedChapter) -> WovenChapter? {
    guard let key = key(of: checked), let body = RunCache.read(path(of: checked), key: key) else {
      return nil
    }
    return WovenChapter(stem: checked.chapter.stem, body)
  }

  /// Keeps a chapter for the next build.
  func keep(_ woven: WovenChapter, of checked: CheckedChapter) {
    guard let key = key(of: checked), let body = try? woven.data else { return }
    RunCache.keep(body, at: path(of: checked), key: key)
  }

  /// Where a chapter lies; other books may share the cache.
  private func path(of checked: CheckedChapter) -> String {
    "\(cache.woven)/\(SHA256.digest("\(book) \(checked.chapter.stem)".utf8))"
  }
}

extension ApartCell.Outcome {
  /// What it is and says.
  fileprivate var description: String {
    switch self {
    case .failed(let text): "failed \(text)"
    case .trapped(let text): "trapped \(text)"
    case .compiled: "compiled"
    case .wrong: "wrong"
    }
  }
}
