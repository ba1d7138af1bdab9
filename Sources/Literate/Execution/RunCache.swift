import Foundation

/// What a program's run left behind, kept under its key.
package struct RunRecord: Codable, Sendable {
  package var transcript: Transcript
  package var graph: ProgramGraph?
  /// How the program stopped, for one that is meant to.
  package var stop: ProgramStop?
}

/// The folder of records.
///
/// A record is only ever read under the key of what it was made from.
struct RunCache: Sendable {
  let folder: String
  /// More records than this are not kept; the ones used longest ago go first.
  private static let capacity = 256

  /// Opens `.chalktalk/` beside the book, or in the user's cache folder when that cannot be written.
  init(book: String) throws {
    let beside = URL(fileURLWithPath: book).deletingLastPathComponent().path + "/.chalktalk"
    let home = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first?.path
    var lastError: (any Error)?
    for candidate in [beside] + (home.map { [$0 + "/chalktalk"] } ?? []) {
      do {
        try FileManager.default.createDirectory(
          atPath: candidate + "/runs",
          withIntermediateDirectories: true
        )
        guard FileManager.default.isWritableFile(atPath: candidate + "/runs") else { continue }
        folder = candidate
        return
      } catch {
        lastError = error
      }
    }
    throw lastError ?? CocoaError(.fileWriteNoPermission)
  }

  var moduleCache: String { folder + "/modules" }
  var engines: String { folder + "/engines" }
  var digests: String { folder + "/digests.json" }

  func record(for key: String) -> RunRecord? {
    let path = self.path(of: key)
    guard let data = FileManager.default.contents(atPath: path),
      let record = try? decoder.decode(RunRecord.self, from: data)
    else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return record
  }

  func store(_ record: RunRecord, for key: String) throws {
    try bytes(of: record).write(to: URL(fileURLWithPath: path(of: key)), options: .atomic)
  }

  /// What a program said, the same for runs that say the same; its graph follows from its text.
  func said(by record: RunRecord) throws -> Data {
    var record = record
    record.graph = nil
    return try bytes(of: record)
  }

  private func bytes(of record: RunRecord) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return try encoder.encode(record)
  }

  /// Removes what has not been used for longest.
  func prune() throws {
    let runs = folder + "/runs"
    let files = try FileManager.default.contentsOfDirectory(atPath: runs)
    guard files.count > Self.capacity else { return }
    let dated = try files.map { file in
      let values = try FileManager.default.attributesOfItem(atPath: runs + "/" + file)
      return (file, values[.modificationDate] as? Date ?? .distantPast)
    }
    for (file, _) in dated.sorted(by: { $0.1 < $1.1 }).prefix(files.count - Self.capacity) {
      try FileManager.default.removeItem(atPath: runs + "/" + file)
    }
  }

  private func path(of key: String) -> String { "\(folder)/runs/\(key).json" }

  private var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return decoder
  }
}
