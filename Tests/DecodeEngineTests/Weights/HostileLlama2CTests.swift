import DecodeEngine
import Testing

/// Damaged and malicious files: each gives one error that says what is wrong.
@Suite struct HostileLlama2CTests {
  /// A field of the header of version 0 set to a value.
  @Test(arguments: [
    (0, Int32(0), "'dim' is 0; it should be at least 1"),
    (0, -64, "byte 0: 'dim' is -64; it should be at least 1"),
    (0, 72, "'n_heads' is 8; it should be a divisor of half of dim, 72"),
    (1, 0, "byte 4: 'hidden_dim' is 0; it should be at least 1"),
    (1, .max, "'model.layers.0.mlp.gate_proj.weight' needs 549755813632 bytes and the file has"),
    (2, 1_000_000, "'n_layers' is 1000000; it should be at most 1024"),
    (2, 6, "'model.layers.2.mlp.up_proj.weight' needs 44032 bytes and the file has 11008 left"),
    (3, 7, "'n_heads' is 7; it should be a divisor of half of dim, 64"),
    (4, 3, "'n_kv_heads' is 3; it should be a divisor of n_heads, 8"),
    (4, 16, "'n_kv_heads' is 16; it should be a divisor of n_heads, 8"),
    (5, 0, "'vocab_size' is 0; it should be at least 1"),
    (5, -512, "'lm_head.weight' needs 131072 bytes and the file has 0 left"),
    (5, .min, "'model.embed_tokens.weight' needs 549755813888 bytes and the file has 1056512 left"),
    (6, 511, "byte 1056508: bytes 1056508 to 1056540 of the data belong to no tensor"),
    (6, .max, "'the table of rotary angles' needs 34359738352 bytes and the file has 16384 left"),
  ])
  func impossibleSizesAreErrors(field: Int, value: Int32, message: String) throws {
    var bytes = try Fixture.bytes("models/stories260K.bin")
    bytes.replaceSubrange(4 * field..<4 * field + 4, with: littleEndian(value))
    let text = try Self.message(bytes)
    #expect(text.contains(message), "\(text)")
  }

  /// A byte of the header of version 2 set to a value.
  @Test(arguments: [
    (4, UInt8(3), "byte 4: is of version 3; versions that can be read: 0, 1, 2"),
    (36, 2, "byte 36: 'shared_classifier' is 2; it should be 0 or 1"),
    (36, 0, "'lm_head.weight' needs 49152 bytes and the file has 0 left"),
    (37, 0, "byte 37: 'group_size' is 0; it should be at least 1"),
    (40, 0x80, "'group_size' is -2147483640; it should be at least 1"),
    (37, 7, "'group_size' is 7; it should be a divisor of the 32768 elements of"),
    (37, 16, "belong to no tensor"),
    (37, 4, "and the file has"),
    (31, 0xFF, "'vocab_size' is -16776704; it should be at least 1"),
  ])
  func impossibleHeadersOfVersion2AreErrors(place: Int, value: UInt8, message: String) throws {
    var bytes = try Fixture.bytes("models/stories260K-q8.bin")
    bytes[place] = value
    let text = try Self.message(bytes)
    #expect(text.contains(message), "\(text)")
  }

  @Test func cutFilesAreErrors() throws {
    for name in ["stories260K.bin", "stories260K-q8.bin"] {
      let whole = try Fixture.bytes("models/\(name)")
      for length in [0, 3, 27, 28, 255, 256, 1_000, whole.count - 1] {
        #expect(try Self.message(Array(whole.prefix(length))).contains("the file has"), "\(length)")
      }
      #expect(try Self.message(whole + [0]).contains("belong to no tensor"))
    }
  }

  /// A scale that is not finite spoils a whole group; the first element is named.
  @Test func damagedScalesAreFound() throws {
    var bytes = try Fixture.bytes("models/stories260K-q8.bin")
    // Norms (5 · 2 + 1) · 64 in fp32, then 512 · 64 bytes, then the scales of the embedding.
    let scales = 256 + 4 * 11 * 64 + 512 * 64
    bytes.replaceSubrange(scales + 40..<scales + 44, with: littleEndian(Float.nan.bitPattern))
    let folder = try ScratchFolder()
    let checkpoint = try Llama2CCheckpoint(file: try folder.write(bytes, to: "model.bin"))
    let name = "model.embed_tokens.weight"
    let error = #expect(throws: CheckpointError.self) { try checkpoint.elements(of: name) }
    #expect(error?.problem == .notFinite(tensor: name, index: 80, value: "nan"))
    #expect(try checkpoint.elements(of: "model.norm.weight").count == 64)
  }

  private static func message(_ bytes: [UInt8]) throws -> String {
    let folder = try ScratchFolder()
    let path = try folder.write(bytes, to: "model.bin")
    let error = #expect(throws: CheckpointError.self) { try Llama2CCheckpoint(file: path) }
    return "\(try #require(error))"
  }
}
