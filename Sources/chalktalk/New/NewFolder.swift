import ArgumentParser
import Foundation

/// Makes a folder with all its files, or nothing: they are made beside it and take its place together.
enum NewFolder {
  /// Writes files into a folder that is not there, or empty.
  ///
  /// - Parameters:
  ///   - files: By path in the folder.
  ///   - folder: Where.
  /// - Throws: `ValidationError` for a folder that holds something or cannot be made.
  static func write(_ files: [String: Data], to folder: URL) throws {
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    if contents?.isEmpty == false {
      throw ValidationError("'\(folder.path)' is not empty: name a folder that is new")
    }
    if contents == nil, FileManager.default.fileExists(atPath: folder.path) {
      throw ValidationError("'\(folder.path)' is a file: name a folder that is new")
    }
    let parent = folder.deletingLastPathComponent()
    let fresh = parent.appending(path: ".\(folder.lastPathComponent)-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: fresh) }
    do {
      for (name, data) in files.sorted(by: { $0.key < $1.key }) {
        let file = fresh.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try data.write(to: file)
      }
    } catch {
      throw ValidationError("cannot write to '\(parent.path)': \(error.localizedDescription)")
    }
    // Takes the place of an empty folder, and of nothing else.
    guard unsafe rename(fresh.path, folder.path) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw ValidationError("cannot make '\(folder.path)': \(reason)")
    }
  }
}
