public import Quantities

extension Model {
  /// DeepSeek-V3 (and R1, which has the same shape): the lecture's example of a sparse model.
  public static let deepSeekV3 = Model(
    "DeepSeek-V3",
    latent(
      layers: 61,
      hiddenSize: 7168,
      vocabularySize: 129_280,
      attention(heads: 128),
      dense: 3,
      width: 18_432,
      expertCount: 256,
      stored: .init(.fp8)
    ),
    from: .deepSeekConfig,
    total: figure(671e9, .one, .deepSeekV3, "2024-12", "without the prediction module"),
    active: figure(37e9, .one, .deepSeekV3, "2024-12", "rounded, per token"),
    trainingTokens: tokens(14.8, .deepSeekV3, "2024-12")
  )

  /// DeepSeek-V3 with the multi-token-prediction module that is shipped beside it.
  public static let deepSeekV3WithPrediction = figure(
    685e9,
    .one,
    .deepSeekConfig,
    "2024-12",
    "as the hub counts the files"
  )

  /// DeepSeek-V3.2: V3 with an indexer that picks 2,048 tokens in each layer.
  public static let deepSeekV32 = Model(
    "DeepSeek-V3.2",
    latent(
      layers: 61,
      hiddenSize: 7168,
      vocabularySize: 129_280,
      attention(heads: 128, indexer: .init(heads: 64, headDimension: 128, chosen: 2048)),
      dense: 3,
      width: 18_432,
      expertCount: 256,
      stored: .init(.fp8)
    ),
    from: .aiConfigurator,
    total: figure(671e9, .one, .deepSeekSparse, "2025-12", "as V3, the indexer not counted"),
    active: figure(37e9, .one, .deepSeekSparse, "2025-12", "as V3, the indexer not counted")
  )

  /// Kimi K2: half the heads of DeepSeek-V3 and half as many experts again.
  public static let kimiK2 = Model(
    "Kimi-K2",
    latent(
      layers: 61,
      hiddenSize: 7168,
      vocabularySize: 163_840,
      attention(heads: 64),
      dense: 1,
      width: 18_432,
      expertCount: 384,
      stored: .init(.fp8)
    ),
    from: .aiConfigurator,
    total: figure(1.04e12, .one, .kimiK2, "2025-07", "also given as 1T"),
    active: figure(32.6e9, .one, .kimiK2, "2025-07", "also given as 32B"),
    trainingTokens: tokens(15.5, .kimiK2, "2025-07")
  )

  /// GLM-5, built as DeepSeek-V3.2 is.
  public static let glm5 = Model(
    "GLM-5",
    latent(
      layers: 78,
      hiddenSize: 6144,
      vocabularySize: 154_880,
      Attention(
        .latent(
          heads: 64,
          queryRank: 2048,
          latentDimension: 512,
          rotaryDimension: 64,
          plainDimension: 192,
          valueDimension: 256
        ),
        indexer: .init(heads: 32, headDimension: 128, chosen: 2048)
      ),
      dense: 3,
      width: 12_288,
      expertCount: 256,
      stored: .init(.bf16)
    ),
    from: .aiConfigurator,
    total: figure(744e9, .one, .glm5, "2026-02", "rounded"),
    active: figure(40e9, .one, .glm5, "2026-02", "without embeddings"),
    .noEmbeddings,
    trainingTokens: tokens(28.5, .glm5, "2026-02")
  )

  private static func attention(heads: Int, indexer: SparseIndexer? = nil) -> Attention {
    Attention(
      .latent(
        heads: heads,
        queryRank: 1536,
        latentDimension: 512,
        rotaryDimension: 64,
        plainDimension: 128,
        valueDimension: 128
      ),
      indexer: indexer
    )
  }

  private static func latent(
    layers: Int,
    hiddenSize: Int,
    vocabularySize: Int,
    _ attention: Attention,
    dense: Int,
    width: Int,
    expertCount: Int,
    stored: StoredPrecision
  ) -> TransformerConfig {
    TransformerConfig(
      hiddenSize: hiddenSize,
      vocabularySize: vocabularySize,
      layers: mixed(
        layers,
        dense: dense,
        width: width,
        Experts(
          count: expertCount,
          chosen: 8,
          shared: 1,
          feedForwardSize: 2048,
          routerHasBias: true
        ),
        attention,
        hiddenSize: hiddenSize
      ),
      storedPrecision: stored
    )
  }
}
