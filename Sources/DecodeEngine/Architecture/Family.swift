/// How the families whose blocks are here differ beyond their shapes.
struct Family {
  var naming = WeightNaming()
  var theta = 10_000.0
  var contextLength: Int?
  var normOffset: Float = 0
  var scalesEmbedding = false
  var routesBySigmoid = false
  /// Whether weights of the chosen experts sum to one where the file doesn't say.
  var renormalises = true
  /// Whether sliding layers turn by a base of their own.
  var hasLocalRotary = false

  /// By the `model_type` of a configuration.
  static let named: [String: Family] = [
    "llama": Family(),
    "mistral": Family(),
    "qwen2": Family(),
    "qwen3": Family(),
    "qwen3_moe": Family(renormalises: false),
    "mixtral": Family(naming: WeightNaming(experts: .mixtral), theta: 1_000_000),
    "deepseek_v3": latent,
    "kimi_k2": latent,
    "gemma3": gemma3,
    "gemma3_text": gemma3,
    "gpt_oss": Family(naming: WeightNaming(experts: .fusedInTurn), theta: 150_000),
  ]

  private static let latent = Family(
    naming: WeightNaming(rotaryPairsAreAdjacent: true),
    routesBySigmoid: true
  )

  private static let gemma3 = Family(
    naming: WeightNaming(hasSandwichNorms: true),
    theta: 1_000_000,
    contextLength: 131_072,
    normOffset: 1,
    scalesEmbedding: true,
    hasLocalRotary: true
  )
}
