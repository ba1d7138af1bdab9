import Foundation

/// Digests of an engine's sources, which say on every machine alike what a kept result was made with.
package struct SourceDigest: Sendable {
  private let sources: String
  private let known = KnownByName<String>()

  /// Digests of what lies in a folder of modules.
  package init(in sources: String) { self.sources = sources }

  /// The digest of one folder or file, which is read once.
  ///
  /// - Parameter room: Its path in the folder.
  /// - Returns: The digest that `digest(of: [room])` has.
  /// - Throws: For a file or folder that cannot be read.
  func digest(of room: String) throws -> String {
    try known.value(of: room) { try digest(of: [room]) }
  }

  /// The digest of some folders or files: their Swift and C, by path and content.
  ///
  /// - Parameter rooms: Paths in the folder.
  /// - Returns: One digest for all of them together.
  /// - Throws: For a file or folder that cannot be read.
  package func digest(of rooms: [String]) throws -> String {
    var hash = SHA256()
    for room in rooms {
      for name in try names(in: room) {
        let file = URL(fileURLWithPath: "\(sources)/\(name)")
        guard ["swift", "c", "h"].contains(file.pathExtension) else { continue }
        hash.update(field: name)
        hash.update(field: SHA256.digest(try Data(contentsOf: file)))
      }
    }
    return hash.finish()
  }

  private func names(in room: String) throws -> [String] {
    let path = "\(sources)/\(room)"
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return [room] }
    return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map {
      "\(room)/\($0)"
    }
  }
}
