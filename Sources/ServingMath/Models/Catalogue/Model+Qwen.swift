import Quantities

extension Model {
  /// Mixtral: eight experts as wide as a dense network, two per token.
  public static let mixtral8x7B = Model(
    "Mixtral-8x7B",
    TransformerConfig(
      hiddenSize: 4096,
      vocabularySize: 32_000,
      layers: same(
        32,
        Attention(.grouped(queryHeads: 32, keyValueHeads: 8, headDimension: 128)),
        .experts(Experts(count: 8, chosen: 2, feedForwardSize: 14_336)),
        norms: 2 * 4096
      )
    ),
    from: .aiConfigurator,
    total: figure(46.7e9, .one, .mixtral, "2023-12", "rounded"),
    active: figure(12.9e9, .one, .mixtral, "2023-12", "both embeddings counted")
  )

  /// Qwen3 with 32 billion parameters, dense.
  public static let qwen32B = Model(
    "Qwen3-32B",
    TransformerConfig(
      hiddenSize: 5120,
      vocabularySize: 151_936,
      layers: same(
        64,
        Attention(
          .grouped(queryHeads: 64, keyValueHeads: 8, headDimension: 128),
          extras: .headNorms
        ),
        .dense(width: 25_600),
        norms: 2 * 5120
      )
    ),
    from: .aiConfigurator,
    total: figure(32.8e9, .one, .qwen3, "2025-05", "rounded"),
    trainingTokens: tokens(36, .qwen3, "2025-05")
  )

  /// Qwen3 with 30 billion parameters, 3 billion of them active.
  public static let qwen30B = qwenExperts(
    "Qwen3-30B-A3B",
    layers: 48,
    hiddenSize: 2048,
    queryHeads: 32,
    width: 768,
    total: 30.5e9,
    active: 3.3e9
  )

  /// Qwen3 with 235 billion parameters, 22 billion of them active.
  public static let qwen235B = qwenExperts(
    "Qwen3-235B-A22B",
    layers: 94,
    hiddenSize: 4096,
    queryHeads: 64,
    width: 1536,
    total: 235e9,
    active: 22e9
  )

  private static func qwenExperts(
    _ name: String,
    layers: Int,
    hiddenSize: Int,
    queryHeads: Int,
    width: Int,
    total: Double,
    active: Double
  ) -> Model {
    Model(
      name,
      TransformerConfig(
        hiddenSize: hiddenSize,
        vocabularySize: 151_936,
        layers: same(
          layers,
          Attention(
            .grouped(queryHeads: queryHeads, keyValueHeads: 4, headDimension: 128),
            extras: .headNorms
          ),
          .experts(Experts(count: 128, chosen: 8, feedForwardSize: width)),
          norms: 2 * hiddenSize
        )
      ),
      from: .aiConfigurator,
      total: figure(total, .one, .qwen3, "2025-05", "rounded"),
      active: figure(active, .one, .qwen3, "2025-05", "both embeddings counted"),
      trainingTokens: tokens(36, .qwen3, "2025-05")
    )
  }
}
