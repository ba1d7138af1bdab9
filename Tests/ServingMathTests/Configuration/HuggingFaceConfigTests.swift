import Quantities
import ServingMath
import TestSupport
import Testing

/// Published configurations give the catalogue's shapes.
@Suite struct HuggingFaceConfigTests {
  @Test(arguments: [
    ("meta-llama--Meta-Llama-3.1-8B", Model.llama8B),
    ("meta-llama--Meta-Llama-3.1-70B", .llama70B),
    ("meta-llama--Meta-Llama-3.1-405B", .llama405B),
    ("meta-llama--Llama-4-Maverick-17B-128E-Instruct", .maverick),
    ("mistralai--Mixtral-8x7B-v0.1", .mixtral8x7B), ("Qwen--Qwen3-32B", .qwen32B),
    ("Qwen--Qwen3-30B-A3B", .qwen30B), ("Qwen--Qwen3-235B-A22B", .qwen235B),
    ("openai--gpt-oss-20b", .gptOSS20B), ("openai--gpt-oss-120b", .gptOSS120B),
    ("deepseek-ai--DeepSeek-V3", .deepSeekV3), ("deepseek-ai--DeepSeek-V3.2", .deepSeekV32),
    ("moonshotai--Kimi-K2-Instruct", .kimiK2), ("MiniMaxAI--MiniMax-M2.5", .miniMaxM2),
    ("zai-org--GLM-5", .glm5),
  ])
  func publishedFileIsTheCataloguesShape(file: String, model: Model) throws {
    let config = try TransformerConfig(huggingFace: fixture("configurations/\(file).json"))
    #expect(config == model.config, "\(file)")
  }

  /// Files as their makers published them, reduced to the keys that a shape needs.
  @Test func gemmaFillsInWhatItsFileLeavesOut() throws {
    let text = """
      {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "hidden_size": 5376,
       "intermediate_size": 21504, "num_hidden_layers": 62, "num_attention_heads": 32,
       "num_key_value_heads": 16, "head_dim": 128, "sliding_window": 1024}}
      """
    #expect(try TransformerConfig(huggingFace: Array(text.utf8)) == Model.gemma27B.config)
  }

  @Test func glmReadsItsBiasesAndNorms() throws {
    let text = """
      {"model_type": "glm4_moe", "hidden_size": 5120, "num_hidden_layers": 92, "vocab_size": 151552,
       "num_attention_heads": 96, "num_key_value_heads": 8, "head_dim": 128, "attention_bias": true,
       "use_qk_norm": true, "intermediate_size": 12288, "moe_intermediate_size": 1536,
       "n_routed_experts": 160, "n_shared_experts": 1, "num_experts_per_tok": 8,
       "first_k_dense_replace": 3, "tie_word_embeddings": false}
      """
    #expect(try TransformerConfig(huggingFace: Array(text.utf8)) == Model.glm45.config)
  }

  @Test func miniMaxReadsWhichLayersAreLinear() throws {
    let kinds = (1...80).map { $0.isMultiple(of: 8) ? "1" : "0" }.joined(separator: ", ")
    let text = """
      {"model_type": "minimax_m1", "hidden_size": 6144, "num_hidden_layers": 80, "head_dim": 128,
       "vocab_size": 200064, "num_attention_heads": 64, "num_key_value_heads": 8,
       "intermediate_size": 9216, "num_local_experts": 32, "num_experts_per_tok": 2,
       "attn_type_list": [\(kinds)]}
      """
    #expect(try TransformerConfig(huggingFace: Array(text.utf8)) == Model.miniMaxM1.config)
  }
}

/// What is wrong with a configuration is said with its place.
@Suite struct ConfigErrorTests {
  private static let sound = """
    {
      "model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2,
      "num_attention_heads": 8,
      "num_key_value_heads": 4,
      "intermediate_size": 128, "vocab_size": 100
    }
    """

