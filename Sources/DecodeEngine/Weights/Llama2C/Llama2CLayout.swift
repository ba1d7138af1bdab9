/// The order in which llama2.c writes tensors, with the names that the engine knows them by.
struct Llama2CLayout {
  /// One tensor or, in the files of version 0, the unnamed tables that nobody reads.
  struct Part {
    let name: String?
    let shape: [Int]
    var isMatrix = true
    var turns = false
  }

  private let sizes: StoredArchitecture

  init(_ sizes: StoredArchitecture) {
    self.sizes = sizes
  }

  /// All parts of a file, first to last.
  func parts(version: Int) -> [Part] {
    version == 0 ? oldParts : newParts
  }

  /// Version 0: by kind and then by layer, tables of rotary positions, the head last.
  private var oldParts: [Part] {
    [embedding] + attentionNorms + attention + networkNorms + network + [finalNorm, angles, angles]
      + head
  }

  /// Versions 1 and 2: all norms first.
  private var newParts: [Part] {
    attentionNorms + networkNorms + [finalNorm, embedding] + attention + network + head
  }

  private var embedding: Part { Part(name: "model.embed_tokens.weight", shape: vocabularyShape) }

  private var head: [Part] {
    sizes.tiesEmbeddings ? [] : [Part(name: "lm_head.weight", shape: vocabularyShape)]
  }

  private var finalNorm: Part {
    Part(name: "model.norm.weight", shape: [sizes.hiddenSize], isMatrix: false)
  }

  /// Cosines, then sines: the engine computes its own.
  private var angles: Part {
    Part(name: nil, shape: [sizes.contextLength, sizes.headDimension / 2], isMatrix: false)
  }

  private var attentionNorms: [Part] { norms("input_layernorm") }
  private var networkNorms: [Part] { norms("post_attention_layernorm") }

  private var attention: [Part] {
    let queries = sizes.heads * sizes.headDimension
    let keys = sizes.keyValueHeads * sizes.headDimension
    return matrices("self_attn.q_proj", [queries, sizes.hiddenSize], turns: true)
      + matrices("self_attn.k_proj", [keys, sizes.hiddenSize], turns: true)
      + matrices("self_attn.v_proj", [keys, sizes.hiddenSize])
      + matrices("self_attn.o_proj", [sizes.hiddenSize, queries])
  }

  private var network: [Part] {
    matrices("mlp.gate_proj", [sizes.feedForwardSize, sizes.hiddenSize])
      + matrices("mlp.down_proj", [sizes.hiddenSize, sizes.feedForwardSize])
      + matrices("mlp.up_proj", [sizes.feedForwardSize, sizes.hiddenSize])
  }

  private var vocabularyShape: [Int] { [sizes.vocabularySize, sizes.hiddenSize] }

  private func norms(_ name: String) -> [Part] {
    (0..<sizes.layers).map { layer in
      Part(
        name: "model.layers.\(layer).\(name).weight",
        shape: [sizes.hiddenSize],
        isMatrix: false
      )
    }
  }

  private func matrices(_ name: String, _ shape: [Int], turns: Bool = false) -> [Part] {
    (0..<sizes.layers).map { layer in
      Part(name: "model.layers.\(layer).\(name).weight", shape: shape, turns: turns)
    }
  }
}
