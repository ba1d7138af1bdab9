/// Writes small GGUF files for tests, whole or deliberately wrong.
struct GGUFWriter {
  var version: UInt32 = 3
  var alignment = 32
  /// Written after the list of tensors as they are; offsets are the test's business.
  var data: [UInt8] = []
  var tensorCount: UInt64?
  var pairCount: UInt64?
  private var pairs: [[UInt8]] = []
  private var tensors: [[UInt8]] = []

  /// A text as the format has it.
  static func text(_ text: String) -> [UInt8] {
    littleEndian(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  /// A pair whose value is given as bytes.
  mutating func pair(_ key: String, type: UInt32, _ value: [UInt8]) {
    pairs.append(Self.text(key) + littleEndian(type) + value)
  }

  mutating func pair(_ key: String, _ value: String) { pair(key, type: 8, Self.text(value)) }

  mutating func pair(_ key: String, _ value: UInt32) { pair(key, type: 4, littleEndian(value)) }

  mutating func pair(_ key: String, _ value: Float) {
    pair(key, type: 6, littleEndian(value.bitPattern))
  }

  mutating func list(_ key: String, type: UInt32, _ elements: [[UInt8]]) {
    pair(
      key,
      type: 9,
      littleEndian(type) + littleEndian(UInt64(elements.count)) + elements.flatMap { $0 }
    )
  }

  /// A tensor in the list, its sides as the file has them: the innermost first.
  mutating func tensor(_ name: String, _ sides: [UInt64], type: UInt32, offset: UInt64) {
    let sidesBytes = sides.flatMap { littleEndian($0) }
    tensors.append(
      Self.text(name) + littleEndian(UInt32(sides.count)) + sidesBytes + littleEndian(type)
        + littleEndian(offset)
    )
  }

  /// A tensor in the list and its elements after what is there already.
  mutating func tensor(_ name: String, _ sides: [UInt64], _ elements: [Float]) {
    tensor(name, sides, type: 0, offset: UInt64(data.count))
    data += elements.flatMap { littleEndian($0.bitPattern) }
    data += [UInt8](repeating: 0, count: (alignment - data.count % alignment) % alignment)
  }

  /// The whole file.
  var bytes: [UInt8] {
    var bytes = Array("GGUF".utf8) + littleEndian(version)
    bytes += littleEndian(tensorCount ?? UInt64(tensors.count))
    bytes += littleEndian(pairCount ?? UInt64(pairs.count))
    bytes += pairs.flatMap { $0 } + tensors.flatMap { $0 }
    bytes += [UInt8](repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
    return bytes + data
  }
}
