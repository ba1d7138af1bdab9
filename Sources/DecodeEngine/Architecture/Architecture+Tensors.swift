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
    /// How devices share it.
    let cut: TensorCut
    /// What it is a part of.
    let owner: Owner

    /// Parts of a model, each of which some devices have.
    enum Owner: Hashable {
      case embedding
      case layer(Int)
      case sharedExperts(layer: Int)
      /// One routed expert, or all of a layer along the first side.
      case expert(layer: Int, Int)
      case experts(layer: Int)
      /// The last norm and the output head.
      case head
    }
  }

  /// The tensors of a checkpoint of this architecture, in order of use.
  var tensors: [Tensor] {
    var list = TensorList(prefix: naming.prefix, owner: .embedding)
    let hidden = shape.hiddenSize
    list.matrix("embed_tokens", shape.vocabularySize, hidden, rows: .vocabulary)
    for index in layers.indices { list.append(layer(index)) }
    list.owner = .head
    list.norm("norm", hidden)
    list.prefix = ""
    if !shape.tiesEmbeddings {
      list.matrix(naming.head, shape.vocabularySize, hidden, rows: .vocabulary)
    }
    return list.tensors
  }

  private func layer(_ index: Int) -> TensorList {
    var list = TensorList(prefix: naming.prefix + "layers.\(index).", owner: .layer(index))
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
    case .experts(let experts): list.experts(experts, hidden, naming.experts, layer: index)
    }
    return list
  }
}

/// Tensors under a common prefix.
private struct TensorList {
  var prefix: String
  var owner: Architecture.Tensor.Owner
  var tensors: [Architecture.Tensor] = []

  mutating func append(_ other: TensorList) { tensors += other.tensors }

  mutating func add(
    _ name: String,
    _ shape: [Int],
    _ role: Architecture.Tensor.Role,
    _ cut: TensorCut = .whole
  ) {
    tensors.append(
      Architecture.Tensor(name: prefix + name, shape: shape, role: role, cut: cut, owner: owner)
    )
  }

  /// A matrix and its bias; where devices share its columns, a sum over them has the bias once.
  mutating func matrix(
    _ name: String,
    _ height: Int,
    _ width: Int,
    hasBias: Bool = false,
    rows: TensorCut.Items? = nil,
    columns: TensorCut.Items? = nil,
    each: Int = 1
  ) {
    let bySide = rows.map { TensorCut.side(0, $0, each: each) }
    let cut = bySide ?? columns.map { TensorCut.side(1, $0, each: each) } ?? .whole
    add(name + ".weight", [height, width], .matrix(inputs: width), cut)
    guard hasBias else { return }
    add(name + ".bias", [height], .bias, bySide ?? columns.map { TensorCut.once($0) } ?? .whole)
  }

  mutating func norm(_ name: String, _ width: Int) { add(name + ".weight", [width], .norm) }

  mutating func attention(_ attention: Attention, _ hidden: Int) {
    let extras = attention.extras
    let biased = extras.contains(.inputBias)
    let outputBias = extras.contains(.outputBias)
    switch attention.heads {
    case .grouped(let queryHeads, let keyValueHeads, let width):
      func heads(_ name: String, _ count: Int, _ items: TensorCut.Items) {
        matrix(name, count * width, hidden, hasBias: biased, rows: items, each: width)
      }
      heads("self_attn.q_proj", queryHeads, .queryHeads)
      heads("self_attn.k_proj", keyValueHeads, .keyValueHeads)
      heads("self_attn.v_proj", keyValueHeads, .keyValueHeads)
      output(queryHeads, width, hidden, hasBias: outputBias)
      if extras.contains(.headNorms) {
        norm("self_attn.q_norm", width)
        norm("self_attn.k_norm", width)
      }
      if extras.contains(.sinks) {
        add("self_attn.sinks", [queryHeads], .bias, .side(0, .queryHeads))
      }
    case .latent(let heads, let rank, let latent, let rotary, let plain, let value):
      func wide(_ name: String, _ each: Int, _ inputs: Int) {
        matrix(name, heads * each, inputs, rows: .queryHeads, each: each)
      }
      if rank > 0 {
        matrix("self_attn.q_a_proj", rank, hidden, hasBias: biased)
        norm("self_attn.q_a_layernorm", rank)
        wide("self_attn.q_b_proj", plain + rotary, rank)
      } else {
        wide("self_attn.q_proj", plain + rotary, hidden)
      }
      matrix("self_attn.kv_a_proj_with_mqa", latent + rotary, hidden, hasBias: biased)
      norm("self_attn.kv_a_layernorm", latent)
      wide("self_attn.kv_b_proj", plain + value, latent)
      output(heads, value, hidden, hasBias: outputBias)
    case .linear: break
    }
  }

