/// What all families of configurations have in common; each family is an extension.
struct ConfigReader {
  let object: ConfigObject
  /// The whole file, where the text model is a part of it.
  let outer: ConfigObject
  let layerCount: Int
  let hiddenSize: Int
  let vocabularySize: Int
  let storedPrecision: StoredPrecision

  init(_ object: ConfigObject, outer: ConfigObject) throws(ConfigError) {
    self.object = object
    self.outer = outer
    layerCount = try object.count("num_hidden_layers")
    guard layerCount <= 10_000 else {
      throw object.error(.inconsistent("more than 10,000 layers"), at: "num_hidden_layers")
    }
    hiddenSize = try object.count("hidden_size")
    vocabularySize = try object.integer(
      "vocab_size",
      from: 1,
      to: 100_000_000,
      default: Self.defaultVocabulary(object, outer)
    )
    storedPrecision = try Self.storedPrecision(object, outer)
  }

  /// Gemma 3's files leave out a vocabulary of the usual size.
  private static func defaultVocabulary(_ object: ConfigObject, _ outer: ConfigObject) -> Int? {
    let type = (object.value["model_type"] ?? outer.value["model_type"])?.string
    return type == "gemma3_text" || type == "gemma3" ? 262_208 : nil
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

  /// The shape, with an embedding that the output head shares or not, as a part of the file says.
  func config(
    _ layers: [TransformerConfig.Layer],
    tied: Bool = false,
    asks part: ConfigObject? = nil
  ) throws(ConfigError) -> TransformerConfig {
    TransformerConfig(
      hiddenSize: hiddenSize,
      vocabularySize: vocabularySize,
      tiesEmbeddings: try (part ?? object).flag("tie_word_embeddings", default: tied),
      layers: layers,
      storedPrecision: storedPrecision
    )
  }

  /// Query heads, key/value heads and their width.
  ///
  /// An absent number of key/value heads is the family's, `null` is that of the query heads.
  func groupedHeads(_ defaults: GroupedFamily.Defaults = .init()) throws(ConfigError)
    -> Attention.Heads
  {
    let queryHeads = try object.count("num_attention_heads")
    let isNull = object.isNull("num_key_value_heads")
    let keyValueHeads = try object.count(
      "num_key_value_heads",
      default: isNull ? queryHeads : defaults.keyValueHeads ?? queryHeads
    )
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
      default: defaults.headDimension ?? max(1, hiddenSize / queryHeads)
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
    defaults: GroupedFamily.Defaults = .init(),
    shared: Int = 0,
    routerHasBias: Bool = false,
    expertsHaveBias: Bool = false
  ) throws(ConfigError) -> Experts {
    let key = count.first(where: object.has) ?? count[0]
    let experts = try object.count(key, default: defaults.experts)
    let chosen = try object.count("num_experts_per_tok", default: defaults.chosen)
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
      feedForwardSize: try object.count(width, default: defaults.expertWidth),
      routerHasBias: routerHasBias,
      expertsHaveBias: expertsHaveBias
    )
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
