/// How the families of grouped attention differ.
struct GroupedFamily {
  var extras: Attention.Extras = []
  /// What `attention_bias` switches on.
  var biasExtras: Attention.Extras = [.inputBias, .outputBias]
  var hasAttentionBias = false
  var slides: Sliding = .never
  var experts: ExpertKeys?
  var hasSinks = false

  /// When a layer without an entry in `layer_types` slides.
  enum Sliding {
    case never
    /// Wherever the file gives a window.
    case whenGiven
    /// If `use_sliding_window` says so, from layer `max_window_layers` on.
    case onRequest
    /// Every other layer, the first one on.
    case alternating
  }

  /// The keys under which a family describes its experts.
  struct ExpertKeys {
    var count: [String]
    var width: String
    var hasShared = false
    var routerHasBias = false
    var expertsHaveBias = false
  }

  static let llama = GroupedFamily(slides: .whenGiven)
  static let qwen2 = GroupedFamily(
    biasExtras: .inputBias,
    hasAttentionBias: true,
    slides: .onRequest
  )
  static let qwen3 = GroupedFamily(extras: .headNorms, slides: .onRequest)
  static let qwen3Experts = GroupedFamily(
    extras: .headNorms,
    slides: .onRequest,
    experts: ExpertKeys(
      count: ["num_experts", "num_local_experts"],
      width: "moe_intermediate_size"
    )
  )
  static let mixtral = GroupedFamily(
    slides: .whenGiven,
    experts: ExpertKeys(count: ["num_local_experts"], width: "intermediate_size")
  )
  static let glm4Experts = GroupedFamily(
    biasExtras: .inputBias,
    experts: ExpertKeys(
      count: ["n_routed_experts"],
      width: "moe_intermediate_size",
      hasShared: true,
      routerHasBias: true
    )
  )
  static let miniMaxM2 = GroupedFamily(
    experts: ExpertKeys(
      count: ["num_local_experts"],
      width: "intermediate_size",
      routerHasBias: true
    )
  )
  static let gptOSS = GroupedFamily(
    hasAttentionBias: true,
    slides: .alternating,
    experts: ExpertKeys(
      count: ["num_local_experts"],
      width: "intermediate_size",
      routerHasBias: true,
      expertsHaveBias: true
    ),
    hasSinks: true
  )
}

extension ConfigReader {
  /// A model of grouped attention with dense or routed feed-forward.
  func grouped(_ family: GroupedFamily) throws(ConfigError) -> TransformerConfig {
    let heads = try groupedHeads()
    var extras = family.extras
    if try object.flag("attention_bias", default: family.hasAttentionBias) {
      extras.formUnion(family.biasExtras)
    }
    if family.hasSinks { extras.insert(.sinks) }
    if try object.flag("use_qk_norm", default: false) {
      extras.insert(try object.text("qk_norm_type") == "per_layer" ? .layerNorms : .headNorms)
    }
    let spans = try layerSpans()
    let isDense = try denseLayers(family)
    return try config(
      layers { index throws(ConfigError) in
        let span = if let spans { spans[index] } else { try span(of: index, family.slides) }
        let feedForward = try isDense(index) ? dense() : routed(family)
        return TransformerConfig.Layer(
          Attention(heads, span: span, extras: extras),
          feedForward,
          normParameters: 2 * hiddenSize
        )
      }
    )
  }

  private func span(
    of index: Int,
    _ sliding: GroupedFamily.Sliding
  ) throws(ConfigError) -> Attention.Span {
    switch sliding {
    case .never: break
    case .whenGiven:
      if object.has("sliding_window") { return .window(tokens: try object.count("sliding_window")) }
    case .onRequest:
      let slides = try object.flag("use_sliding_window", default: false)
      let first = try object.integer("max_window_layers", default: 28)
      if slides && index >= first {
        return .window(tokens: try object.count("sliding_window"))
      }
    case .alternating:
      if index.isMultiple(of: 2) {
        return .window(tokens: try object.count("sliding_window", default: 128))
      }
    }
    return .full
  }

  private func dense() throws(ConfigError) -> FeedForward {
    .dense(
      width: try object.count("intermediate_size"),
      hasBias: try object.flag("mlp_bias", default: false)
    )
  }

  private func routed(_ family: GroupedFamily) throws(ConfigError) -> FeedForward {
    guard let keys = family.experts else { return try dense() }
    let shared = keys.hasShared ? try object.integer("n_shared_experts", default: 0) : 0
    return .experts(
      try experts(
        count: keys.count,
        width: keys.width,
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
