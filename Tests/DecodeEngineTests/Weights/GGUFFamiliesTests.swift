import DecodeEngine
import Testing

/// Small files written here: every type of metadata, and families that no fixture has.
@Suite struct GGUFFamiliesTests {
  @Test(arguments: [UInt32(2), 3])
  func readsEveryTypeOfMetadata(version: UInt32) throws {
    var writer = GGUFWriter()
    writer.version = version
    writer.pair("general.architecture", "other")
    writer.pair("u8", type: 0, [200])
    writer.pair("i8", type: 1, littleEndian(Int8(-5)))
    writer.pair("u16", type: 2, littleEndian(UInt16(60_000)))
    writer.pair("i16", type: 3, littleEndian(Int16(-300)))
    writer.pair("u32", UInt32(4_000_000_000))
    writer.pair("i32", type: 5, littleEndian(Int32(-70_000)))
    writer.pair("f32", Float(0.1))
    writer.pair("bool", type: 7, [1])
    writer.pair("u64", type: 10, littleEndian(UInt64(1) << 40))
    writer.pair("i64", type: 11, littleEndian(Int64(-1) << 40))
    writer.pair("f64", type: 12, littleEndian(Double.pi.bitPattern))
    writer.list("texts", type: 8, ["", "Ġthe", "日本"].map(GGUFWriter.text))
    writer.list("scores", type: 6, [Float(-1.5), 2].map { littleEndian($0.bitPattern) })
    writer.list("types", type: 5, [Int32(1), -1].map { littleEndian($0) })
    writer.list("flags", type: 7, [[0], [1], [1]])
    writer.list("none", type: 8, [])
    let nested = littleEndian(UInt32(4)) + littleEndian(UInt64(1)) + littleEndian(UInt32(9))
    writer.list("nested", type: 9, [nested, nested])
    let metadata = try Self.open(writer).metadata

    let integers = ["u8": 200, "i8": -5, "u16": 60_000, "i16": -300, "u32": 4_000_000_000]
    for (key, value) in integers { #expect(try metadata.integer(key) == value) }
    #expect(try metadata.integer("i32") == -70_000)
    #expect(try metadata.integer("u64") == 1 << 40)
    #expect(try metadata.integer("i64") == -1 << 40)
    #expect(try metadata.float("f32") == Double(Float(0.1)))
    #expect(try metadata.float("f64") == .pi)
    #expect(try metadata.float("u8") == 200)
    #expect(try metadata.bool("bool") == true)
    #expect(try metadata.strings("texts") == ["", "Ġthe", "日本"])
    #expect(try metadata.floats("scores") == [-1.5, 2])
    #expect(try metadata.integers("types") == [1, -1])
    #expect(try metadata.bools("flags") == [false, true, true])
    #expect(try metadata.strings("none") == [])
    #expect(try metadata.strings("absent") == nil)
    #expect(throws: CheckpointError.self) { try metadata.integers("nested") }
    #expect(throws: CheckpointError.self) { try metadata.integers("texts") }
    #expect(throws: CheckpointError.self) { try metadata.bool("u8") }
  }

  /// Mixtral: family `llama` with stacks of experts; its queries, keys and their biases are put in order.
  @Test func takesExpertsApartAndPutsBiasesInOrder() throws {
    var writer = Self.model("llama", heads: 2, keys: 1)
    writer.pair("llama.expert_count", UInt32(3))
    writer.pair("llama.expert_used_count", UInt32(2))
    let stack = (0..<3 * 2 * 8).map(Float.init)
    writer.tensor("blk.0.ffn_gate_exps.weight", [8, 2, 3], stack)
    writer.tensor("blk.0.ffn_gate_inp.weight", [8, 3], (0..<24).map(Float.init))
    writer.tensor("blk.0.attn_q.bias", [8], [0, 1, 2, 3, 10, 11, 12, 13])
    writer.tensor("blk.0.attn_k.bias", [4], [0, 1, 2, 3])
    let checkpoint = try Self.open(writer)
    let experts = "model.layers.0.block_sparse_moe.experts."
    #expect(checkpoint.shape(of: experts + "2.w1.weight") == [2, 8])
    for expert in 0..<3 {
      let elements = try checkpoint.elements(of: experts + "\(expert).w1.weight")
      #expect(elements == Array(stack[expert * 16..<expert * 16 + 16]))
    }
    #expect(checkpoint.shape(of: "model.layers.0.block_sparse_moe.gate.weight") == [3, 8])
    let queries = try checkpoint.elements(of: "model.layers.0.self_attn.q_proj.bias")
    #expect(queries == [0, 2, 1, 3, 10, 12, 11, 13])
    let keys = try checkpoint.elements(of: "model.layers.0.self_attn.k_proj.bias")
    #expect(keys == [0, 2, 1, 3])
    let architecture = try checkpoint.architecture()
    #expect(architecture.experts == 3)
    #expect(architecture.activeExperts == 2)
    #expect(architecture.tiesEmbeddings)
  }

  /// Qwen3-MoE: other names, and rows that already stand in half-split order.
  @Test func leavesTheRowsOfQwenAlone() throws {
    var writer = Self.model("qwen3moe", heads: 2, keys: 1)
    writer.pair("qwen3moe.expert_count", UInt32(2))
    writer.pair("qwen3moe.expert_feed_forward_length", UInt32(2))
    writer.pair("qwen3moe.attention.key_length", UInt32(16))
    writer.tensor("blk.0.ffn_up_exps.weight", [8, 2, 2], (0..<32).map(Float.init))
    writer.tensor("blk.0.attn_q_norm.weight", [4], [1, 2, 3, 4])
    writer.tensor("blk.0.attn_k.bias", [4], [0, 1, 2, 3])
    writer.tensor("output.weight", [8, 4], (0..<32).map(Float.init))
    let checkpoint = try Self.open(writer)
    #expect(checkpoint.shape(of: "model.layers.0.mlp.experts.1.up_proj.weight") == [2, 8])
    #expect(
      try checkpoint.elements(of: "model.layers.0.self_attn.q_norm.weight") == [1, 2, 3, 4]
    )
    #expect(
      try checkpoint.elements(of: "model.layers.0.self_attn.k_proj.bias") == [0, 1, 2, 3]
    )
    let architecture = try checkpoint.architecture()
    #expect(architecture.headDimension == 16)
    #expect(architecture.expertSize == 2)
    #expect(!architecture.tiesEmbeddings)
  }

  @Test func saysHowFrequenciesAreStretched() throws {
    var writer = Self.model("qwen2", heads: 2, keys: 2)
    writer.pair("qwen2.rope.scaling.type", "yarn")
    writer.pair("qwen2.rope.scaling.factor", Float(4))
    writer.pair("qwen2.rope.scaling.original_context_length", UInt32(32_768))
    let yarn = StoredArchitecture.RopeScaling.yarn(
      factor: 4,
      originalContext: 32_768,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 1
    )
    #expect(try Self.open(writer).architecture().ropeScaling == yarn)

    writer = Self.model("llama", heads: 2, keys: 2)
    writer.tensor("rope_freqs.weight", [2], [1, 8])
    #expect(try Self.open(writer).architecture().ropeScaling == .factors([1, 8]))

    writer = Self.model("llama", heads: 2, keys: 2)
    writer.pair("llama.rope.scaling.type", "linear")
    writer.pair("llama.rope.scaling.factor", Float(2))
    #expect(try Self.open(writer).architecture().ropeScaling == .linear(factor: 2))

    writer = Self.model("llama", heads: 2, keys: 2)
    writer.pair("llama.rope.scaling.type", "longrope")
    writer.pair("llama.rope.scaling.factor", Float(2))
    let checkpoint = try Self.open(writer)
    let error = #expect(throws: CheckpointError.self) { try checkpoint.architecture() }
    let text = "\(try #require(error))"
    #expect(text.contains("is the text \"longrope\"; it should be none, linear or yarn"), "\(text)")
  }

  @Test func namesTheFamilyItDoesNotKnow() throws {
    let checkpoint = try Self.open(Self.model("mamba", heads: 2, keys: 2))
    #expect(checkpoint.names.contains("token_embd.weight"))
    let error = #expect(throws: CheckpointError.self) { try checkpoint.architecture() }
    let text = "\(try #require(error))"
    #expect(text.contains("it should be one of llama, qwen2, qwen3, qwen3moe"), "\(text)")
  }

  @Test func namesATypeWithoutAReaderWhenItIsRead() throws {
    var writer = Self.model("llama", heads: 2, keys: 2)
    writer.tensor("output.weight", [256, 1], type: 14, offset: UInt64(writer.data.count))
    writer.data += [UInt8](repeating: 0, count: 224)
    let checkpoint = try Self.open(writer)
    #expect(checkpoint.format(of: "lm_head.weight") == .other("Q6_K"))
    let error = #expect(throws: CheckpointError.self) {
      try checkpoint.elements(of: "lm_head.weight")
    }
    let text = "\(try #require(error))"
    #expect(text.contains("'lm_head.weight' is stored as Q6_K"), "\(text)")
  }

  /// The pairs that every model needs, and an embedding of 4 × 8.
  static func model(_ family: String, heads: UInt32, keys: UInt32) -> GGUFWriter {
    var writer = GGUFWriter()
    writer.pair("general.architecture", family)
    writer.pair("\(family).block_count", UInt32(1))
    writer.pair("\(family).context_length", UInt32(64))
    writer.pair("\(family).embedding_length", UInt32(8))
    writer.pair("\(family).feed_forward_length", UInt32(2))
    writer.pair("\(family).attention.head_count", heads)
    writer.pair("\(family).attention.head_count_kv", keys)
    writer.pair("\(family).attention.layer_norm_rms_epsilon", Float(1e-6))
    writer.tensor("token_embd.weight", [8, 4], (0..<32).map(Float.init))
    return writer
  }

  static func open(_ writer: GGUFWriter) throws -> GGUFCheckpoint {
    let folder = try ScratchFolder()
    return try GGUFCheckpoint(file: try folder.write(writer.bytes, to: "model.gguf"))
  }
}
