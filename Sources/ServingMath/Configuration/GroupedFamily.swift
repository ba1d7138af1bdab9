/// How the families of grouped attention differ.
struct GroupedFamily {
  var extras: Attention.Extras = []
  /// What `attention_bias` switches on; nothing where the family does not ask it.
  var biasExtras: Attention.Extras = []
  var hasAttentionBias = false
  /// Whether `mlp_bias` is asked.
  var networkMayHaveBias = false
  var slides: Sliding = .never
  /// Whether `layer_types` is asked.
  var hasLayerTypes = false
  var experts: ExpertKeys?
  var defaults = Defaults()

  /// When a layer without an entry in `layer_types` slides.
  enum Sliding {
    case never
    /// Everywhere, if the file gives a window.
    case whenGiven
    /// Everywhere, if `use_sliding_window` says so.
    case onRequest
    /// If `use_sliding_window` says so, from layer `max_window_layers` on.
    case laterOnRequest
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

  /// What absent keys stand for; nil where it follows from other keys.
  struct Defaults {
    var keyValueHeads: Int?
    var headDimension: Int?
    var window: Int?
    var experts: Int?
    var chosen: Int?
    var expertWidth: Int?
  }

  static let llama = GroupedFamily(
    biasExtras: [.inputBias, .outputBias],
    networkMayHaveBias: true
  )
  static let mistral = GroupedFamily(
    slides: .whenGiven,
    defaults: Defaults(keyValueHeads: 8, window: 4096)
  )
  static let qwen2 = GroupedFamily(
    extras: .inputBias,
    slides: .laterOnRequest,
    hasLayerTypes: true,
    defaults: Defaults(keyValueHeads: 32, window: 4096)
  )
  static let qwen3 = GroupedFamily(
    extras: .headNorms,
    biasExtras: [.inputBias, .outputBias],
    slides: .laterOnRequest,
    hasLayerTypes: true,
    defaults: Defaults(keyValueHeads: 32, headDimension: 128, window: 4096)
  )
  static let qwen3Experts = GroupedFamily(
    extras: .headNorms,
    biasExtras: [.inputBias, .outputBias],
    slides: .onRequest,
    experts: ExpertKeys(
      count: ["num_experts", "num_local_experts"],
      width: "moe_intermediate_size"
    ),
    defaults: Defaults(keyValueHeads: 4, window: 4096, experts: 128, chosen: 8, expertWidth: 768)
  )
  static let mixtral = GroupedFamily(
    slides: .whenGiven,
    experts: ExpertKeys(count: ["num_local_experts", "num_experts"], width: "intermediate_size"),
    defaults: Defaults(keyValueHeads: 8, experts: 8, chosen: 2)
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
    biasExtras: [.inputBias, .outputBias],
    experts: ExpertKeys(
      count: ["num_local_experts", "num_experts"],
      width: "intermediate_size",
      routerHasBias: true
    )
  )
  static let gptOSS = GroupedFamily(
    extras: .sinks,
    biasExtras: [.inputBias, .outputBias],
    hasAttentionBias: true,
    slides: .alternating,
    hasLayerTypes: true,
    experts: ExpertKeys(
      count: ["num_local_experts", "num_experts"],
      width: "intermediate_size",
      routerHasBias: true,
      expertsHaveBias: true
    ),
    defaults: Defaults(keyValueHeads: 8, headDimension: 64, window: 128, experts: 128, chosen: 4)
  )
}
