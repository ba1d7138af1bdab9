/// What all families of configurations have in common; each family is an extension.
struct ConfigReader {
  let object: ConfigObject
  let layerCount: Int
  let hiddenSize: Int
  let vocabularySize: Int
  let storedPrecision: StoredPrecision

  init(_ object: ConfigObject, outer: ConfigObject) throws(ConfigError) {
    self.object = object
    layerCount = try object.count("num_hidden_layers")
    guard layerCount <= 10_000 else {
      throw object.error(.inconsistent("more than 10,000 layers"), at: "num_hidden_layers")
    }
    hiddenSize = try object.count("hidden_size")
    vocabularySize = try object.integer(
      "vocab_size",
      from: 1,
      to: 100_000_000,
      default: Self.defaultVocabulary(object)
    )
    storedPrecision = try Self.storedPrecision(object, outer)
  }

  /// Gemma 3's files leave out a vocabulary of the usual size.
  private static func defaultVocabulary(_ object: ConfigObject) -> Int? {
    object.value["model_type"]?.string == "gemma3_text" ? 262_208 : nil
  }

  /// 8-bit weights where the quantisation says so, 4-bit experts for MXFP4, 16 bits otherwise.
  private static func storedPrecision(
    _ object: ConfigObject,
    _ outer: ConfigObject
  ) throws(ConfigError) -> StoredPrecision {
    let quantization = object.object("quantization_config") ?? outer.object("quantization_config")
    switch try quantization?.text("quant_method") {
    case "fp8": return StoredPrecision(.fp8)
    case "mxfp4": return StoredPrecision(routedExperts: .fp4, rest: .bf16)
    default: break
    }
    for (object, key) in [(object, "torch_dtype"), (object, "dtype"), (outer, "torch_dtype")] {
      if let type = try object.text(key) { return StoredPrecision(Self.precision(of: type)) }
    }
    return StoredPrecision(.bf16)
  }

  private static func precision(of type: String) -> Precision {
    switch type {
    case "float32": .fp32
    case "float16": .fp16
    default: .bf16
    }
  }

  /// The shape, with an embedding that the output head shares or not.
  func config(
    _ layers: [TransformerConfig.Layer],
    tied: Bool = false
  ) throws(ConfigError) -> TransformerConfig {
    TransformerConfig(
      hiddenSize: hiddenSize,
      vocabularySize: vocabularySize,
      tiesEmbeddings: try object.flag("tie_word_embeddings", default: tied),
      layers: layers,
      storedPrecision: storedPrecision
    )
  }

  /// Query heads, key/value heads and their width.
  func groupedHeads(headDimension: Int? = nil) throws(ConfigError) -> Attention.Heads {
    let queryHeads = try object.count("num_attention_heads")
    let keyValueHeads = try object.count("num_key_value_heads", default: queryHeads)
    guard queryHeads.isMultiple(of: keyValueHeads) else {
      throw object.error(
        .inconsistent(
          "\(queryHeads) query heads do not divide among \(keyValueHeads) key/value heads"
        ),
        at: "num_key_value_heads"
      )
    }
    let width = try object.count(
      "head_dim",
      default: headDimension ?? max(1, hiddenSize / queryHeads)
    )
    return .grouped(
      queryHeads: queryHeads,
      keyValueHeads: keyValueHeads,
      headDimension: width
    )
  }

  /// A mixture of experts under the keys that a family uses.
  func experts(
    count: [String],
    width: String,
    shared: Int = 0,
    routerHasBias: Bool = false,
    expertsHaveBias: Bool = false
  ) throws(ConfigError) -> Experts {
    let key = count.first(where: object.has) ?? count[0]
    let experts = try object.count(key)
    let chosen = try object.count("num_experts_per_tok")
    guard chosen <= experts else {
      throw object.error(
        .inconsistent("a token cannot visit \(chosen) of \(experts) experts"),
        at: "num_experts_per_tok"
      )
    }
    return Experts(
      count: experts,
      chosen: chosen,
      shared: shared,
      feedForwardSize: try object.count(width),
      routerHasBias: routerHasBias,
      expertsHaveBias: expertsHaveBias
    )
  }

  /// What each layer's entry in `layer_types` says, if the file has the list.
  func layerSpans() throws(ConfigError) -> [Attention.Span]? {
    guard let types = try object.texts("layer_types", count: layerCount) else { return nil }
    var spans: [Attention.Span] = []
    for (text, place) in types {
      switch text {
      case "full_attention": spans.append(.full)
      case "sliding_attention": spans.append(.window(tokens: try object.count("sliding_window")))
      case "chunked_attention":
        spans.append(.chunk(tokens: try object.count("attention_chunk_size")))
      default: throw object.wrong("layer_types", place, "full, sliding or chunked attention")
      }
    }
    return spans
  }

  /// Layers made one by one.
  func layers(
    _ make: (Int) throws(ConfigError) -> TransformerConfig.Layer
  ) throws(ConfigError) -> [TransformerConfig.Layer] {
    var layers: [TransformerConfig.Layer] = []
    layers.reserveCapacity(layerCount)
    for index in 0..<layerCount { layers.append(try make(index)) }
    return layers
  }
}
