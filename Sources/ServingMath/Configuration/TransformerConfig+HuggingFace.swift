extension TransformerConfig {
  /// The shape that a published `config.json` describes.
  ///
  /// Known are the kinds of model in `huggingFaceModelTypes`. Both spellings in use are read: that of the
  /// files on the hub and that of newer libraries. A file that wraps its text model (`text_config`) is
  /// read for that part: vision and audio towers are not counted, nor are multi-token-prediction heads.
  ///
  /// - Parameter bytes: The file's content.
  /// - Throws: `ConfigError` with line and column: not JSON, an unknown kind, a key that is missing, holds
  ///   something else than it should, or contradicts another.
  ///
  /// > Source: the configuration classes of the transformers library, for defaults of absent keys.
  public init(huggingFace bytes: [UInt8]) throws(ConfigError) {
    let file = try ConfigFile(bytes)
    let (outer, inner, name) = (file.outer, file.model, file.modelType)
    guard let family = Self.families[name] else {
      throw inner.error(
        .unknownModelType(name, known: Self.huggingFaceModelTypes),
        at: "model_type"
      )
    }
    self = try family(ConfigReader(inner, outer: outer))
    guard isCountable else {
      throw outer.error(.inconsistent("no model has as many weights as these sizes multiply to"))
    }
  }

  /// The values of `model_type` that can be read, sorted.
  public static var huggingFaceModelTypes: [String] { families.keys.sorted() }

  private typealias Family = @Sendable (ConfigReader) throws(ConfigError) -> TransformerConfig

  private static let families: [String: Family] = [
    "llama": { reader throws(ConfigError) in try reader.grouped(.llama) },
    "mistral": { reader throws(ConfigError) in try reader.grouped(.mistral) },
    "qwen2": { reader throws(ConfigError) in try reader.grouped(.qwen2) },
    "qwen3": { reader throws(ConfigError) in try reader.grouped(.qwen3) },
    "qwen3_moe": { reader throws(ConfigError) in try reader.grouped(.qwen3Experts) },
    "mixtral": { reader throws(ConfigError) in try reader.grouped(.mixtral) },
    "glm4_moe": { reader throws(ConfigError) in try reader.grouped(.glm4Experts) },
    "minimax_m2": { reader throws(ConfigError) in try reader.grouped(.miniMaxM2) },
    "gpt_oss": { reader throws(ConfigError) in try reader.grouped(.gptOSS) },
    "gemma3": { reader throws(ConfigError) in try reader.gemma3() },
    "gemma3_text": { reader throws(ConfigError) in try reader.gemma3() },
    "llama4": { reader throws(ConfigError) in try reader.llama4() },
    "llama4_text": { reader throws(ConfigError) in try reader.llama4() },
    "minimax": { reader throws(ConfigError) in try reader.miniMaxM1() },
    "minimax_m1": { reader throws(ConfigError) in try reader.miniMaxM1() },
    "minimax_text_01": { reader throws(ConfigError) in try reader.miniMaxM1() },
    "deepseek_v3": { reader throws(ConfigError) in try reader.latent() },
    "deepseek_v32": { reader throws(ConfigError) in try reader.latent() },
    "kimi_k2": { reader throws(ConfigError) in try reader.latent() },
    "glm_moe_dsa": { reader throws(ConfigError) in try reader.latent() },
  ]
}
