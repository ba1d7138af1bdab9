extension ConfigReader {
  /// DeepSeek's shape: latent attention, dense layers first, then shared and routed experts.
  ///
  /// Absent keys stand for DeepSeek-V3's own numbers; a query rank of `null` is none.
  func latent() throws(ConfigError) -> TransformerConfig {
    let hasBias = try object.flag("attention_bias", default: false)
    let attention = Attention(
      .latent(
        heads: try object.count("num_attention_heads"),
        queryRank: try object.integer(
          "q_lora_rank",
          default: object.isNull("q_lora_rank") ? 0 : 1536
        ),
        latentDimension: try object.count("kv_lora_rank", default: 512),
        rotaryDimension: try object.count("qk_rope_head_dim", default: 64),
        plainDimension: try object.count("qk_nope_head_dim", default: 128),
        valueDimension: try object.count("v_head_dim", default: 128)
      ),
      indexer: try indexer(),
      extras: hasBias ? [.inputBias, .outputBias] : []
    )
    let experts = try experts(
      count: ["n_routed_experts", "num_local_experts"],
      width: "moe_intermediate_size",
      defaults: GroupedFamily.Defaults(experts: 256, chosen: 8, expertWidth: 2048),
      shared: object.integer(
        "n_shared_experts",
        default: object.isNull("n_shared_experts") ? 0 : 1
      ),
      routerHasBias: true
    )
    let dense = FeedForward.dense(width: try object.count("intermediate_size"))
    let first = try object.integer("first_k_dense_replace", default: 3)
    // The library of Hugging Face knows no such key; DeepSeek's own code asks it.
    let step = try object.count("moe_layer_freq", default: 1)
    return try config(
      layers { index throws(ConfigError) in
        let routes = index >= first && index.isMultiple(of: step)
        return TransformerConfig.Layer(
          attention,
          routes ? .experts(experts) : dense,
          normParameters: 2 * hiddenSize
        )
      }
    )
  }

  private func indexer() throws(ConfigError) -> SparseIndexer? {
    guard object.has("index_topk") else { return nil }
    return SparseIndexer(
      heads: try object.count("index_n_heads"),
      headDimension: try object.count("index_head_dim"),
      chosen: try object.count("index_topk")
    )
  }

  /// Gemma 3: five sliding layers to a full one, four norms a layer, one embedding for both ends.
  ///
  /// Files leave out what equals the defaults of the smallest model.
  func gemma3() throws(ConfigError) -> TransformerConfig {
    let queryHeads = try object.count("num_attention_heads", default: 8)
    let heads = Attention.Heads.grouped(
      queryHeads: queryHeads,
      keyValueHeads: try object.count("num_key_value_heads", default: 4),
      headDimension: try object.count("head_dim", default: 256)
    )
    let window = try object.count("sliding_window", default: 4096)
    let pattern = try object.count("sliding_window_pattern", default: 6)
    let spans = try layerSpans(window: window)
    let hasBias = try object.flag("attention_bias", default: false)
    let feedForward = FeedForward.dense(width: try object.count("intermediate_size"))
    return try config(
      layers { index throws(ConfigError) in
        let isFull = (index + 1).isMultiple(of: pattern)
        return TransformerConfig.Layer(
          Attention(
            heads,
            span: spans?[index] ?? (isFull ? .full : .window(tokens: window)),
            extras: hasBias ? [.headNorms, .inputBias, .outputBias] : .headNorms
          ),
          feedForward,
          normParameters: 4 * hiddenSize
        )
      },
      tied: true,
      asks: outer
    )
  }

  /// Llama 4: chunked attention but for each fourth layer, experts in each n-th layer.
  func llama4() throws(ConfigError) -> TransformerConfig {
    let heads = try groupedHeads()
    let chunk = try object.count("attention_chunk_size", default: 8192)
    let rotary =
      try object.has("no_rope_layers")
      && object.value["no_rope_layers"]?.array?.isEmpty == false
      ? object.integers("no_rope_layers", count: layerCount) : nil
    let spans = try layerSpans()
    let step = try object.count("interleave_moe_layer_step", default: 1)
    let named = try object.indices("moe_layers")
    let experts = try experts(count: ["num_local_experts"], width: "intermediate_size", shared: 1)
    let dense = FeedForward.dense(width: try object.count("intermediate_size_mlp"))
    return try config(
      layers { index throws(ConfigError) in
        let isFull = rotary.map { $0[index] == 0 } ?? (index + 1).isMultiple(of: 4)
        let routes = named?.contains(index) ?? (index + 1).isMultiple(of: step)
        return TransformerConfig.Layer(
          Attention(heads, span: spans?[index] ?? (isFull ? .full : .chunk(tokens: chunk))),
          routes ? .experts(experts) : dense,
          normParameters: 2 * hiddenSize
        )
      }
    )
  }

  /// MiniMax-Text-01 and M1: linear attention but where a list of layers says softmax.
  func miniMaxM1() throws(ConfigError) -> TransformerConfig {
    let heads = try groupedHeads()
    guard case .grouped(let queryHeads, _, let headDimension) = heads else { return try config([]) }
    let linear = Attention(.linear(heads: queryHeads, headDimension: headDimension))
    let softmax = Attention(heads)
    let isLinear = try linearLayers()
    let experts = try experts(count: ["num_local_experts"], width: "intermediate_size")
    return try config(
      layers { index throws(ConfigError) in
        TransformerConfig.Layer(
          isLinear[index] ? linear : softmax,
          .experts(experts),
          normParameters: 2 * hiddenSize
        )
      }
    )
  }

  private func linearLayers() throws(ConfigError) -> [Bool] {
    if let types = try object.texts("layer_types", count: layerCount) {
      return types.map { $0.text == "linear_attention" }
    }
    guard let types = try object.integers("attn_type_list", count: layerCount) else {
      throw object.error(.missing(key: "attn_type_list"))
    }
    return types.map { $0 == 0 }
  }
}
