import Foundation
import Literate

/// Which folders hold what a book is made of.
enum ServeSources {
  /// The folders of a book: its own with all below it, its engine's, and those of files that cells read; and those
  /// around them, where they can vanish and come back.
  ///
  /// - Parameters:
  ///   - folder: The book's folder.
  ///   - report: What is known of it, once it has been read.
  /// - Returns: The folders, and which names in them matter.
  static func folders(of folder: String, reading report: BookReport? = nil) -> ServeWatcher.Folders
  {
    var names: [String: Set<String>] = [:]
    func add(_ path: String) {
      let url = URL(fileURLWithPath: path)
      names[url.deletingLastPathComponent().path, default: []].insert(url.lastPathComponent)
    }
    var trees = [folder]
    if let engine = report?.book.settings.engine {
      trees.append(absolute(engine.folder, in: folder))
    }
    for tree in trees { add(tree) }
    for chapter in report?.chapters ?? [] {
      for file in chapter.chapter.cells.flatMap(\.options.reads) { add(absolute(file, in: folder)) }
    }
    var folders: ServeWatcher.Folders = names.mapValues { $0 }
    for path in trees.flatMap(tree) { folders[path] = .some(nil) }
    return folders
  }

  private static func absolute(_ path: String, in book: String) -> String {
    URL(fileURLWithPath: path.hasPrefix("/") ? path : book + "/" + path).standardizedFileURL.path
  }

  /// A folder and those in it, hidden ones left out.
  private static func tree(_ root: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return [root]
      + paths.filter { !"/\($0)".contains("/.") }.map { root + "/" + $0 }.filter { path in
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
      }
  }
}
