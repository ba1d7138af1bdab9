import Foundation
import Literate

/// What recorded figures of the engine depend on, as digests of sources, not of their built products, which
/// differ from machine to machine.
enum SourceKey {
  private static let engineRooms = [
    "Quantities", "ServingMath", "CKernels", "CMessagePassing", "DecodeEngine",
  ]

  /// What runs while steps and kernels are timed, and what times them.
  private static let timedRooms = [
    "CKernels", "DecodeEngine/Blocks", "DecodeEngine/Cache", "DecodeEngine/Engine.swift",
    "DecodeEngine/Kernels", "DecodeEngine/Measurement",
  ]

  /// The digest of all that a cell may call; nil where the tool does not run from its package.
  static func cells() throws -> String? {
    guard let sources = ToolPackage.sources else { return nil }
    return try SourceDigest(in: sources).digest(
      of: engineRooms + ["ClusterSimulator", "CellRuntime", "CCellSupport"]
    )
  }

  /// A digest of each room that a measurement depends on, by its path in `Sources`; nil as above.
  static func timed() throws -> [String: String]? {
    guard let sources = ToolPackage.sources else { return nil }
    let digest = SourceDigest(in: sources)
    return Dictionary(
      uniqueKeysWithValues: try timedRooms.map { ($0, try digest.digest(of: [$0])) }
    )
  }
}