  private mutating func output(_ heads: Int, _ value: Int, _ hidden: Int, hasBias: Bool) {
    matrix(
      "self_attn.o_proj",
      hidden,
      heads * value,
      hasBias: hasBias,
      columns: .queryHeads,
      each: value
    )
  }

  mutating func network(
    _ part: String,
    _ width: Int,
    _ hidden: Int,
    hasBias: Bool = false,
    items: TensorCut.Items = .width,
    names: [String] = ["gate_proj", "up_proj", "down_proj"]
  ) {
    matrix(part + names[0], width, hidden, hasBias: hasBias, rows: items)
    matrix(part + names[1], width, hidden, hasBias: hasBias, rows: items)
    matrix(part + names[2], hidden, width, hasBias: hasBias, columns: items)
  }

  mutating func experts(
    _ experts: Experts,
    _ hidden: Int,
    _ naming: WeightNaming.Experts,
    layer: Int
  ) {
    let (count, width) = (experts.count, experts.feedForwardSize)
    switch naming {
    case .separate, .fused:
      matrix("mlp.gate", count, hidden)
      if experts.routerHasBias { add("mlp.gate.e_score_correction_bias", [count], .bias) }
      owner = .experts(layer: layer)
      if naming == .fused {
        let entries = [count, 2 * width, hidden]
        let halves = TensorCut.side(1, .expertWidth, runs: 2)
        add("mlp.experts.gate_up_proj", entries, .matrix(inputs: hidden), halves)
        let exits = [count, hidden, width]
        add("mlp.experts.down_proj", exits, .matrix(inputs: width), .side(2, .expertWidth))
      } else {
        for expert in 0..<count {
          owner = .expert(layer: layer, expert)
          network("mlp.experts.\(expert).", width, hidden, items: .expertWidth)
        }
      }
      owner = .sharedExperts(layer: layer)
      if experts.shared > 0 {
        network("mlp.shared_experts.", experts.shared * experts.sharedFeedForwardSize, hidden)
      }
    case .mixtral:
      matrix("block_sparse_moe.gate", count, hidden)
      for expert in 0..<count {
        owner = .expert(layer: layer, expert)
        let part = "block_sparse_moe.experts.\(expert)."
        network(part, width, hidden, items: .expertWidth, names: ["w1", "w3", "w2"])
      }
    case .fusedInTurn:
      matrix("mlp.router", count, hidden, hasBias: experts.routerHasBias)
      owner = .experts(layer: layer)
      let entries = [count, hidden, 2 * width]
      let pairs = TensorCut.side(2, .expertWidth, each: 2)
      add("mlp.experts.gate_up_proj", entries, .matrix(inputs: hidden), pairs)
      let biases = TensorCut.side(1, .expertWidth, each: 2)
      add("mlp.experts.gate_up_proj_bias", [count, 2 * width], .bias, biases)
      let exits = [count, width, hidden]
      add("mlp.experts.down_proj", exits, .matrix(inputs: width), .side(1, .expertWidth))
      add("mlp.experts.down_proj_bias", [count, hidden], .bias, .once(.expertWidth))
    }
  }
}

extension Architecture {
  /// Shapes of the tensors of a checkpoint of this architecture, by name.
  package var tensorShapes: [String: [Int]] {
    Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
  }
}
