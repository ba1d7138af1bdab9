import Foundation
import Literate

/// Keeps the library that cells call as new as its sources.
///
/// `swift run` builds the tool alone: after an edit of the engine the library beside the tool would be the
/// old one, and every number of the book would be checked against it.
enum StaleLibrary {
  private static let modules = [
    "Quantities", "ServingMath", "CKernels", "CMessagePassing", "DecodeEngine", "ClusterSimulator",
    "CellRuntime", "CCellSupport",
  ]

  /// Builds the library anew if one of its sources was changed after it was built.
  static func rebuild(beside toolchain: Toolchain) throws {
    let library = toolchain.products + "/libChalktalkCells.so"
    guard let package = ToolPackage.folder, let built = changeTime(of: library),
      modules.contains(where: { isChanged("\(package)/Sources/\($0)", after: built) })
    else { return }
    Console.note("chalktalk: the engine's sources have changed; building its library")
    let result = try ChildProcess.run([
      toolchain.binaries + "/swift", "build", "-c", "release", "--package-path", package,
      "--scratch-path", package + "/.build", "--product", "ChalktalkCells",
    ])
    guard result.status == 0 else {
      Console.note(String(decoding: result.standardOutput, as: UTF8.self))
      throw Fault("the engine does not build; see: swift build -c release")
    }
    // A change that changed nothing leaves the library as it was; it is up to date all the same.
    try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: library)
  }

  private static func isChanged(_ folder: String, after time: Duration) -> Bool {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.contains { changeTime(of: folder + "/" + $0).map { $0 > time } ?? false }
  }

  /// Asked of the system itself: Foundation's attributes name owner and group too, and there are hundreds of files.
  private static func changeTime(of path: String) -> Duration? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return .seconds(status.st_mtim.tv_sec) + .nanoseconds(status.st_mtim.tv_nsec)
  }
}
