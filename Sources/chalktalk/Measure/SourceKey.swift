import Foundation
import Literate

/// What recorded figures of the engine depend on, as digests of sources, not of their built products, which
/// differ from machine to machine.
enum SourceKey {
  private static let engineRooms = [
    "Quantities", "ServingMath", "CKernels", "CMessagePassing", "DecodeEngine",
  ]

  /// What runs while steps and kernels are timed, and what every timer stands on.
  private static let timedRooms = [
    "CKernels", "DecodeEngine/Blocks", "DecodeEngine/Cache", "DecodeEngine/Engine.swift",
    "DecodeEngine/Kernels", "DecodeEngine/Measurement/Median.swift",
    "DecodeEngine/Measurement/RunCeilings.swift", "DecodeEngine/Measurement/TimedSample.swift",
  ]

  /// The digest of all that a cell may call; nil where the tool does not run from its package.
  static func cells() throws -> String? {
    guard let sources = ToolPackage.sources else { return nil }
    return try SourceDigest(in: sources).digest(
      of: engineRooms + ["ClusterSimulator", "CellRuntime", "CCellSupport"]
    )
  }

  /// A digest of each source that a measurement depends on, by its path in `Sources`; nil as above.
  ///
  /// - Parameter timers: Files of `DecodeEngine/Measurement` that time what the record is of.
  /// - Returns: The digests by path.
  /// - Throws: For a source that cannot be read.
  static func timed(by timers: [String]) throws -> [String: String]? {
    guard let sources = ToolPackage.sources else { return nil }
    let digest = SourceDigest(in: sources)
    let rooms = timedRooms + timers.map { "DecodeEngine/Measurement/\($0).swift" }
    return Dictionary(uniqueKeysWithValues: try rooms.map { ($0, try digest.digest(of: [$0])) })
  }
}
