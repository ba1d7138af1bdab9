import Foundation

/// What is remembered of each chapter's last run beside its record: its key's parts and how long it took.
///
/// It only explains and orders work: a wrong or missing index never decides a result. A chapter has a file of its
/// own, whose first line is enough for a chapter that has not changed.
struct RunIndex: Sendable {
  private let folder: String
  private let book: String

  struct Entry {
    var key: String
    /// Compiling and running.
    var seconds: Double
    /// The parts as JSON, read when they are asked for.
    fileprivate var body: Data

    var parts: RunParts? { try? JSONDecoder().decode(RunParts.self, from: body) }
  }

  init(cache: RunCache, book: String) {
    folder = cache.folder + "/chapters"
    self.book = String(SHA256.digest(book.utf8).prefix(16))
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func path(of chapter: String) -> String { "\(folder)/\(book)-\(chapter)" }

  func entry(_ chapter: String) -> Entry? {
    guard let data = FileManager.default.contents(atPath: path(of: chapter)),
      let end = data.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let words = String(decoding: data[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 2, let seconds = Double(words[1]) else { return nil }
    return Entry(key: String(words[0]), seconds: seconds, body: data[(end + 1)...])
  }

  /// Remembers a run; an index that cannot be written is none.
  func remember(_ chapter: String, key: String, parts: RunParts, seconds: Double) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let body = try? encoder.encode(parts) else { return }
    try? AtomicFile.write(Data("\(key) \(seconds)\n".utf8) + body, to: path(of: chapter))
  }

  /// Clears away what killed builds have left.
  func sweep() { WorkFolder.sweep(folder) }
}
