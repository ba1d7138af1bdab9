import DecodeEngine
import Foundation
import ServingMath
import Testing

/// A tiny checkpoint of the fixtures, with what Hugging Face's library answers for it.
struct ReferenceFile {
  static let names = [
    "deepseek-v3", "deepseek-v3-noqlora", "gemma3", "gpt-oss", "llama", "llama-bf16", "llama3-rope",
    "mixtral", "qwen2", "qwen3", "qwen3-moe",
  ]

  /// Checkpoints with options that those lack; they have no hidden states and no continuation.
  static let optionNames = [
    "deepseek-no-interleave", "gemma3-inside", "gemma3-inside-newer", "gemma3-softcap",
    "gpt-oss-no-biases", "llama-linear-biases", "llama-long", "mistral-window", "mixtral-window",
    "qwen2-window", "qwen3-moe-no-renorm", "qwen3-yarn-biases",
  ]

  let folder: String
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

  init(_ name: String) throws {
    try self.init(file: Self.checkpoints + "/" + name + "/reference.safetensors")
  }

  init(file: String) throws {
    let url = URL(fileURLWithPath: file)
    folder = url.deletingLastPathComponent().path
    let bytes = Array(try Data(contentsOf: url))
    self.bytes = bytes
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    dataStart = 8 + length
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<dataStart])) as? [String: Any]
    )
    object["__metadata__"] = nil
    header = try JSONDecoder().decode(
      [String: Entry].self,
      from: JSONSerialization.data(withJSONObject: object)
    )
  }

  static let checkpoints = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/checkpoints").path

  /// Names of all tensors, sorted.
  var tensors: [String] { header.keys.sorted() }

  /// A tensor's numbers cut into rows.
  func rows(_ name: String) throws -> [[Float]] {
    let entry = try #require(header[name])
    let width = try #require(entry.shape.last)
    let words = words(entry).map { Float(bitPattern: $0) }
    return stride(from: 0, to: words.count, by: width).map { Array(words[$0..<$0 + width]) }
  }

  /// A tensor's whole numbers cut into rows.
  func integers(_ name: String) throws -> [[Int32]] {
    let entry = try #require(header[name])
    let width = try #require(entry.shape.last)
    let words = words(entry).map { Int32(bitPattern: $0) }
    return stride(from: 0, to: words.count, by: width).map { Array(words[$0..<$0 + width]) }
  }

  /// A vector of tokens.
  func tokens(_ name: String) throws -> [Int32] { try integers(name)[0] }

  private func words(_ entry: Entry) -> [UInt32] {
    stride(from: entry.dataOffsets[0], to: entry.dataOffsets[1], by: 4).map { place in
      (0..<4).reduce(0) { $0 | UInt32(bytes[dataStart + place + $1]) << (8 * UInt32($1)) }
    }
  }
}

/// The largest difference of two tables of numbers over the largest size in the second.
func relativeError(_ found: [[Float]], _ expected: [[Float]]) -> Float {
  guard found.count == expected.count else { return .infinity }
  var difference: Float = 0
  var size: Float = 0
  for (found, expected) in zip(found, expected) {
    guard found.count == expected.count else { return .infinity }
    for (found, expected) in zip(found, expected) {
      guard found.isFinite else { return .infinity }
      difference = max(difference, abs(found - expected))
      size = max(size, abs(expected))
    }
  }
  return difference / size
}

/// The index of the largest number; the first of equals.
func argmax(_ numbers: [Float]) -> Int32 {
  var best = 0
  for index in numbers.indices where numbers[index] > numbers[best] { best = index }
  return Int32(best)
}
