import ArgumentParser
import DecodeEngine
import Foundation
import ServingMath

/// Writes the logits of every position of a prompt as one JSON object.
///
///     {"shape": [positions, vocabulary], "logits": [[…], …]}
///
/// Numbers are the shortest that read back as the same single-precision value. The file appears under its
/// name only when it is whole.
struct DecodeLogits {
  /// Tokens that the model knows.
  let vocabulary: Int
  let tokens: [Int32]
  /// Tokens that pass through the layers at once.
  let chunk: Int
  /// The logits of the next tokens of the prompt, one row a token.
  let step: ([Int32]) throws -> [[Float]]

  /// Computes and writes all rows.
  ///
  /// - Throws: A usage error if the file cannot be written, exit 1 for what the engine refuses.
  func write(to path: String) throws {
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    let isDevice = exists && status.st_mode & S_IFMT != S_IFREG
    let target = URL(fileURLWithPath: path)
    let hidden = ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)"
    let part = target.deletingLastPathComponent().appendingPathComponent(hidden)
    // A pipe or a terminal is written into; what it gets cannot be taken back anyway.
    let written = isDevice ? target : part
    guard isDevice || FileManager.default.createFile(atPath: part.path, contents: nil),
      let file = FileHandle(forWritingAtPath: written.path)
    else { throw ValidationError("--logits: '\(path)' cannot be written") }
    do {
      try write(into: file)
      try file.close()
      let renamed = isDevice ? 0 : unsafe rename(part.path, target.path)
      guard renamed == 0 else {
        throw ValidationError("--logits: '\(path)' cannot be written")
      }
    } catch {
      if !isDevice { _ = unsafe unlink(part.path) }
      throw error
    }
  }

  private func write(into file: FileHandle) throws {
    var text = "{\"shape\": [\(tokens.count), \(vocabulary)], \"logits\": [\n"
    for first in stride(from: 0, to: tokens.count, by: chunk) {
      let feed = Array(tokens[first..<min(first + chunk, tokens.count)])
      let rows = try step(feed)
      for (index, row) in rows.enumerated() {
        guard let row = Self.json(row) else {
          Console.note("error: a logit at position \(first + index) is not a finite number")
          throw ExitCode(1)
        }
        text += row + (first + index + 1 < tokens.count ? ",\n" : "\n")
        if text.utf8.count > 1 << 20 {
          try file.write(contentsOf: Data(text.utf8))
          text = ""
        }
      }
    }
    try file.write(contentsOf: Data((text + "]}\n").utf8))
  }

  /// A row of numbers; nil if one is infinite or none.
  private static func json(_ row: [Float]) -> String? {
    guard row.allSatisfy(\.isFinite) else { return nil }
    return "[" + row.map { "\($0)" }.joined(separator: ", ") + "]"
  }
}
