import DecodeEngine
import Testing

/// Damaged and malicious files: each gives one error that says what is wrong.
@Suite struct HostileGGUFTests {
  struct Case: CustomTestStringConvertible {
    let message: String
    let change: @Sendable (inout GGUFWriter) -> Void

    init(_ message: String, _ change: @escaping @Sendable (inout GGUFWriter) -> Void) {
      self.message = message
      self.change = change
    }

    var testDescription: String { message }
  }

  static let cases = [
    Case("byte 4: is of version 1; versions that can be read: 2, 3") { $0.version = 1 },
    Case("'byte order' is big-endian; it should be little-endian") { $0.version = 3 << 24 },
    Case("the number of tensors is 18446744073709551615, at most") { $0.tensorCount = .max },
    Case("the number of metadata pairs is 4611686018427387904, at most") {
      $0.pairCount = 1 << 62
    },
    Case("'llama.block_count' stands there twice") { $0.pair("llama.block_count", UInt32(1)) },
    Case("'x' is of type 13; it should be of a type from 0 to 12") {
      $0.pair("x", type: 13, [])
    },
    Case("'x' is 2; it should be 0 or 1") { $0.pair("x", type: 7, [2]) },
    Case("'x' is 18446744073709551615; it should be below 2^63") {
      $0.pair("x", type: 10, littleEndian(UInt64.max))
    },
    Case("the length of 'x' is 1152921504606846976, at most") {
      $0.pair("x", type: 8, littleEndian(UInt64(1) << 60))
    },
    Case("'x' is not valid UTF-8") {
      $0.pair("x", type: 8, littleEndian(UInt64(2)) + [0xFF, 0xFE])
    },
    Case("the number of elements of 'x' is 1099511627776, at most") {
      $0.pair("x", type: 9, littleEndian(UInt32(10)) + littleEndian(UInt64(1) << 40))
    },
    Case("the length of a text of 'x' is 1099511627776, at most") {
      $0.list("x", type: 8, [littleEndian(UInt64(1) << 40)])
    },
    Case("'x' is a list in a list, and so on; it should be at most 4 deep") {
      let level = littleEndian(UInt32(9)) + littleEndian(UInt64(1))
      $0.pair("x", type: 9, level + level + level + level + level + level)
    },
    Case("'general.alignment' is 0; it should be a power of two up to 1048576") {
      $0.pair("general.alignment", UInt32(0))
    },
    Case("'general.alignment' is 48; it should be a power of two") {
      $0.pair("general.alignment", UInt32(48))
    },
    Case("'general.alignment' is 2147483648; it should be a power of two") {
      $0.pair("general.alignment", UInt32(1) << 31)
    },
    Case("the number of sides of 't' is 5, at most 4 is possible") {
      $0.tensor("t", [1, 1, 1, 1, 1], type: 0, offset: 128)
    },
    Case("'t' is of type 99; it should be of a type of ggml") {
      $0.tensor("t", [1], type: 99, offset: 128)
    },
    Case("'t' is of type 4; it should be of a type of ggml") {
      $0.tensor("t", [32], type: 4, offset: 128)
    },
    Case("'t' is 31 wide in Q8_0; it should be a multiple of 32 wide") {
      $0.tensor("t", [31], type: 8, offset: 128)
    },
    Case("tensor 't' of shape [4294967296, 4294967296] has more bytes than 64 bits can count") {
      $0.tensor("t", [1 << 32, 1 << 32], type: 0, offset: 128)
    },
    Case("of shape [9223372036854775807] has more bytes than 64 bits can count") {
      $0.tensor("t", [.max], type: 0, offset: 128)
    },
    Case("tensor 't' lies from 128 to 4128, the data has 128 bytes") {
      $0.tensor("t", [1_000], type: 0, offset: 128)
    },
    Case("tensor 't' lies from 18446744073709551584 to 18446744073709551615, the data has 128") {
      $0.tensor("t", [8], type: 0, offset: .max - 31)
    },
    Case("'t' is at offset 4; it should be at a multiple of 32") {
      $0.tensor("t", [1], type: 0, offset: 4)
    },
    Case("tensors 't' and 'model.embed_tokens.weight' share bytes") {
      $0.tensor("t", [8], type: 0, offset: 0)
    },
    Case("tensors 'model.embed_tokens.weight' and 't' share bytes") {
      $0.tensor("t", [8], type: 0, offset: 64)
    },
    Case("bytes 128 to 256 of the data belong to no tensor") {
      $0.tensor("t", [8], type: 0, offset: 256)
      $0.data += [UInt8](repeating: 0, count: 256)
    },
    Case("'model.embed_tokens.weight' stands there twice") {
      $0.tensor("model.embed_tokens.weight", [8], [Float](repeating: 0, count: 8))
    },
    Case("'blk.0.attn_q.weight' is the text \"of shape [6, 8]\"; it should be of an even number") {
      $0.tensor("blk.0.attn_q.weight", [8, 6], [Float](repeating: 0, count: 48))
    },
    Case("it should be a stack of at most 4096") {
      $0.tensor("blk.0.ffn_up_exps.weight", [1, 1, 5_000], [Float](repeating: 0, count: 5_000))
    },
  ]

