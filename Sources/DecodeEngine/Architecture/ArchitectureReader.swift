import Glibc
public import ServingMath

/// What a `config.json` says beyond the shape, in either spelling in use.
struct ArchitectureReader {
  let file: ConfigFile
  let shape: TransformerConfig
  var object: ConfigObject { file.model }

  init(_ bytes: [UInt8]) throws(ConfigError) {
    file = try ConfigFile(bytes)
    shape = try TransformerConfig(huggingFace: bytes)
  }

  func architecture() throws(ConfigError) -> Architecture {
    guard let family = Family.named[file.modelType] else {
      throw object.error(
        .unknownModelType(file.modelType, known: Family.named.keys.sorted()),
        at: "model_type"
      )
    }
    let fallback = try rotary(for: .full, family)
    var layers: [Architecture.Layer] = []
    for layer in shape.layers { layers.append(try self.layer(layer, family, fallback)) }
    var naming = family.naming
    naming.rotaryPairsAreAdjacent = try object.flag(
      "rope_interleave",
      default: naming.rotaryPairsAreAdjacent
    )
    if file.outer.has("text_config") { naming.prefix = "language_model.model." }
    return Architecture(
      shape: shape,
      layers: layers,
      contextLength: try object.integer(
        "max_position_embeddings",
        from: 1,
        to: 100_000_000,
        default: family.contextLength
      ),
      normEpsilon: Float(try object.number("rms_norm_eps", default: 1e-6)),
      normOffset: family.normOffset,
      embeddingScale: family.scalesEmbedding ? Float(shape.hiddenSize).squareRoot() : 1,
      logitSoftcap: try softcap("final_logit_softcapping"),
      naming: naming,
      beginningToken: try tokens("bos_token_id").first,
      endTokens: try tokens("eos_token_id")
    )
  }

  private func layer(
    _ layer: TransformerConfig.Layer,
    _ family: Family,
    _ fallback: RotaryRule
  ) throws(ConfigError) -> Architecture.Layer {
    let rotary =
      layer.attention.span == .full ? fallback : try rotary(for: layer.attention.span, family)
    return Architecture.Layer(
      rotary: rotary,
      attentionScale: try attentionScale(layer.attention, rotary),
      attentionSoftcap: try softcap("attn_logit_softcapping"),
      normsResults: family.naming.hasSandwichNorms,
      activation: try activation(layer.feedForward),
      routing: try layer.feedForward.experts.map { experts throws(ConfigError) in
        try routing(experts, family)
      }
    )
  }

  private func attentionScale(
    _ attention: Attention,
    _ rotary: RotaryRule
  ) throws(ConfigError) -> Float {
    switch attention.heads {
    case .latent(_, _, _, let turning, let plain, _):
      let scale = 1 / Float(turning + plain).squareRoot()
      let all = try rotaryObject(.full)?.number("mscale_all_dim", default: 0) ?? 0
      guard case .yarn(let factor, _, _, _, _, _) = rotary.scaling, all > 0 else { return scale }
      let sharpening = Float(Self.yarnFactor(factor, all))
      return scale * sharpening * sharpening
    case .grouped(_, _, let width), .linear(_, let width):
      let scalar = try object.number("query_pre_attn_scalar", default: Double(width))
      guard scalar > 0 else { throw wrong("query_pre_attn_scalar", "a number above 0") }
      return Float(1 / scalar.squareRoot())
    }
  }

  private func activation(_ feedForward: FeedForward) throws(ConfigError) -> Activation {
    let key = object.has("hidden_activation") ? "hidden_activation" : "hidden_act"
    if file.modelType == "gpt_oss" {
      return .clampedSwiGLU(
        alpha: Float(try object.number("swiglu_alpha", default: 1.702)),
        limit: Float(try object.number("swiglu_limit", default: 7))
      )
    }
    let fallback = file.modelType.hasPrefix("gemma") ? "gelu_pytorch_tanh" : "silu"
    switch try object.text(key) ?? fallback {
    case "silu", "swish": return .silu
    case "gelu_pytorch_tanh": return .geluTanh
    default: throw wrong(key, "silu or gelu_pytorch_tanh")
    }
  }

  private func routing(_ experts: Experts, _ family: Family) throws(ConfigError) -> Routing {
    guard family.routesBySigmoid else {
      let renormalises = try object.flag("norm_topk_prob", default: family.renormalises)
      return .softmax(chosen: experts.chosen, amongChosen: renormalises)
    }
    let groups = try object.count("n_group", default: 1)
    let groupsChosen = try object.count("topk_group", default: 1)
    guard experts.count.isMultiple(of: groups), groupsChosen <= groups,
      experts.chosen <= experts.count / groups * groupsChosen
    else {
      throw wrong("n_group", "groups that divide the experts and hold those chosen")
    }
    return .sigmoid(
      chosen: experts.chosen,
      groups: groups,
      groupsChosen: groupsChosen,
      normalises: try object.flag("norm_topk_prob", default: true),
      scale: Float(try object.number("routed_scaling_factor", default: 1))
    )
  }

  private func softcap(_ key: String) throws(ConfigError) -> Float? {
    guard object.has(key) else { return nil }
    let cap = try object.number(key)
    guard cap > 0 else { throw wrong(key, "a number above 0") }
    return Float(cap)
  }

  /// One token or a list of them.
  private func tokens(_ key: String) throws(ConfigError) -> [Int32] {
    guard let value = object.value[key] ?? file.outer.value[key] else { return [] }
    let values = value.array ?? [value]
    var tokens: [Int32] = []
    for value in values {
      guard let token = value.integer, (0..<shape.vocabularySize).contains(token) else {
        // Padding of a text model inside a larger one may name tokens that it has no rows for.
        continue
      }
      tokens.append(Int32(token))
    }
    return tokens
  }

  func wrong(_ key: String, _ expected: String) -> ConfigError {
    guard let found = object.value[key] else { return object.error(.missing(key: key)) }
    return object.wrong(key, found, expected)
  }
}

extension Architecture {
  /// What a published `config.json` describes.
  ///
  /// - Parameter bytes: The file's content.
  /// - Throws: `ConfigError` with line and column: whatever the shape cannot be read from, a family whose
  ///   blocks are not here (linear or chunked attention, sparse indexers), or values that make no sense.
  public init(huggingFace bytes: [UInt8]) throws(ConfigError) {
    self = try ArchitectureReader(bytes).architecture()
  }
}
