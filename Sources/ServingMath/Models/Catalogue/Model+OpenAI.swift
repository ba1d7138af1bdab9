import Quantities

extension Model {
  /// GPT-3 with 175 billion parameters: full multi-head attention, biases, learnt positions.
  public static let gpt3 = Model(
    "GPT-3-175B",
    TransformerConfig(
      hiddenSize: 12_288,
      vocabularySize: 50_257,
      tiesEmbeddings: true,
      learntPositions: 2048,
      layers: same(
        96,
        Attention(
          .grouped(queryHeads: 96, keyValueHeads: 96, headDimension: 128),
          extras: [.inputBias, .outputBias]
        ),
        .dense(width: 49_152, isGated: false, hasBias: true),
        norms: 4 * 12_288
      ),
      finalNormParameters: 2 * 12_288,
      storedPrecision: .init(.fp16)
    ),
    from: .gpt3,
    total: figure(175e9, .one, .gpt3, "2020-05", "rounded"),
    trainingTokens: tokens(0.3, .gpt3, "2020-05")
  )

  /// gpt-oss with 21 billion parameters.
  public static let gptOSS20B = gptOSS("gpt-oss-20b", 24, 32, total: 20.91e9, active: 3.61e9)

  /// gpt-oss with 117 billion parameters.
  public static let gptOSS120B = gptOSS("gpt-oss-120b", 36, 128, total: 116.83e9, active: 5.13e9)

  /// Every other layer, the first one on, sees 128 tokens; experts have biases and are stored in FP4.
  private static func gptOSS(
    _ name: String,
    _ layers: Int,
    _ experts: Int,
    total: Double,
    active: Double
  ) -> Model {
    Model(
      name,
      TransformerConfig(
        hiddenSize: 2880,
        vocabularySize: 201_088,
        layers: (0..<layers).map { index in
          TransformerConfig.Layer(
            Attention(
              .grouped(queryHeads: 64, keyValueHeads: 8, headDimension: 64),
              span: index.isMultiple(of: 2) ? .window(tokens: 128) : .full,
              extras: [.inputBias, .outputBias, .sinks]
            ),
            .experts(
              Experts(
                count: experts,
                chosen: 4,
                feedForwardSize: 2880,
                routerHasBias: true,
                expertsHaveBias: true
              )
            ),
            normParameters: 2 * 2880
          )
        },
        storedPrecision: .init(routedExperts: .fp4, rest: .bf16)
      ),
      from: .aiConfigurator,
      total: figure(total, .one, .gptOSS, "2025-08", "rounded"),
      active: figure(active, .one, .gptOSS, "2025-08", "output head counted, input embedding not"),
      .outputHeadOnly
    )
  }
}
