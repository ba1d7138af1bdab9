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
    try refuseWhatIsNotComputed(family)
    let fallback = try rotary(for: .full, family)
    var layers: [Architecture.Layer] = []
    for layer in shape.layers { layers.append(try self.layer(layer, family, fallback)) }
    var naming = family.naming
    naming.rotaryPairsAreAdjacent = try object.flag(
      "rope_interleave",
      default: naming.rotaryPairsAreAdjacent
    )
    naming.guessingLayers = try object.integer(
      "num_nextn_predict_layers",
      default: naming.guessingLayers
    )
    let epsilon = try object.number("rms_norm_eps", default: family.normEpsilon)
    guard epsilon >= 0 else { throw wrong("rms_norm_eps", "a number from 0") }
    return Architecture(
      shape: shape,
      layers: layers,
      contextLength: try contextLength(family),
      normEpsilon: Float(epsilon),
      normOffset: family.normOffset,
      embeddingScale: family.scalesEmbedding ? Float(shape.hiddenSize).squareRoot() : 1,
      logitSoftcap: try logitSoftcap(family),
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
      attentionScale: try attentionScale(layer.attention, rotary, family),
      attentionSoftcap: nil,
      normsResults: family.naming.hasSandwichNorms,
      activation: try activation(family),
      routing: try layer.feedForward.experts.map { experts throws(ConfigError) in
        try routing(experts, family)
      }
    )
  }

  private func attentionScale(
    _ attention: Attention,
    _ rotary: RotaryRule,
    _ family: Family
  ) throws(ConfigError) -> Float {
    switch attention.heads {
    case .latent(_, _, _, let turning, let plain, _):
      let scale = 1 / Float(turning + plain).squareRoot()
      let all = try rotaryObject(.full, family)?.number("mscale_all_dim", default: 0) ?? 0
      guard let stretch = rotary.stretch, all != 0 else { return scale }
      let sharpening = Float(Self.yarnFactor(stretch, all))
      return scale * sharpening * sharpening
    case .grouped(_, _, let width), .linear(_, let width):
      guard family.hasGemmaScales else { return 1 / Float(width).squareRoot() }
      let scalar = try object.number("query_pre_attn_scalar", default: 256)
      guard scalar > 0 else { throw wrong("query_pre_attn_scalar", "a number above 0") }
      return Float(1 / scalar.squareRoot())
    }
  }

  /// Gemma's bound of the logits.
  ///
  /// No published Gemma 3 has one, nor a bound of attention's scores, which norms of queries and keys replaced;
  /// both keys are the library's. So what they mean is what the library does: nothing for scores
  /// (`attn_logit_softcapping`), and for logits only where the text model stands alone.
  private func logitSoftcap(_ family: Family) throws(ConfigError) -> Float? {
    let key = "final_logit_softcapping"
    guard family.hasGemmaScales, !file.outer.has("text_config"), object.has(key) else { return nil }
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

  /// Positions that the model was made for.
  func contextLength(_ family: Family) throws(ConfigError) -> Int {
    try object.integer(
      "max_position_embeddings",
      from: 1,
      to: 100_000_000,
      default: family.contextLength
    )
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
