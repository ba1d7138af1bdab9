import Foundation
import Literate

/// What recorded figures of the engine depend on, as one digest: the sources of the engine and of what it
/// stands on, not their built products, which differ from machine to machine.
enum SourceKey {
  private static let engineRooms = [
    "Quantities", "ServingMath", "CKernels", "CMessagePassing", "DecodeEngine",
  ]

  /// The digest; nil where the tool does not run from its package.
  static func engine() throws -> String? { try digest(of: engineRooms) }

  /// The digest of all that a cell may call.
  static func cells() throws -> String? {
    try digest(of: engineRooms + ["ClusterSimulator", "CellRuntime", "CCellSupport"])
  }

  private static func digest(of rooms: [String]) throws -> String? {
    guard let sources = ToolPackage.folder.map({ $0 + "/Sources" }) else { return nil }
    var hash = SHA256()
    for room in rooms {
      for name in try FileManager.default.subpathsOfDirectory(atPath: "\(sources)/\(room)").sorted()
      {
        let file = URL(fileURLWithPath: "\(sources)/\(room)/\(name)")
        guard ["swift", "c", "h"].contains(file.pathExtension) else { continue }
        hash.update(field: "\(room)/\(name)")
        hash.update(field: SHA256.digest(try Data(contentsOf: file)))
      }
    }
    return hash.finish()
  }
}
