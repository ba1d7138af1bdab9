import DecodeEngine

/// Words for tokens by a table: behind the prompt, known tokens say their bytes; all others say a dot.
struct TestCoding: TextDecoding {
  let table: [Int32: [UInt8]]
  private var pending: [UInt8] = []

  private var left: Int

  init(_ table: [Int32: [UInt8]], behind prompt: Int) {
    self.table = table
    left = prompt
  }

  static func coding(_ table: [Int32: [UInt8]], behind prompt: Int) -> TextCoding {
    TextCoding(
      encode: { text throws(GenerationError) in
        guard !text.contains("?") else { throw .text("no token for '?'") }
        return text.utf8.map(Int32.init)
      },
      decoder: { TestCoding(table, behind: prompt) }
    )
  }

  /// Gives out all characters that are whole.
  mutating func text(of token: Int32) -> String {
    left -= 1
    pending += (left < 0 ? table[token] : nil) ?? [0x2E]
    for end in stride(from: pending.count, through: 1, by: -1) {
      if let text = String(validating: pending[..<end], as: UTF8.self) {
        pending.removeFirst(end)
        return text
      }
    }
    return ""
  }

  mutating func rest() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }
}