  @Test(arguments: cases)
  func damagedFilesAreErrors(damage: Case) throws {
    var writer = GGUFFamiliesTests.model("llama", heads: 2, keys: 1)
    damage.change(&writer)
    let text = try Self.message(writer.bytes)
    #expect(text.contains(damage.message), "\(text)")
  }

  @Test(arguments: [
    ([], "byte 0: is empty, so it is no GGUF file"),
    (Array("GGUX".utf8), "starts with the bytes 47 47 55 58, so it is no GGUF file"),
    (Array("GGUF".utf8) + [3, 0], "byte 4: the version needs 4 bytes and the file has 2 left"),
  ])
  func damagedBeginningsAreErrors(bytes: [UInt8], message: String) throws {
    let text = try Self.message(bytes)
    #expect(text.contains(message), "\(text)")
  }

  /// Every length short of the whole gives an error, never a model.
  @Test func everyCutIsAnError() throws {
    let whole = GGUFFamiliesTests.model("llama", heads: 2, keys: 1).bytes
    let folder = try ScratchFolder()
    let path = try folder.write(whole, to: "model.gguf")
    for length in (0..<whole.count).reversed() {
      try folder.cut("model.gguf", to: length)
      #expect(throws: CheckpointError.self, "\(length)") { try GGUFCheckpoint(file: path) }
    }
    #expect(try Self.open(whole).names == ["model.embed_tokens.weight"])
  }

  @Test(arguments: [
    ("llama.attention.head_count", UInt32(0), "'llama.attention.head_count' is 0; it should be at"),
    ("llama.attention.head_count_kv", 0, "head_count_kv' is 0; it should be at least 1"),
    ("llama.attention.head_count", .max, "is 4294967295; it should be a size below 2147483648"),
  ])
  func impossibleHeadsAreErrors(key: String, value: UInt32, message: String) throws {
    var writer = GGUFWriter()
    writer.pair("general.architecture", "llama")
    if key.hasSuffix("kv") { writer.pair("llama.attention.head_count", UInt32(2)) }
    writer.pair(key, value)
    writer.tensor("blk.0.attn_k.weight", [8, 8], [Float](repeating: 0, count: 64))
    let text = try Self.message(writer.bytes)
    #expect(text.contains(message), "\(text)")
  }

  @Test(arguments: [
    "general.architecture", "llama.block_count", "llama.context_length",
    "llama.embedding_length", "llama.feed_forward_length", "llama.attention.head_count",
    "llama.attention.layer_norm_rms_epsilon", "token_embd.weight",
  ])
  func whatAnArchitectureNeedsIsNamed(missing: String) throws {
    var writer = GGUFWriter()
    if missing != "general.architecture" { writer.pair("general.architecture", "llama") }
    for key in [
      "block_count", "context_length", "embedding_length", "feed_forward_length",
      "attention.head_count",
    ] where missing != "llama.\(key)" { writer.pair("llama.\(key)", UInt32(2)) }
    if !missing.hasSuffix("epsilon") {
      writer.pair("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
    }
    if missing != "token_embd.weight" { writer.tensor("token_embd.weight", [2, 1], [1, 2]) }
    let error = #expect(throws: CheckpointError.self) { try Self.open(writer.bytes).architecture() }
    #expect(error?.problem == .missing(key: missing))
  }

  static func open(_ bytes: [UInt8]) throws -> GGUFCheckpoint {
    let folder = try ScratchFolder()
    return try GGUFCheckpoint(file: try folder.write(bytes, to: "model.gguf"))
  }

  private static func message(_ bytes: [UInt8]) throws -> String {
    let error = #expect(throws: CheckpointError.self) { try open(bytes) }
    return "\(try #require(error))"
  }
}
