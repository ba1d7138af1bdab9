import Foundation

/// Gives a fresh folder to `body` and removes it with all that is in it afterwards.
package func withTemporaryFolder<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let folder = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath()
    .appending(path: "chalktalk-tests-" + UUID().uuidString).path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}
