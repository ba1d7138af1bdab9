import ArgumentParser
import Foundation

/// Writes a result to a file that an option names: whole or not at all.
enum ResultFile {
  /// - Throws: A usage error that names the option if the file cannot be written.
  static func write(_ text: String, to path: String, option: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ValidationError("\(option): '\(path)' cannot be written")
    }
  }
}
