import DecodeEngine
import ServingMath

/// Small files of every format, and seeded ways to damage them.
struct CheckpointMutator {
  /// What is damaged.
  enum Kind: CaseIterable {
    case safetensors
    case index
    case gguf
    case llama2c
  }

  private var random: SplitMix64

  /// The cases of a seed; equal seeds damage equally.
  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// A damaged file.
  mutating func file(_ kind: Kind) -> [UInt8] {
    let files = Self.wholeFiles(kind)
    var bytes = files[below(files.count)]
    for _ in 0...below(3) { damage(&bytes) }
    // A header whose length was put right is read further than one that is refused at once.
    if kind == .safetensors, below(2) == 0, bytes.count >= 8 {
      let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 7
      bytes.replaceSubrange(0..<8, with: littleEndian(UInt64(max(0, end - 7))))
    }
    return bytes
  }

  // MARK: Damages

  private mutating func damage(_ bytes: inout [UInt8]) {
    let count = bytes.count
    guard count > 0 else { return }
    // Half of all damages lie near the start, where the structure is.
    let place = below(2) == 0 ? below(min(count, 200)) : below(count)
    switch below(9) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeLast(count - place)
    case 3: bytes.removeSubrange(place..<min(count, place + 1 + below(40)))
    case 4: bytes.insert(contentsOf: (0...below(40)).map { _ in UInt8(below(256)) }, at: place)
    case 5:
      let from = below(count)
      bytes.insert(contentsOf: bytes[from..<min(count, from + 1 + below(80))], at: place)
    case 6:
      let field = Self.fields[below(Self.fields.count)]
      let end = min(count, place + [1, 2, 4, 8][below(4)])
      bytes.replaceSubrange(place..<end, with: littleEndian(field).prefix(end - place))
    case 7:
      guard let digit = bytes[place...].firstIndex(where: Self.isDigit) else { return }
      let end = bytes[digit...].firstIndex { !Self.isDigit($0) } ?? count
      bytes.replaceSubrange(digit..<end, with: Array(Self.texts[below(Self.texts.count)].utf8))
    default: bytes += (0...below(100)).map { _ in UInt8(below(256)) }
    }
  }

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static let fields: [UInt64] = [
    0, 1, 2, 31, 32, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    1 << 32, 1 << 40, 1 << 61, 1 << 62, .max >> 1, .max >> 1 + 1, .max - 31, .max,
  ]

  private static let texts = [
    "", "0", "1", "-1", "7", "4096", "2147483648", "4294967296", "4611686018427387904",
    "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e9", "1e308",
    "0.5", "null", "[]", "{}", "\"\"", "[[[[[[[[", "\"../x\"", "\u{FF}",
  ]

  // MARK: Whole files

  private static let seeds: [Kind: [[UInt8]]] = [
    .safetensors: [
      file(of: [("a", "F32", [2, 3], 24), ("b.weight", "BF16", [5], 10), ("c", "F16", [3], 6)]),
      file(of: [("one", "F32", [], 4), ("none", "F32", [0, 4], 0), ("ids", "I64", [2], 16)]),
      safetensors("{}", []),
    ],
    .index: [
      Array(
        """
        {"metadata": {"total_size": 24}, "weight_map": {
          "a": "one.safetensors", "b.weight": "one.safetensors", "c": "one.safetensors",
          "d": "two.safetensors"}}
        """.utf8
      )
    ],
    .gguf: [3, 2].map { gguf(version: $0).bytes },
    .llama2c: [llama2c(0), llama2c(1), llama2c(2)],
  ]

  /// The undamaged files.
  static func wholeFiles(_ kind: Kind) -> [[UInt8]] { seeds[kind] ?? [] }

  /// The shards that the index names.
  static let shards: [(name: String, bytes: [UInt8])] = [
    ("one.safetensors", seeds[.safetensors]?[0] ?? []),
    ("two.safetensors", file(of: [("d", "F32", [2], 8)])),
  ]

  private static func file(of tensors: [(String, String, [Int], Int)]) -> [UInt8] {
    var end = 0
    let entries = tensors.map { name, type, shape, bytes in
      end += bytes
      let offsets = [end - bytes, end]
      return #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }
    let header = "{\"__metadata__\":{\"format\":\"pt\"},\(entries.joined(separator: ","))}"
    return safetensors(header, (0..<end).map { UInt8($0 % 60) })
  }

  private static func gguf(version: UInt32) -> GGUFWriter {
    var writer = GGUFFamiliesTests.model("llama", heads: 2, keys: 1)
    writer.version = version
    writer.pair("general.alignment", UInt32(32))
    writer.pair("llama.rope.scaling.type", "linear")
    writer.pair("llama.rope.scaling.factor", Float(2))
    writer.list("tokenizer.ggml.tokens", type: 8, ["<s>", "a", "é"].map(GGUFWriter.text))
    writer.list("tokenizer.ggml.scores", type: 6, [[0, 0, 0, 0], [0, 0, 128, 63]])
    writer.list("nested", type: 9, [littleEndian(UInt32(0)) + littleEndian(UInt64(2)) + [1, 2]])
    writer.tensor("blk.0.attn_q.weight", [8, 8], (0..<64).map(Float.init))
    writer.tensor("blk.0.ffn_up_exps.weight", [2, 2, 2], (0..<8).map(Float.init))
    for (type, bytes) in [(UInt32(8), 68), (2, 36), (1, 128), (30, 128)] {
      writer.tensor("t\(type)", [32, 2], type: type, offset: UInt64(writer.data.count))
      writer.data += (0..<bytes).map { UInt8($0 % 50) }
      writer.data += [UInt8](repeating: 0, count: (32 - writer.data.count % 32) % 32)
    }
    return writer
  }

  /// A model of one layer, 4 wide: 4 + 4 + 4 norms, 3 · 4 · 4 of queries, output, keys and values, 3 · 6 · 4 and
  /// an embedding of 8 · 4; version 0 has two tables of 5 · 1 angles.
  private static func llama2c(_ version: Int32) -> [UInt8] {
    let sizes: [Int32] = [4, 6, 1, 2, 1, 8, 5]
    let (norms, matrices) = (12, 48 + 72 + 32)
    var bytes: [UInt8] = []
    if version > 0 { bytes += littleEndian(UInt32(0x616B_3432)) + littleEndian(version) }
    bytes += sizes.flatMap { littleEndian($0) }
    if version > 0 {
      bytes += [1] + (version == 2 ? littleEndian(Int32(4)) : [])
      bytes += [UInt8](repeating: 0, count: 256 - bytes.count)
    }
    let floats = version == 2 ? norms + matrices / 4 : norms + matrices + (version == 0 ? 10 : 0)
    let length = 4 * floats + (version == 2 ? matrices : 0)
    return bytes + (0..<length).map { UInt8($0 % 60) }
  }
}
