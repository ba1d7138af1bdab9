import Foundation
import Testing

/// A tiny checkpoint of the engine's fixtures, with what Hugging Face's library answers for it.
struct ReferenceCheckpoint {
  static let names = [
    "deepseek-v3", "deepseek-v3-noqlora", "gemma3", "gpt-oss", "llama", "llama-bf16", "llama3-rope",
    "mixtral", "qwen2", "qwen3", "qwen3-moe",
  ]
  static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().path + "/DecodeEngineTests/Fixtures"

  let folder: String
  private let bytes: [UInt8]
  private let entries: [String: Entry]
  private let start: Int

  private struct Entry: Decodable {
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case shape
      case offsets = "data_offsets"
    }
  }

  init(_ name: String) throws {
    folder = Self.fixtures + "/checkpoints/" + name
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/reference.safetensors")))
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    start = 8 + length
    let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<start]))
    var object = try #require(header as? [String: Any])
    object["__metadata__"] = nil
    entries = try JSONDecoder().decode(
      [String: Entry].self,
      from: JSONSerialization.data(withJSONObject: object)
    )
  }

  /// A table of numbers, row by row.
  func rows(_ name: String) throws -> [[Float]] {
    let entry = try #require(entries[name])
    let width = try #require(entry.shape.last)
    let numbers = words(entry).map { Float(bitPattern: $0) }
    return stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) }
  }

  /// A list of tokens as the command line takes it.
  func tokens(_ name: String = "tokens") throws -> String {
    let entry = try #require(entries[name])
    return words(entry).map { "\($0)" }.joined(separator: " ")
  }

  private func words(_ entry: Entry) -> [UInt32] {
    stride(from: start + entry.offsets[0], to: start + entry.offsets[1], by: 4).map { place in
      bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
