import DecodeEngine
import Foundation
import Testing

/// What the library that a fixture is of says about texts and tokens.
struct RecordedAnswers {
  struct Text {
    let text: String
    let tokens: [Int32]
    /// Without special tokens, and with them where the library can say them.
    let decoded: String
    let decodedWhole: String?
  }

  let texts: [Text]
  /// Tokens in no order that a text would give.
  let sequences: [Text]

  static let names = [
    "deepseek", "gemma3", "gpt-oss", "gpt2", "llama2", "llama3", "metaspace", "pieces-gemma",
    "pieces-llama", "pieces-plain", "pieces-unused", "qwen", "splits", "tok105",
  ]

  /// Those whose vocabulary is of bytes.
  static let byteLevel = ["deepseek", "gpt-oss", "llama3"]

  init(_ name: String) throws {
    let bytes = try Fixture.bytes("tokenizers/\(name).answers.json")
    let file = try JSONDecoder().decode(File.self, from: Data(bytes))
    texts = file.texts
    sequences = file.tokens
  }

  /// The path of the tokenizer that a fixture is about.
  static func path(_ name: String) -> String {
    switch name {
    case "tok105": Fixture.path("models/tok105.model")
    case "tok512": Fixture.path("models/tok512.bin")
    case _ where name.hasPrefix("pieces"): Fixture.path("tokenizers/\(name).model")
    default: Fixture.path("tokenizers/\(name).json")
    }
  }

  private struct File: Decodable {
    let texts: [Text]
    let tokens: [Text]

    enum CodingKeys: CodingKey {
      case texts
      case tokens
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func rows(_ key: CodingKeys, isText: Bool) throws -> [Text] {
        var list = try container.nestedUnkeyedContainer(forKey: key)
        var rows: [Text] = []
        while !list.isAtEnd {
          var row = try list.nestedUnkeyedContainer()
          let text = isText ? try row.decode(String.self) : ""
          let tokens = try row.decode([Int32].self)
          let decoded = try row.decode(String.self)
          let whole = row.isAtEnd ? nil : try row.decode(String.self)
          rows.append(Text(text: text, tokens: tokens, decoded: decoded, decodedWhole: whole))
        }
        return rows
      }
      texts = try rows(.texts, isText: true)
      tokens = try rows(.tokens, isText: false)
    }
  }
}

/// Whether two texts have the same bytes; `==` takes canonically equivalent ones for equal.
func isSame(_ one: String, _ other: String) -> Bool {
  one.utf8.elementsEqual(other.utf8)
}
