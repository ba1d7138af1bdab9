import Foundation
import Literate

/// A tiny book with something wrong in it, and all that a person then reads on standard error.
///
/// One file each in `Fixtures/Diagnostics`: every part begins with a line `== NAME`, the last one with what is said
/// and the exit code.
struct DiagnosticCase: Sendable, CustomStringConvertible {
  let name: String
  let files: [String: String]
  let status: Int32
  let said: String

  var description: String { name }

  /// All cases, by name.
  static let all: [DiagnosticCase] = {
    let folder =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
      + "/Fixtures/Diagnostics/"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { DiagnosticCase(folder + $0) }
  }()

  /// - Returns: nil for what does not end with what is said.
  private init?(_ path: String) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    var parts: [(head: Substring, text: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        parts.append((line.dropFirst(3), ""))
      } else if !parts.isEmpty {
        parts[parts.count - 1].text += line + "\n"
      }
    }
    guard let last = parts.popLast(),
      let status = last.head.wholeMatch(of: /says, with exit code (\d)/).flatMap({ Int32($0.1) })
    else { return nil }
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    files = Dictionary(uniqueKeysWithValues: parts.map { (String($0.head), $0.text) })
    self.status = status
    // The line break that ends the file begins no line.
    said = String(last.text.dropLast())
  }
}
