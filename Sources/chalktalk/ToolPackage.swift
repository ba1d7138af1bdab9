import Foundation

/// The package that the tool was built from, as long as the tool lies in its `.build`.
enum ToolPackage {
  /// Absolute; nil for a tool that runs from elsewhere.
  static var folder: String? {
    let tool = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    guard let end = tool.range(of: "/.build/", options: .backwards)?.lowerBound else { return nil }
    let package = String(tool[..<end])
    let isOurs = FileManager.default.fileExists(atPath: package + "/Sources/CellRuntime")
    return isOurs ? package : nil
  }

  /// The folder of its modules' sources; nil as above.
  static var sources: String? { folder.map { $0 + "/Sources" } }
}
