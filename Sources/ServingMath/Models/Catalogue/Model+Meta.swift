import Quantities

extension Model {
  /// Llama 3.1 with 8 billion parameters.
  public static let llama8B = llama(
    "Llama-3.1-8B",
    layers: 32,
    hiddenSize: 4096,
    queryHeads: 32,
    feedForwardSize: 14_336,
    published: 8.03e9,
    tokens: 15
  )

  /// Llama 3.1 with 70 billion parameters.
  public static let llama70B = llama(
    "Llama-3.1-70B",
    layers: 80,
    hiddenSize: 8192,
    queryHeads: 64,
    feedForwardSize: 28_672,
    published: 70.6e9,
    tokens: 15
  )

  /// Llama 3.1 with 405 billion parameters.
  public static let llama405B = llama(
    "Llama-3.1-405B",
    layers: 126,
    hiddenSize: 16_384,
    queryHeads: 128,
    feedForwardSize: 53_248,
    published: 405e9,
    tokens: 15.6
  )

  /// Llama 4 Maverick: every second layer has experts, three layers of four attend within chunks.
  public static let maverick = Model(
    "Llama-4-Maverick",
    TransformerConfig(
      hiddenSize: 5120,
      vocabularySize: 202_048,
      layers: (1...48).map { index in
        TransformerConfig.Layer(
          Attention(
            .grouped(queryHeads: 40, keyValueHeads: 8, headDimension: 128),
            span: index.isMultiple(of: 4) ? .full : .chunk(tokens: 8192)
          ),
          index.isMultiple(of: 2)
            ? .experts(Experts(count: 128, chosen: 1, shared: 1, feedForwardSize: 8192))
            : .dense(width: 16_384),
          normParameters: 2 * 5120
        )
      }
    ),
    from: .aiConfigurator,
    total: figure(400e9, .one, .llama4, "2025-04", "rounded"),
    active: figure(17e9, .one, .llama4, "2025-04", "rounded, with both embeddings"),
    trainingTokens: tokens(22, .llama4, "2025-04", "about")
  )

  private static func llama(
    _ name: String,
    layers: Int,
    hiddenSize: Int,
    queryHeads: Int,
    feedForwardSize: Int,
    published: Double,
    tokens trillions: Double
  ) -> Model {
    Model(
      name,
      TransformerConfig(
        hiddenSize: hiddenSize,
        vocabularySize: 128_256,
        layers: same(
          layers,
          Attention(.grouped(queryHeads: queryHeads, keyValueHeads: 8, headDimension: 128)),
          .dense(width: feedForwardSize),
          norms: 2 * hiddenSize
        )
      ),
      from: .aiConfigurator,
      total: figure(
        published,
        .one,
        .llama3,
        "2024-07",
        "dense: all are active, both embeddings counted"
      ),
      trainingTokens: tokens(trillions, .llama3, "2024-07")
    )
  }
}
