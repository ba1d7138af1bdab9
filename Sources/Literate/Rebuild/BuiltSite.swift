import Foundation

/// What a site was made of and what came out, kept beside the runs so that the next build knows when there is
/// nothing to do.
///
/// Only a build without a word of warning is kept, since what it would say again is then nothing. A record that
/// is not whole is none, like those of runs.
struct BuiltSite: Codable, Sendable {
  /// Changes with what a record holds and with what it means.
  private static let format = "2"

  let parts: RunParts
  let inputs: BookInputs.Files
  /// Length and checksum of every file of the site, by its name.
  let files: [String: String]
  /// What the build said at its end.
  let summary: String

  init(_ inputs: BookInputs, _ site: Site, summary: String) {
    parts = inputs.parts
    self.inputs = inputs.files
    files = site.files.mapValues(Self.mark)
    self.summary = summary
  }

  /// Nobody forges the pages of their own book: what notices an edit is enough, at a tenth of a digest's time.
  private static func mark(of data: Data) -> String {
    "\(data.count) \(String(Checksum.of(data), radix: 16))"
  }

  /// The first file of a folder, by name, that is not what the build made; nil for the very site.
  ///
  /// - Parameter folder: Where the site lies.
  /// - Returns: The name of a file that is another, missing, or left of an earlier book.
  /// - Throws: When the folder cannot be read.
  func firstDifference(from folder: String) throws -> String? {
    let names = files.keys.sorted()
    let wrong = names.first { name in
      let data = FileManager.default.contents(atPath: folder + "/" + name)
      return data.map(Self.mark) != files[name]
    }
    if let wrong { return wrong }
    return try Site.stale(in: folder, besides: Set(names)).min()
  }

  // MARK: - The record

  /// Where the record of a book lies; other books may share the cache.
  private static func path(of book: Book, _ cache: RunCache) -> String {
    "\(cache.sites)/\(key(of: book))"
  }

  private static func key(of book: Book) -> String {
    SHA256.digest("\(format) \(book.folder)".utf8)
  }

  enum Answer {
    case found(BuiltSite)
    case absent
    /// There is a file, but it is none of ours, or not whole.
    case unreadable
  }

  /// Looks for the record of a book.
  static func last(of book: Book, in cache: RunCache) -> Answer {
    let path = path(of: book, cache)
    guard let data = FileManager.default.contents(atPath: path) else {
      return FileManager.default.fileExists(atPath: path) ? .unreadable : .absent
    }
    guard let body = RunCache.body(of: data, key: key(of: book)),
      let record = try? RecordCoding.value(BuiltSite.self, from: body)
    else { return .unreadable }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return .found(record)
  }

  /// Keeps the record, if it can be kept: otherwise the next build weaves the pages again, and no more.
  func keep(of book: Book, in cache: RunCache) throws {
    let body = try RecordCoding.bytes(of: self)
    RunCache.keep(body, at: Self.path(of: book, cache), key: Self.key(of: book))
  }
}
