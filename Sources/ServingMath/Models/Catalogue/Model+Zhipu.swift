import Quantities

extension Model {
  /// GLM-4.5.
  public static let glm45 = glm(
    "GLM-4.5",
    layers: 92,
    hiddenSize: 5120,
    extras: [.inputBias, .headNorms],
    dense: 3,
    width: 12_288,
    Experts(count: 160, chosen: 8, shared: 1, feedForwardSize: 1536, routerHasBias: true),
    total: 355e9,
    active: 32e9
  )

  /// GLM-4.5-Air.
  public static let glm45Air = glm(
    "GLM-4.5-Air",
    layers: 46,
    hiddenSize: 4096,
    extras: .inputBias,
    dense: 1,
    width: 10_944,
    Experts(count: 128, chosen: 8, shared: 1, feedForwardSize: 1408, routerHasBias: true),
    total: 106e9,
    active: 12e9
  )

  private static func glm(
    _ name: String,
    layers: Int,
    hiddenSize: Int,
    extras: Attention.Extras,
    dense: Int,
    width: Int,
    _ experts: Experts,
    total: Double,
    active: Double
  ) -> Model {
    Model(
      name,
      TransformerConfig(
        hiddenSize: hiddenSize,
        vocabularySize: 151_552,
        layers: mixed(
          layers,
          dense: dense,
          width: width,
          experts,
          Attention(
            .grouped(queryHeads: 96, keyValueHeads: 8, headDimension: 128),
            extras: extras
          ),
          hiddenSize: hiddenSize
        )
      ),
      from: .glm45,
      total: figure(
        total,
        .one,
        .glm45,
        "2025-07",
        "with the prediction module, without embeddings"
      ),
      active: figure(active, .one, .glm45, "2025-07", "without embeddings"),
      .noEmbeddings,
      trainingTokens: tokens(23, .glm45, "2025-07")
    )
  }
}
