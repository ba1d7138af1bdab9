import Foundation

/// A folder for what is made on the way to a result, removed afterwards; of a killed process, by the next one.
///
/// Its owner holds a lock on it. A folder that nobody holds is what a killed process left.
enum WorkFolder {
  private static let prefix = ".chalktalk-work-"

  /// Lends a fresh folder to `body` and removes it with all that is in it.
  ///
  /// - Parameters:
  ///   - parent: Where it is made: results that are moved to their place belong beside that place.
  ///   - body: What uses it.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; `FileFailure` when there can be no folder.
  static func with<Result>(
    in parent: String,
    _ body: (String) async throws -> Result
  ) async throws -> Result {
    let (path, lock) = try make(in: parent)
    defer { remove(path, lock) }
    return try await body(path)
  }

  /// The same, for what does not wait.
  static func withNow<Result>(
    in parent: String,
    _ body: (String) throws -> Result
  ) throws -> Result {
    let (path, lock) = try make(in: parent)
    defer { remove(path, lock) }
    return try body(path)
  }

  /// A fresh folder that is there for as long as this object is.
  final class Lent: Sendable {
    let path: String
    private let lock: FileLock?

    init(in parent: String) throws { (path, lock) = try make(in: parent) }

    deinit { remove(path, lock) }
  }

  /// Removes the folders that killed processes have left in `parent`.
  static func sweep(_ parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      guard let lock = FileLock(path, waits: false) else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// Ends what cannot be right where a disk is full: programs that could not write have not always said so.
  ///
  /// - Parameter folder: Where something was written.
  /// - Throws: `FileFailure` when hardly anything more can be.
  static func expectRoom(in folder: String) throws(FileFailure) {
    var state = statvfs()
    guard unsafe statvfs(folder, &state) == 0, state.f_blocks > 0,
      state.f_bavail * state.f_frsize < 64 << 10
    else { return }
    throw FileFailure(folder, code: ENOSPC)
  }

  // MARK: -

  private static func make(in parent: String) throws -> (String, FileLock?) {
    while true {
      let path = parent + "/" + prefix + UUID().uuidString
      guard unsafe mkdir(path, 0o700) == 0 else { throw FileFailure(path) }
      let lock = FileLock(path, waits: true)
      // Between its making and its lock, another process may have taken it for one that was left.
      guard FileManager.default.fileExists(atPath: path) else { continue }
      Interruption.willRemove(path)
      return (path, lock)
    }
  }

  private static func remove(_ path: String, _ lock: FileLock?) {
    withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
    Interruption.hasRemoved(path)
  }
}
