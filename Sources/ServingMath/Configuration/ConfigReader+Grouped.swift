extension ConfigReader {
  /// A model of grouped attention with dense or routed feed-forward.
  func grouped(_ family: GroupedFamily) throws(ConfigError) -> TransformerConfig {
    let heads = try groupedHeads(family.defaults)
    var extras = family.extras
    if try object.flag("attention_bias", default: family.hasAttentionBias) {
      extras.formUnion(family.biasExtras)
    }
    if try object.flag("use_qk_norm", default: false) {
      extras.insert(try object.text("qk_norm_type") == "per_layer" ? .layerNorms : .headNorms)
    }
    let spans = try spans(family)
    let isDense = try denseLayers(family)
    return try config(
      layers { index throws(ConfigError) in
        let span = spans[index]
        let feedForward = try isDense(index) ? dense(family) : routed(family)
        return TransformerConfig.Layer(
          Attention(heads, span: span, extras: extras),
          feedForward,
          normParameters: 2 * hiddenSize
        )
      }
    )
  }

  private func dense(_ family: GroupedFamily) throws(ConfigError) -> FeedForward {
    .dense(
      width: try object.count("intermediate_size"),
      hasBias: family.networkMayHaveBias ? try object.flag("mlp_bias", default: false) : false
    )
  }

  private func routed(_ family: GroupedFamily) throws(ConfigError) -> FeedForward {
    guard let keys = family.experts else { return try dense(family) }
    let shared = keys.hasShared ? try object.integer("n_shared_experts", default: 0) : 0
    return .experts(
      try experts(
        count: keys.count,
        width: keys.width,
        defaults: family.defaults,
        shared: shared,
        routerHasBias: keys.routerHasBias,
        expertsHaveBias: keys.expertsHaveBias
      )
    )
  }

  /// Which layers have no experts: the first few, those that a list names, or all but each n-th.
  private func denseLayers(_ family: GroupedFamily) throws(ConfigError) -> (Int) -> Bool {
    guard family.experts != nil else { return { _ in true } }
    let first = try object.integer("first_k_dense_replace", default: 0)
    let step = try object.count("decoder_sparse_step", default: 1)
    let named = try object.indices("mlp_only_layers") ?? []
    return { $0 < first || named.contains($0) || !($0 + 1).isMultiple(of: step) }
  }
}
