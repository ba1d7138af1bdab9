import Foundation

/// A folder that a site is written to, so that it is one build's or another's and never a mixture.
///
/// All that changes is written beside the pages first, into a hidden folder. One move says that it is complete
/// (`staged`); only then are the files moved to their places. A build that is killed before that has changed
/// nothing; what one that is killed later has left to move, the next one moves first.
struct SiteFolder {
  let path: String

  /// What is being written.
  private var staging: String { path + "/.chalktalk-staging" }
  /// What is complete and on its way to its place.
  private var staged: String { path + "/.chalktalk-staged" }

  /// Whether a build was killed while its files were moved, and no other has come since.
  var isBetweenBuilds: Bool { FileManager.default.fileExists(atPath: staged) }

  /// Whether a build is writing here, or was killed while it did.
  var isUnfinished: Bool { isBetweenBuilds || FileManager.default.fileExists(atPath: staging) }

  /// Replaces and removes files.
  ///
  /// - Parameters:
  ///   - changes: Which files differ, by name; called when nobody else writes here.
  ///   - stale: The names of what is to go.
  /// - Throws: `FileFailure`; nothing has changed then, or the next build ends what this one began.
  func replace(
    changes: () -> [String: Data],
    stale: () throws -> [String]
  ) throws {
    let lock = FileLock(path, waits: true)
    try withExtendedLifetime(lock) {
      try Interruption.shielded {
        try finish()
        let (files, removed) = (changes(), try stale())
        guard !files.isEmpty || !removed.isEmpty else { return }
        do {
          try stage(files, removed: removed)
          try AtomicFile.move(staging, to: staged)
        } catch {
          try? FileManager.default.removeItem(atPath: staging)
          throw error
        }
        try finish()
      }
    }
  }

  // MARK: -

  private func stage(_ files: [String: Data], removed: [String]) throws {
    try Self.makeFolder(staging)
    for (name, data) in files.sorted(by: { $0.key < $1.key }) {
      if let folder = Self.folder(of: name) { try Self.makeFolder("\(staging)/\(folder)") }
      try AtomicFile.create(data, at: staging + "/" + name)
    }
    try AtomicFile.create(
      Data(removed.map { $0 + "\n" }.joined().utf8),
      at: staging + "/" + Self.removals
    )
  }

  /// Moves what is staged to its place, whichever build staged it, and clears away what is not complete.
  private func finish() throws {
    if isBetweenBuilds {
      let names = try FileManager.default.subpathsOfDirectory(atPath: staged)
      for name in names.filter(Self.isFile).sorted(by: Self.isMovedBefore) {
        if let folder = Self.folder(of: name) { try Self.makeFolder("\(path)/\(folder)") }
        try AtomicFile.move(staged + "/" + name, to: path + "/" + name)
      }
      let list = FileManager.default.contents(atPath: staged + "/" + Self.removals) ?? Data()
      for name in String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init) {
        try? FileManager.default.removeItem(atPath: path + "/" + name)
        // A folder that has become empty; one that has not stays.
        if let folder = Self.folder(of: name) { _ = unsafe rmdir("\(path)/\(folder)") }
      }
      try FileManager.default.removeItem(atPath: staged)
    }
    try? FileManager.default.removeItem(atPath: staging)
  }

  private static let removals = ".removed"

  /// Files of a site have an extension, its folders have none.
  private static func isFile(_ name: String) -> Bool {
    name != removals && name.split(separator: "/").last?.contains(".") == true
  }

  /// What pages refer to comes before the pages, and the first page last.
  private static func isMovedBefore(_ left: String, _ right: String) -> Bool {
    func rank(_ name: String) -> Int {
      name == "index.html" ? 2 : name.hasSuffix(".html") ? 1 : 0
    }
    return (rank(left), left) < (rank(right), right)
  }

  /// `previews` of `previews/03.js`.
  private static func folder(of name: String) -> Substring? {
    name.lastIndex(of: "/").map { name[..<$0] }
  }

  private static func makeFolder(_ path: String) throws {
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileFailure(path) }
  }
}
