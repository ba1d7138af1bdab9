import Foundation

/// A tiny checkpoint of the engine's fixtures, with what Hugging Face's library answers for it.
package struct ReferenceFile {
  package static let names = [
    "deepseek-v3", "deepseek-v3-noqlora", "gemma3", "gpt-oss", "llama", "llama-bf16", "llama3-rope",
    "mixtral", "qwen2", "qwen3", "qwen3-moe",
  ]

  /// Checkpoints with options that those lack; they have no hidden states and no continuation.
  package static let optionNames = [
    "deepseek-no-interleave", "gemma3-inside", "gemma3-inside-newer", "gemma3-softcap",
    "gpt-oss-no-biases", "llama-linear-biases", "llama-long", "mistral-window", "mixtral-window",
    "qwen2-window", "qwen3-moe-no-renorm", "qwen3-yarn-biases",
  ]

  /// The engine's fixtures.
  package static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/DecodeEngineTests/Fixtures"
  package static let checkpoints = fixtures + "/checkpoints"

  /// Of the checkpoint.
  package let folder: String
  private let bytes: [UInt8]
  private let header: [String: Entry]
  private let dataStart: Int

  private struct Entry: Decodable {
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case shape
      case dataOffsets = "data_offsets"
    }
  }

  /// A file that has not what a test looks for in it.
  package struct Missing: Error {
    let what: String
  }

  package init(_ name: String) throws {
    try self.init(file: Self.checkpoints + "/" + name + "/reference.safetensors")
  }

  package init(file: String) throws {
    let url = URL(fileURLWithPath: file)
    folder = url.deletingLastPathComponent().path
    let bytes = Array(try Data(contentsOf: url))
    self.bytes = bytes
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    dataStart = 8 + length
    let json = try JSONSerialization.jsonObject(with: Data(bytes[8..<dataStart]))
    guard var object = json as? [String: Any] else { throw Missing(what: "a header in \(file)") }
    object["__metadata__"] = nil
    header = try JSONDecoder().decode(
      [String: Entry].self,
      from: JSONSerialization.data(withJSONObject: object)
    )
  }

  /// Names of all tensors, sorted.
  package var tensors: [String] { header.keys.sorted() }

  /// A tensor's numbers cut into rows.
  package func rows(_ name: String) throws -> [[Float]] {
    try words(name).map { $0.map(Float.init(bitPattern:)) }
  }

  /// A tensor's whole numbers cut into rows.
  package func integers(_ name: String) throws -> [[Int32]] {
    try words(name).map { $0.map(Int32.init(bitPattern:)) }
  }

  /// A vector of tokens.
  package func tokens(_ name: String) throws -> [Int32] { try integers(name)[0] }

  private func words(_ name: String) throws -> [[UInt32]] {
    guard let entry = header[name], let width = entry.shape.last else {
      throw Missing(what: "a tensor '\(name)'")
    }
    let places = stride(from: entry.dataOffsets[0], to: entry.dataOffsets[1], by: 4)
    let words = places.map { place in
      (0..<4).reduce(0) { $0 | UInt32(bytes[dataStart + place + $1]) << (8 * UInt32($1)) }
    }
    return stride(from: 0, to: words.count, by: width).map { Array(words[$0..<$0 + width]) }
  }
}
