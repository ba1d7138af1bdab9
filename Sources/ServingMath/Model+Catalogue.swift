public import Quantities

extension Model {
  /// Every model of the catalogue, by size.
  public static let all: [Model] = [llama8B, llama70B, llama405B, deepSeekV3]

  /// DeepSeek-V3 (and R1, which has the same shape): the lecture's example of a sparse model.
  public static let deepSeekV3 = Model(
    name: "DeepSeek-V3",
    layers: 61,
    hiddenSize: 7168,
    vocabularySize: 129_280,
    attention: .latent(
      heads: 128,
      queryRank: 1536,
      latentDimension: 512,
      rotaryDimension: 64,
      plainDimension: 128,
      valueDimension: 128
    ),
    feedForwardSize: 18_432,
    experts: Experts(count: 256, chosen: 8, shared: 1, layers: 58, feedForwardSize: 2048),
    shapeSource: .deepSeekConfig,
    publishedTotal: fact(671e9, .deepSeekV3, "2024-12", "without the prediction module"),
    publishedActive: fact(37e9, .deepSeekV3, "2024-12", "rounded, per token")
  )

  /// DeepSeek-V3 with the multi-token-prediction module that is shipped beside it.
  public static let deepSeekV3WithPrediction = fact(
    685e9,
    .deepSeekConfig,
    "2024-12",
    "as the hub counts the files"
  )

  /// Llama 3.1 with 8 billion parameters.
  public static let llama8B = llama(
    "Llama-3.1-8B",
    layers: 32,
    hiddenSize: 4096,
    queryHeads: 32,
    feedForwardSize: 14_336,
    published: 8.03e9
  )

  /// Llama 3.1 with 70 billion parameters.
  public static let llama70B = llama(
    "Llama-3.1-70B",
    layers: 80,
    hiddenSize: 8192,
    queryHeads: 64,
    feedForwardSize: 28_672,
    published: 70.6e9
  )

  /// Llama 3.1 with 405 billion parameters.
  public static let llama405B = llama(
    "Llama-3.1-405B",
    layers: 126,
    hiddenSize: 16_384,
    queryHeads: 128,
    feedForwardSize: 53_248,
    published: 405e9
  )

  private static func llama(
    _ name: String,
    layers: Int,
    hiddenSize: Int,
    queryHeads: Int,
    feedForwardSize: Int,
    published: Double
  ) -> Model {
    Model(
      name: name,
      layers: layers,
      hiddenSize: hiddenSize,
      vocabularySize: 128_256,
      attention: .grouped(queryHeads: queryHeads, keyValueHeads: 8, headDimension: 128),
      feedForwardSize: feedForwardSize,
      experts: nil,
      shapeSource: .aiConfigurator,
      publishedTotal: fact(published, .llama3, "2024-07", "both embeddings"),
      publishedActive: fact(published, .llama3, "2024-07", "dense: all of them")
    )
  }
}
