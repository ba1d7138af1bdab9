import DecodeEngine
import TestSupport
import Testing

/// Weights that say something else than the configuration are an error; what means nothing is let pass.
@Suite struct UnexplainedWeightsTests {
  private func load(
    _ name: String,
    _ edit: (inout EditedCheckpoint) -> Void
  ) throws -> Transformer {
    let folder = try ReferenceFile(name).folder
    var checkpoint = EditedCheckpoint(base: try SafetensorsCheckpoint(folder: folder))
    edit(&checkpoint)
    return try Transformer(try Architecture(folder: folder), checkpoint)
  }

  @Test(arguments: [
    // Of a bias, of a scale of packed weights, of a layer behind the last.
    ("llama", "model.layers.0.self_attn.q_proj.bias", "model.layers.0.input_layernorm.weight"),
    ("llama", "model.layers.1.mlp.up_proj.weight_scale_inv", "model.norm.weight"),
    ("llama", "model.layers.3.input_layernorm.weight", "model.norm.weight"),
    ("deepseek-v3", "model.layers.9.input_layernorm.weight", "model.norm.weight"),
  ])
  func tensorThatNothingReadsIsNamed(_ model: String, _ name: String, _ like: String) throws {
    let error = try #require(throws: ModelError.self) {
      _ = try load(model) { $0.added[name] = like }
    }
    #expect(error == .unexplainedTensor(name))
    #expect("\(error)".contains(name))
  }

  @Test func normsOfHeadsAreNotForgottenUnderAnotherKindOfModel() throws {
    let names = ["q_norm", "k_norm"]
    let error = try #require(throws: ModelError.self) {
      _ = try load("llama") { checkpoint in
        for name in names {
          checkpoint.added["model.layers.0.self_attn.\(name).weight"] = "model.norm.weight"
        }
      }
    }
    #expect("\(error)".contains("k_norm"))
  }

  @Test func tablesOfFrequenciesAndGuessingLayersAreLetPass() throws {
    _ = try load("llama") {
      $0.added["model.layers.0.self_attn.rotary_emb.inv_freq"] = "model.norm.weight"
    }
    let layers = try Architecture(folder: try ReferenceFile("deepseek-v3").folder).layers.count
    _ = try load("deepseek-v3") {
      $0.added["model.layers.\(layers).eh_proj.weight"] = "model.norm.weight"
    }
  }

  @Test func tiedHeadMustBeTheEmbedding() throws {
    let embedding = "model.embed_tokens.weight"
    _ = try load("qwen2") { $0.added["lm_head.weight"] = embedding }
    let error = try #require(throws: ModelError.self) {
      _ = try load("qwen2") {
        $0.added["lm_head.weight"] = embedding
        $0.shift = 0.5
      }
    }
    #expect(error == .untied(head: "lm_head.weight"))
    #expect("\(error)".contains("tie_word_embeddings"))
  }

  @Test(arguments: [
    (
      "gpt-oss", "model.layers.1.mlp.experts.down_proj",
      "model.layers.1.mlp.experts.down_proj_blocks"
    ),
    ("llama", "model.layers.0.mlp.up_proj.weight", "model.layers.0.mlp.up_proj.qweight"),
    ("llama", "model.layers.0.mlp.up_proj.weight", "model.layers.0.mlp.up_proj.weight_packed"),
  ])
  func packedTensorIsCalledPacked(_ model: String, _ name: String, _ packed: String) throws {
    let error = try #require(throws: ModelError.self) {
      _ = try load(model) { $0.renamed[name] = packed }
    }
    #expect(error == .packedTensor(name, found: packed))
  }

  @Test(arguments: ["", "language_model.model.", "model.language_model."])
  func textModelIsFoundUnderItsNames(_ prefix: String) throws {
    let reference = try ReferenceFile("qwen2")
    let transformer = try load("qwen2") { checkpoint in
      for name in checkpoint.base.names where name.hasPrefix("model.") {
        checkpoint.renamed[name] = prefix + name.dropFirst("model.".count)
      }
    }
    let engine = Engine(transformer)
    let tokens = try reference.tokens("tokens")
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let logits = try engine.step([feed])[0]
    #expect(relativeError(logits, try reference.rows("prefill_logits")) <= 1e-4)
  }
}
