import ServingMath
import Testing

/// Where families differ in what they ask of a configuration, and in what absent keys stand for.
@Suite struct FamilyRulesTests {
  private static let sizes = """
    "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 32, "intermediate_size": 96,
    "vocab_size": 100
    """

  private func config(_ type: String, _ keys: String = "") throws -> TransformerConfig {
    let text = "{\"model_type\": \"\(type)\", \(Self.sizes)\(keys.isEmpty ? "" : ", " + keys)}"
    return try TransformerConfig(huggingFace: Array(text.utf8))
  }

  private func windows(_ config: TransformerConfig) -> [Int?] {
    config.layers.map { layer in
      guard case .window(let tokens) = layer.attention.span else { return nil }
      return tokens
    }
  }

  @Test(arguments: [
    // Llama has no window, whatever its file says; Mistral has one unless its file takes it away.
    ("llama", #""sliding_window": 7"#, [nil, nil, nil]),
    ("mistral", "", [4096, 4096, 4096]),
    ("mistral", #""sliding_window": null"#, [nil, nil, nil]),
    ("mistral", #""sliding_window": 7"#, [7, 7, 7]),
    ("mixtral", "", [nil, nil, nil]),
    ("mixtral", #""sliding_window": 7"#, [7, 7, 7]),
    // Qwen's is off by default, and the mixture of experts knows no first layer of it.
    ("qwen2", #""sliding_window": 7, "max_window_layers": 1"#, [nil, nil, nil]),
    ("qwen2", #""use_sliding_window": true, "max_window_layers": 1"#, [nil, 4096, 4096]),
    ("qwen3", #""use_sliding_window": true, "sliding_window": 7"#, [nil, nil, nil]),
    ("qwen3_moe", #""use_sliding_window": true, "sliding_window": 7"#, [7, 7, 7]),
    (
      "qwen3",
      #""layer_types": ["sliding_attention", "full_attention", "sliding_attention"]"#,
      [4096, nil, 4096]
    ),
    ("gpt_oss", "", [128, nil, 128]),
    ("gpt_oss", #""sliding_window": 7"#, [7, nil, 7]),
  ])
  func layersSlideAsTheFamilyDoes(_ type: String, _ keys: String, _ expected: [Int?]) throws {
    #expect(windows(try config(type, keys)) == expected)
  }

  @Test(arguments: ["llama", "mistral", "mixtral", "qwen3_moe"])
  func listOfLayersThatTheFamilyDoesNotAskMustAgree(_ type: String) throws {
    let window = #""sliding_window": 7, "use_sliding_window": true, "layer_types": "#
    let own = type == "llama" ? "full_attention" : "sliding_attention"
    _ = try config(type, window + "[\"\(own)\", \"\(own)\", \"\(own)\"]")
    let mixed = window + #"["full_attention", "sliding_attention", "full_attention"]"#
    let error = try #require(throws: ConfigError.self) { try config(type, mixed) }
    #expect("\(error)".contains("layer_types"))
  }

  @Test(arguments: [
    ("llama", 32), ("mistral", 8), ("mixtral", 8), ("qwen2", 32), ("qwen3_moe", 4), ("gpt_oss", 8),
  ])
  func absentKeyValueHeadsAreTheFamilys(_ type: String, _ heads: Int) throws {
    func keyValueHeads(_ config: TransformerConfig) -> Int? {
      guard case .grouped(_, let heads, _)? = config.layers.first?.attention.heads else {
        return nil
      }
      return heads
    }
    #expect(keyValueHeads(try config(type)) == heads)
    #expect(keyValueHeads(try config(type, #""num_key_value_heads": null"#)) == 32)
  }

  @Test func biasesAreThoseThatTheFamilyHas() throws {
    let asked = #""attention_bias": true, "mlp_bias": true"#
    func extras(_ config: TransformerConfig) -> Attention.Extras? {
      config.layers.first?.attention.extras
    }
    #expect(extras(try config("llama", asked)) == [.inputBias, .outputBias])
    #expect(extras(try config("mistral", asked)) == [])
    #expect(extras(try config("qwen2", #""attention_bias": false"#)) == .inputBias)
    #expect(extras(try config("gpt_oss", #""attention_bias": false"#)) == .sinks)
    #expect(extras(try config("gemma3_text", asked)) == [.headNorms, .inputBias, .outputBias])
    #expect(try config("mistral", asked).layers.first?.feedForward == .dense(width: 96))
  }

  @Test func latentAttentionCountsItsBiases() throws {
    let keys = #""q_lora_rank": 24, "kv_lora_rank": 16, "qk_rope_head_dim": 8"#
    let bare = try config("deepseek_v3", keys)
    let biased = try config("deepseek_v3", keys + #", "attention_bias": true"#)
    // On the narrow query, on the latent with its rotary key, and on the output.
    #expect(biased.parameters.total - bare.parameters.total == 3 * (24 + 16 + 8 + 64))
  }

  @Test func absentQueryRankIsDeepSeeksAndNullIsNone() throws {
    func rank(_ config: TransformerConfig) -> Int? {
      guard case .latent(_, let rank, _, _, _, _)? = config.layers.first?.attention.heads
      else { return nil }
      return rank
    }
    #expect(rank(try config("deepseek_v3")) == 1536)
    #expect(rank(try config("deepseek_v3", #""q_lora_rank": null"#)) == 0)
  }

  @Test func textModelInsideAnotherIsTiedAsTheWholeSays() throws {
    func ties(_ outer: String, _ inner: String) throws -> Bool {
      let text = """
        {"model_type": "gemma3"\(outer), "text_config": {"model_type": "gemma3_text", \(Self.sizes)\(inner)}}
        """
      return try TransformerConfig(huggingFace: Array(text.utf8)).tiesEmbeddings
    }
    let (yes, no) = (#", "tie_word_embeddings": true"#, #", "tie_word_embeddings": false"#)
    #expect(try ties("", ""))
    #expect(try ties("", no))
    #expect(try ties(yes, no))
    #expect(try !ties(no, yes))
  }
}
