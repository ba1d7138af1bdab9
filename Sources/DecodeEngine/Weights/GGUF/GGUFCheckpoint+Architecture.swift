extension GGUFCheckpoint {
  /// The sizes of the model and the numbers of its computation, from the metadata and the tensors.
  ///
  /// - Throws: `CheckpointError` for a family that is not known, a key that is absent or of another type, a size
  ///   below 1, or a stretching of frequencies without a reader.
  package func architecture() throws(CheckpointError) -> StoredArchitecture {
    guard GGUFNames(family: family).isKnown else {
      throw metadata.wrong("general.architecture", .string(family), "one of \(GGUFNames.known)")
    }
    let heads = try metadata.heads(family)
    let hiddenSize = try metadata.size("\(family).embedding_length")
    let headDimension =
      try metadata.size("\(family).attention.key_length", otherwise: hiddenSize / heads.queries)
    let valueDimension =
      try metadata.size("\(family).attention.value_length", otherwise: headDimension)
    guard let embedding = shape(of: "model.embed_tokens.weight"), embedding.count == 2 else {
      throw metadata.missing("token_embd.weight")
    }
    let epsilonKey = "\(family).attention.layer_norm_rms_epsilon"
    guard let epsilon = try metadata.float(epsilonKey) else { throw metadata.missing(epsilonKey) }
    let experts = try metadata.size("\(family).expert_count", otherwise: 0)
    // In Qwen3-MoE the dense width may be absent or unused.
    let denseKey = "\(family).feed_forward_length"
    let dense =
      experts > 0
      ? try metadata.size(denseKey, otherwise: 0) : try metadata.size(denseKey)
    return StoredArchitecture(
      family: family,
      hiddenSize: hiddenSize,
      layers: try metadata.size("\(family).block_count"),
      heads: heads.queries,
      keyValueHeads: heads.keys,
      headDimension: headDimension,
      valueDimension: valueDimension,
      feedForwardSize: dense,
      experts: experts,
      activeExperts: try metadata.size("\(family).expert_used_count", otherwise: 0),
      expertSize: try metadata.size("\(family).expert_feed_forward_length", otherwise: 0),
      vocabularySize: embedding[0],
      contextLength: try metadata.size("\(family).context_length"),
      tiesEmbeddings: shape(of: "lm_head.weight") == nil,
      normEpsilon: Float(epsilon),
      ropeTheta: try metadata.float("\(family).rope.freq_base") ?? 10_000,
      rotaryDimension: try metadata.size(
        "\(family).rope.dimension_count",
        otherwise: headDimension
      ),
      ropeScaling: try ropeScaling()
    )
  }

  private func ropeScaling() throws(CheckpointError) -> StoredArchitecture.RopeScaling? {
    let prefix = "\(family).rope.scaling."
    let factors = "rope_freqs.weight"
    if shape(of: factors) != nil { return .factors(try elements(of: factors)) }
    // Files before 2024 have only the factor of a linear stretch.
    if let factor = try metadata.float("\(family).rope.scale_linear"), factor != 1 {
      return .linear(factor: factor)
    }
    guard let type = try metadata.string(prefix + "type"), type != "none" else { return nil }
    guard let factor = try metadata.float(prefix + "factor") else {
      throw metadata.missing(prefix + "factor")
    }
    switch type {
    case "linear": return .linear(factor: factor)
    case "yarn":
      return .yarn(
        factor: factor,
        originalContext: try metadata.size(prefix + "original_context_length"),
        betaFast: try metadata.float(prefix + "yarn_beta_fast") ?? 32,
        betaSlow: try metadata.float(prefix + "yarn_beta_slow") ?? 1,
        attentionFactor: try metadata.float(prefix + "attn_factor") ?? 1
      )
    default: throw metadata.wrong(prefix + "type", .string(type), "none, linear or yarn")
    }
  }
}

extension GGUFMetadata {
  /// Heads of queries, and of keys and values.
  func heads(_ family: String) throws(CheckpointError) -> (queries: Int, keys: Int) {
    let queries = try size("\(family).attention.head_count")
    let key = "\(family).attention.head_count_kv"
    return (queries, values[key] == nil ? queries : try size(key))
  }

  /// A size of at least 1 and below 2^31, so that products of two fit.
  func size(_ key: String) throws(CheckpointError) -> Int {
    let size = try size(key, otherwise: 0)
    guard size > 0 else {
      guard let value = values[key] else { throw missing(key) }
      throw wrong(key, value, "at least 1")
    }
    return size
  }

  /// A size that may be absent.
  func size(_ key: String, otherwise: Int) throws(CheckpointError) -> Int {
    guard let size = try integer(key) else { return otherwise }
    guard (0..<1 << 31).contains(size) else {
      throw wrong(key, .integer(size), "a size below 2147483648")
    }
    return size
  }
}
