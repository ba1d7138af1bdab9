import Quantities

extension Model {
  /// Gemma 3 with 27 billion parameters, its text part: five layers of six see 1,024 tokens.
  public static let gemma27B = Model(
    "Gemma-3-27B",
    TransformerConfig(
      hiddenSize: 5376,
      vocabularySize: 262_208,
      tiesEmbeddings: true,
      layers: (1...62).map { index in
        TransformerConfig.Layer(
          Attention(
            .grouped(queryHeads: 32, keyValueHeads: 16, headDimension: 128),
            span: index.isMultiple(of: 6) ? .full : .window(tokens: 1024),
            extras: .headNorms
          ),
          .dense(width: 21_504),
          normParameters: 4 * 5376
        )
      }
    ),
    from: .gemma,
    total: figure(27.0e9, .one, .gemma, "2025-03", "without the vision encoder"),
    trainingTokens: tokens(14, .gemma, "2025-03")
  )

  /// PaLM with 8 billion parameters.
  public static let paLM8B = paLM(
    "PaLM-8B",
    layers: 32,
    hiddenSize: 4096,
    heads: 16,
    published: 8.63e9,
    trillions: 0.780
  )

  /// PaLM with 62 billion parameters.
  public static let paLM62B = paLM(
    "PaLM-62B",
    layers: 64,
    hiddenSize: 8192,
    heads: 32,
    published: 62.50e9,
    trillions: 0.795
  )

  /// PaLM with 540 billion parameters.
  public static let paLM540B = paLM(
    "PaLM-540B",
    layers: 118,
    hiddenSize: 18_432,
    heads: 48,
    published: 540.35e9,
    trillions: 0.780
  )

  /// PaLM 540B as it was served: its 48 heads padded to 64, to divide among the chips.
  public static let paLM540BPadded = paLM(
    "PaLM-540B-padded",
    layers: 118,
    hiddenSize: 18_432,
    heads: 64,
    published: 558e9,
    trillions: 0.780
  )

  /// Attention and feed-forward side by side behind one norm, one key/value head, no biases.
  private static func paLM(
    _ name: String,
    layers: Int,
    hiddenSize: Int,
    heads: Int,
    published: Double,
    trillions: Double
  ) -> Model {
    Model(
      name,
      TransformerConfig(
        hiddenSize: hiddenSize,
        vocabularySize: 256_000,
        tiesEmbeddings: true,
        layers: same(
          layers,
          Attention(.grouped(queryHeads: heads, keyValueHeads: 1, headDimension: 256)),
          .dense(width: 4 * hiddenSize),
          norms: hiddenSize
        )
      ),
      from: .popeInference,
      total: figure(published, .one, .popeInference, "2022-11", "tied embedding counted once"),
      trainingTokens: tokens(trillions, .paLM, "2022-04")
    )
  }
}
