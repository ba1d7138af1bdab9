/// How the families whose blocks are here differ beyond their shapes.
struct Family {
  var naming = WeightNaming()
  var theta = 10_000.0
  /// How frequencies are scaled where the file says nothing.
  var scaling = RotaryRule.Scaling.none
  var contextLength = 2048
  var normEpsilon = 1e-6
  var normOffset: Float = 0
  var scalesEmbedding = false
  var routesBySigmoid = false
  /// Whether weights of the chosen experts sum to one where the file doesn't say.
  var renormalises = true
  /// Whether sliding layers turn by a base of their own.
  var hasLocalRotary = false
  /// The key under which the gate's function stands, and its name where the file leaves it out.
  var activation = (key: "hidden_act", usual: "silu")
  /// Whether `query_pre_attn_scalar` and `final_logit_softcapping` are asked.
  var hasGemmaScales = false

  /// By the `model_type` of a configuration.
  static let named: [String: Family] = [
    "llama": Family(),
    "mistral": Family(contextLength: 131_072),
    "qwen2": Family(contextLength: 32_768),
    "qwen3": Family(contextLength: 32_768),
    "qwen3_moe": Family(contextLength: 32_768, renormalises: false),
    "mixtral": Family(
      naming: WeightNaming(experts: .mixtral),
      theta: 1_000_000,
      contextLength: 131_072,
      normEpsilon: 1e-5
    ),
    "deepseek_v3": latent,
    "kimi_k2": latent,
    "gemma3": gemma3,
    "gemma3_text": gemma3,
    "gpt_oss": gptOSS,
  ]

  private static let latent = Family(
    naming: WeightNaming(rotaryPairsAreAdjacent: true, guessingLayers: 1),
    contextLength: 4096,
    routesBySigmoid: true
  )

  private static let gemma3 = Family(
    naming: WeightNaming(hasSandwichNorms: true),
    theta: 1_000_000,
    contextLength: 131_072,
    normOffset: 1,
    scalesEmbedding: true,
    hasLocalRotary: true,
    activation: ("hidden_activation", "gelu_pytorch_tanh"),
    hasGemmaScales: true
  )

  private static let gptOSS = Family(
    naming: WeightNaming(experts: .fusedInTurn),
    theta: 150_000,
    scaling: .yarn(
      factor: 32,
      fast: 32,
      slow: 1,
      original: 4096,
      truncates: false,
      attentionFactor: ArchitectureReader.yarnFactor(32, 1)
    ),
    contextLength: 131_072,
    normEpsilon: 1e-5
  )
}
