import ServingMath

extension Architecture {
  /// A tensor that a checkpoint of this architecture holds.
  struct Tensor: Hashable {
    /// What its numbers do.
    enum Role: Hashable {
      case matrix(inputs: Int)
      case norm
      case bias
    }

    let name: String
    let shape: [Int]
    let role: Role
  }

  /// The tensors of a checkpoint of this architecture, in order of use.
  var tensors: [Tensor] {
    var list = TensorList(prefix: naming.prefix)
    let hidden = shape.hiddenSize
    list.matrix("embed_tokens", shape.vocabularySize, hidden)
    for index in layers.indices { list.append(layer(index)) }
    list.norm("norm", hidden)
    list.prefix = ""
    if !shape.tiesEmbeddings { list.matrix(naming.head, shape.vocabularySize, hidden) }
    return list.tensors
  }

  private func layer(_ index: Int) -> TensorList {
    var list = TensorList(prefix: naming.prefix + "layers.\(index).")
    let hidden = shape.hiddenSize
    let layer = shape.layers[index]
    list.norm("input_layernorm", hidden)
    list.norm("post_attention_layernorm", hidden)
    if layers[index].normsResults {
      list.norm("pre_feedforward_layernorm", hidden)
      list.norm("post_feedforward_layernorm", hidden)
    }
    list.attention(layer.attention, hidden)
    switch layer.feedForward {
    case .dense(let width, _, let hasBias): list.network("mlp.", width, hidden, hasBias: hasBias)
    case .experts(let experts): list.experts(experts, hidden, naming.experts)
    }
    return list
  }
}

/// Tensors under a common prefix.
private struct TensorList {
  var prefix: String
  var tensors: [Architecture.Tensor] = []

  mutating func append(_ other: TensorList) { tensors += other.tensors }

  mutating func add(_ name: String, _ shape: [Int], _ role: Architecture.Tensor.Role) {
    tensors.append(Architecture.Tensor(name: prefix + name, shape: shape, role: role))
  }

  mutating func matrix(_ name: String, _ rows: Int, _ columns: Int, hasBias: Bool = false) {
    add(name + ".weight", [rows, columns], .matrix(inputs: columns))
    if hasBias { add(name + ".bias", [rows], .bias) }
  }

  mutating func norm(_ name: String, _ width: Int) { add(name + ".weight", [width], .norm) }

  mutating func attention(_ attention: Attention, _ hidden: Int) {
    let extras = attention.extras
    switch attention.heads {
    case .grouped(let queryHeads, let keyValueHeads, let width):
      let biased = extras.contains(.inputBias)
      matrix("self_attn.q_proj", queryHeads * width, hidden, hasBias: biased)
      matrix("self_attn.k_proj", keyValueHeads * width, hidden, hasBias: biased)
      matrix("self_attn.v_proj", keyValueHeads * width, hidden, hasBias: biased)
      let outputBias = extras.contains(.outputBias)
      matrix("self_attn.o_proj", hidden, queryHeads * width, hasBias: outputBias)
      if extras.contains(.headNorms) {
        norm("self_attn.q_norm", width)
        norm("self_attn.k_norm", width)
      }
      if extras.contains(.sinks) { add("self_attn.sinks", [queryHeads], .bias) }
    case .latent(let heads, let rank, let latent, let rotary, let plain, let value):
      let biased = extras.contains(.inputBias)
      if rank > 0 {
        matrix("self_attn.q_a_proj", rank, hidden, hasBias: biased)
        norm("self_attn.q_a_layernorm", rank)
        matrix("self_attn.q_b_proj", heads * (plain + rotary), rank)
      } else {
        matrix("self_attn.q_proj", heads * (plain + rotary), hidden)
      }
      matrix("self_attn.kv_a_proj_with_mqa", latent + rotary, hidden, hasBias: biased)
      norm("self_attn.kv_a_layernorm", latent)
      matrix("self_attn.kv_b_proj", heads * (plain + value), latent)
      let outputBias = extras.contains(.outputBias)
      matrix("self_attn.o_proj", hidden, heads * value, hasBias: outputBias)
    case .linear: break
    }
  }

  mutating func network(
    _ part: String,
    _ width: Int,
    _ hidden: Int,
    hasBias: Bool = false,
    names: [String] = ["gate_proj", "up_proj", "down_proj"]
  ) {
    matrix(part + names[0], width, hidden, hasBias: hasBias)
    matrix(part + names[1], width, hidden, hasBias: hasBias)
    matrix(part + names[2], hidden, width, hasBias: hasBias)
  }

  mutating func experts(_ experts: Experts, _ hidden: Int, _ naming: WeightNaming.Experts) {
    let (count, width) = (experts.count, experts.feedForwardSize)
    switch naming {
    case .separate, .fused:
      matrix("mlp.gate", count, hidden)
      if experts.routerHasBias { add("mlp.gate.e_score_correction_bias", [count], .bias) }
      if naming == .fused {
        add("mlp.experts.gate_up_proj", [count, 2 * width, hidden], .matrix(inputs: hidden))
        add("mlp.experts.down_proj", [count, hidden, width], .matrix(inputs: width))
      } else {
        for expert in 0..<count { network("mlp.experts.\(expert).", width, hidden) }
      }
      if experts.shared > 0 {
        network("mlp.shared_experts.", experts.shared * experts.sharedFeedForwardSize, hidden)
      }
    case .mixtral:
      matrix("block_sparse_moe.gate", count, hidden)
      for expert in 0..<count {
        let part = "block_sparse_moe.experts.\(expert)."
        network(part, width, hidden, names: ["w1", "w3", "w2"])
      }
    case .fusedInTurn:
      matrix("mlp.router", count, hidden, hasBias: experts.routerHasBias)
      let entries = [count, hidden, 2 * width]
      add("mlp.experts.gate_up_proj", entries, .matrix(inputs: hidden))
      add("mlp.experts.gate_up_proj_bias", [count, 2 * width], .bias)
      add("mlp.experts.down_proj", [count, width, hidden], .matrix(inputs: width))
      add("mlp.experts.down_proj_bias", [count, hidden], .bias)
    }
  }
}

extension Architecture {
  /// Shapes of the tensors of a checkpoint of this architecture, by name.
  package var tensorShapes: [String: [Int]] {
    Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
  }
}