  @Test(arguments: [
    ("\"llama\"", "\"lama\"", "model type 'lama' is not known; did you mean 'llama'?", 2, 17),
    ("\"model_type\": \"llama\", ", "", "'model_type' is missing", 1, 1),
    ("\"hidden_size\": 64,", "", "'hidden_size' is missing", 1, 1),
    ("64", "\"64\"", "'hidden_size' is the text \"64\"; it should be a whole number", 2, 41),
    ("64", "0", "'hidden_size' is 0; it should be a whole number from 1 to 1000000", 2, 41),
    ("64", "6.5", "'hidden_size' is 6.5", 2, 41),
    ("heads\": 4", "heads\": 3", "8 query heads do not divide among 3 key/value heads", 4, 26),
    ("heads\": 8,", "heads\": 8", "not JSON: found '\"' where ',' or '}' should stand", 4, 3),
    ("100\n}", "100", "not JSON: the file ends where ',' or '}' should stand", 5, 46),
    ("\"vocab_size\"", "\"vocab_size", "not JSON: the text is not closed on its line", 5, 29),
  ])
  func mistakesAreNamedWhereTheyStand(
    old: String,
    new: String,
    message: String,
    line: Int,
    column: Int
  ) throws {
    let range = try #require(Self.sound.firstRange(of: old))
    let text = Self.sound.replacingCharacters(in: range, with: new)
    let error = try #require(throws: ConfigError.self) {
      try TransformerConfig(huggingFace: Array(text.utf8))
    }
    #expect("\(error)".hasPrefix(message), "\(error)")
    #expect(error.position.line == line && error.position.column == column, "\(error.position)")
  }

  @Test func soundFileIsRead() throws {
    let config = try TransformerConfig(huggingFace: Array(Self.sound.utf8))
    #expect(config.layers.count == 2 && config.parameters.total > 0)
  }

  @Test(arguments: [
    "", "[]", "null", "{", "{\"a\"}", "\u{FEFF}", "{\"model_type\": 3}", "01",
    "{\"a\": \"\\ud800\"}",
    String(repeating: "[", count: 100_000), "{\"a\": 1e}", "nul",
  ])
  func whatIsNoConfigurationIsRefused(text: String) {
    #expect(throws: ConfigError.self) { try TransformerConfig(huggingFace: Array(text.utf8)) }
  }

  /// Sizes at the ends of what is accepted, and beyond: counted or refused, never a trap.
  @Test func absurdSizesAreCountedOrRefused() throws {
    var generator = SeededGenerator(seed: 9)
    let sizes = [1, 2, 7, 64, 4096, 100_000, 999_999, 1_000_000, 1_000_001, 9_007_199_254_740_993]
    for name in TransformerConfig.huggingFaceModelTypes {
      for _ in 0..<200 {
        let text = Self.absurd(name, sizes: sizes, &generator)
        guard let config = try? TransformerConfig(huggingFace: Array(text.utf8)) else { continue }
        #expect(config.parameters.total > 0)
        let plan = try? ServingPlan(
          config,
          on: .h100,
          batch: 1_000_000_000,
          context: 1_000_000_000
        )
        if let plan {
          #expect(plan.estimate.stepTime > Quantity(0, .seconds) && plan.fewestDevices > 0)
          _ = (plan.knee, plan.largestBatch, plan.operations(), plan.fits)
        }
      }
    }
  }

  private static func absurd(
    _ name: String,
    sizes: [Int],
    _ generator: inout SeededGenerator
  ) -> String {
    let keys = [
      "hidden_size", "num_hidden_layers", "vocab_size", "num_attention_heads",
      "num_key_value_heads", "head_dim", "intermediate_size", "moe_intermediate_size",
      "intermediate_size_mlp", "num_local_experts", "num_experts", "n_routed_experts",
      "n_shared_experts", "num_experts_per_tok", "kv_lora_rank", "q_lora_rank", "qk_rope_head_dim",
      "qk_nope_head_dim", "v_head_dim", "sliding_window", "index_topk", "index_n_heads",
      "index_head_dim", "attention_chunk_size",
    ]
    let members = keys.map { key in
      let most = key == "num_hidden_layers" ? 3 : sizes.count
      return "\"\(key)\": \(sizes[Int.random(in: 0..<most, using: &generator)])"
    }
    return "{\"model_type\": \"\(name)\", " + members.joined(separator: ", ") + "}"
  }

  @Test func anyBytesAreReadOrRefused() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      var bytes = Array(Self.sound.utf8)
      for _ in 0..<3 {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
          in: 0...255,
          using: &generator
        )
      }
      _ = try? TransformerConfig(huggingFace: bytes)
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
