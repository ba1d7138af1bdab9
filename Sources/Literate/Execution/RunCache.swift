import Foundation
import Synchronization

/// What a program's run left behind, kept under its key.
package struct RunRecord: Codable, Sendable {
  package var transcript: Transcript
  package var graph: ProgramGraph?
  /// How the program stopped, for one that is meant to.
  package var stop: ProgramStop?

  /// What the libraries call things, for the record that keeps no run but that.
  var names: LibraryNames?
  /// The checksum of the record as it is kept, by which one that says something else is told from it; nil for what
  /// was changed since.
  var mark: UInt64?

  private enum CodingKeys: String, CodingKey {
    case transcript, graph, stop, names
  }

  package init(transcript: Transcript, graph: ProgramGraph? = nil, stop: ProgramStop? = nil) {
    self.transcript = transcript
    self.graph = graph
    self.stop = stop
  }

  init(names: LibraryNames) {
    self.init(transcript: Transcript())
    self.names = names
  }
}

/// The folder of records.
///
/// A record is only ever read under the key of what it was made from, and only if it is whole: its first line
/// has that key and a checksum of the rest. What cannot be read is run again; what cannot be kept is not kept.
package final class RunCache: Sendable {
  package let folder: String
  /// Where that is kept which depends on the tool alone, for all its books.
  private let shared: String
  /// The folder where no other can be written: it goes with this run.
  private let lent: WorkFolder.Lent?
  private let state = Mutex(State())

  private struct State {
    var used: Set<String> = []
    var hasStored = false
    var problem: String?
  }

  /// What was found under a key.
  package enum Answer: Sendable {
    case found(RunRecord)
    case absent
    /// There is a file, but it is none of ours, or not whole.
    case unreadable
  }

  /// Opens `.chalktalk/` beside the book, or in the user's cache folder when that cannot be written.
  ///
  /// Where neither can be, nothing is kept, and that is a `problem`. What every book would make again of the compiler's
  /// modules, most of a new book's first compile, lies beside the tool where that can be written.
  ///
  /// - Parameters:
  ///   - book: The book's folder.
  ///   - products: The folder of the tool's built parts.
  /// - Throws: `FileFailure` when there is no place even for this run.
  package convenience init(book: String, products: String) throws {
    let beside = URL(fileURLWithPath: book).deletingLastPathComponent().path + "/.chalktalk"
    let home = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first?.path
    let places = [beside] + (home.map { [$0 + "/chalktalk"] } ?? [])
    for place in places {
      do {
        try self.init(folder: place, lent: nil, shared: Self.sharedFolder(in: products))
        return
      } catch {
        continue
      }
    }
    let lent = try WorkFolder.Lent(in: NSTemporaryDirectory())
    try self.init(folder: lent.path, lent: lent, shared: Self.sharedFolder(in: products))
    noteProblem("cannot write \(places.joined(separator: " or "))")
  }

  /// Opens a folder of records.
  ///
  /// - Parameter folder: Made if it is not there.
  /// - Throws: When it cannot be made or written.
  package convenience init(folder: String) throws {
    try self.init(folder: folder, lent: nil, shared: nil)
  }

  private init(folder: String, lent: WorkFolder.Lent?, shared: String?) throws {
    self.folder = folder
    self.lent = lent
    self.shared = shared ?? folder
    try makeFolders()
    guard FileManager.default.isWritableFile(atPath: folder + "/runs") else {
      throw CocoaError(.fileWriteNoPermission)
    }
  }

  /// Where the compiler keeps the modules of C that it has made; it takes none that was copied or moved.
  var moduleCache: String { shared + "/modules" }
  /// The digests of the tool's built parts.
  var digests: String { shared + "/digests.json" }
  var engines: String { folder + "/engines" }
  var runs: String { folder + "/runs" }
  /// What whole sites were made of.
  var sites: String { folder + "/sites" }
  /// Chapters as they were woven.
  var woven: String { folder + "/woven" }
  /// What is known of chapters in which nothing was wrong.
  var verdicts: String { folder + "/verdicts" }
  /// Units of programs as they were compiled.
  var units: String { folder + "/units" }

  /// All folders in which files are written.
  var folders: [String] { [folder, runs, sites, woven, verdicts, units] }

  /// A folder beside the tool for all its books; nil where none can be made.
  private static func sharedFolder(in products: String) -> String? {
    let folder = products + "/CellCache"
    // With intermediate ones a folder that is there is no failure, but a file in its place is.
    guard
      (try? FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true
      )) != nil
    else { return nil }
    return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
  }

  private func makeFolders() throws {
    try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
  }

  // MARK: - Records

  /// Looks a key up.
  package func record(for key: String) -> Answer {
    let path = path(of: key)
    guard let data = FileManager.default.contents(atPath: path) else {
      return FileManager.default.fileExists(atPath: path) ? .unreadable : .absent
    }
    guard let body = Self.body(of: data, key: key),
      var record = try? RecordCoding.value(RunRecord.self, from: body)
    else { return .unreadable }
    record.mark = Checksum.of(body)
    state.withLock { _ = $0.used.insert(key) }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return .found(record)
  }

  /// Whether there is a file under a key; it may still not be whole.
  func holds(_ key: String) -> Bool { FileManager.default.fileExists(atPath: path(of: key)) }

  /// Keeps a record, if it can be kept: a full disk costs the next run its time and no more.
  ///
  /// - Parameters:
  ///   - record: What a run left behind.
  ///   - key: Of what it was made from.
  /// - Returns: The record with its mark.
  /// - Throws: When it cannot be encoded, and when the run was ended meanwhile.
  @discardableResult
  package func store(_ record: RunRecord, for key: String) throws -> RunRecord {
    if ChildGroup.current?.isEnded == true { throw CancellationError() }
    let body = try RecordCoding.bytes(of: record, packingFigures: true)
    let data = Data(Self.head(key: key, body: body).utf8) + body
    do {
      do {
        try AtomicFile.write(data, to: path(of: key))
      } catch {
        // Somebody may have removed the whole cache meanwhile.
        try makeFolders()
        try AtomicFile.write(data, to: path(of: key))
      }
      state.withLock { state in
        state.used.insert(key)
        state.hasStored = true
      }
    } catch {
      noteProblem("\(error)")
    }
    var kept = record
    kept.mark = Checksum.of(body)
    return kept
  }

  /// Why something of this run could not be kept.
  var problem: String? { state.withLock { $0.problem } }

  /// Remembers why something cannot be kept; the first reason is the one that is told.
  func noteProblem(_ words: String) {
    state.withLock { $0.problem = $0.problem ?? words }
  }

  var used: Set<String> { state.withLock { $0.used } }
  var hasStored: Bool { state.withLock { $0.hasStored } }

  /// What a program said, the same for runs that say the same; its graph follows from its text.
  func said(by record: RunRecord) throws -> Data {
    var record = record
    record.graph = nil
    return try RecordCoding.bytes(of: record)
  }

  // MARK: - Files

  private func path(of key: String) -> String { "\(runs)/\(key).json" }

  /// What a file holds, if it is whole and the key's; it is then one that was used.
  static func read(_ path: String, key: String) -> Data? {
    guard let data = FileManager.default.contents(atPath: path),
      let body = Self.body(of: data, key: key)
    else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return body
  }

  /// Keeps a file for the next build, if it can be kept: otherwise that one makes it again, and no more.
  static func keep(_ body: Data, at path: String, key: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? AtomicFile.write(Data(head(key: key, body: body).utf8) + body, to: path)
  }

  /// The first line of a record.
  static func head(key: String, body: Data) -> String {
    "chalktalk-record \(key) \(String(Checksum.of(body), radix: 16))\n"
  }

  /// What stands after the first line, if that is the key's and says what follows.
  static func body(of data: Data, key: String) -> Data? {
    guard let end = data.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let body = data[(end + 1)...]
    return data[...end].elementsEqual(head(key: key, body: body).utf8) ? body : nil
  }
}
