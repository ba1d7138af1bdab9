import Quantities

extension Model {
  /// MiniMax-M1: seven layers of eight keep a fixed state instead of a cache.
  public static let miniMaxM1 = Model(
    "MiniMax-M1",
    TransformerConfig(
      hiddenSize: 6144,
      vocabularySize: 200_064,
      layers: (1...80).map { index in
        TransformerConfig.Layer(
          Attention(
            index.isMultiple(of: 8)
              ? .grouped(queryHeads: 64, keyValueHeads: 8, headDimension: 128)
              : .linear(heads: 64, headDimension: 128)
          ),
          .experts(Experts(count: 32, chosen: 2, feedForwardSize: 9216)),
          normParameters: 2 * 6144
        )
      }
    ),
    from: .miniMaxM1,
    total: figure(456e9, .one, .miniMaxM1, "2025-06", "rounded"),
    active: figure(45.9e9, .one, .miniMaxM1, "2025-06", "without embeddings"),
    .noEmbeddings,
    trainingTokens: tokens(7.5, .miniMaxM1, "2025-06", "continued from MiniMax-Text-01")
  )

  /// MiniMax-M2, and M2.5 of the same shape: grouped attention in every layer again.
  public static let miniMaxM2 = Model(
    "MiniMax-M2",
    TransformerConfig(
      hiddenSize: 3072,
      vocabularySize: 200_064,
      layers: same(
        62,
        Attention(
          .grouped(queryHeads: 48, keyValueHeads: 8, headDimension: 128),
          extras: .layerNorms
        ),
        .experts(Experts(count: 256, chosen: 8, feedForwardSize: 1536, routerHasBias: true)),
        norms: 2 * 3072
      ),
      storedPrecision: .init(.fp8)
    ),
    from: .aiConfigurator,
    total: figure(230e9, .one, .miniMaxM2, "2025-10", "rounded"),
    active: figure(10e9, .one, .miniMaxM2, "2025-10", "without embeddings"),
    .noEmbeddings
  )
}
