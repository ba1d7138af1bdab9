import ServingMath

extension Architecture {
  /// What a GGUF or llama2.c file describes by itself.
  ///
  /// - Parameters:
  ///   - stored: The file's sizes and numbers.
  ///   - hasInputBias: Whether queries, keys and values have biases, which the file shows only by having them.
  package init(_ stored: StoredArchitecture, hasInputBias: Bool = false) {
    let isMixtral = stored.family == "llama" && stored.experts > 0
    var extras: Attention.Extras = hasInputBias ? .inputBias : []
    if stored.family.hasPrefix("qwen3") { extras.insert(.headNorms) }
    let attention = Attention(
      .grouped(
        queryHeads: stored.heads,
        keyValueHeads: stored.keyValueHeads,
        headDimension: stored.headDimension
      ),
      extras: extras
    )
    let experts = Experts(
      count: stored.experts,
      chosen: stored.activeExperts,
      feedForwardSize: stored.expertSize > 0 ? stored.expertSize : stored.feedForwardSize
    )
    let shape = TransformerConfig(
      hiddenSize: stored.hiddenSize,
      vocabularySize: stored.vocabularySize,
      tiesEmbeddings: stored.tiesEmbeddings,
      layers: Array(
        repeating: TransformerConfig.Layer(
          attention,
          stored.experts > 0 ? .experts(experts) : .dense(width: stored.feedForwardSize),
          normParameters: 2 * stored.hiddenSize
        ),
        count: stored.layers
      )
    )
    var naming = WeightNaming()
    if isMixtral { naming.experts = .mixtral }
    let layer = Layer(
      rotary: RotaryRule(
        width: stored.rotaryDimension,
        theta: stored.ropeTheta,
        scaling: stored.ropeScaling.map(RotaryRule.Scaling.init) ?? .none
      ),
      attentionScale: 1 / Float(stored.headDimension).squareRoot(),
      attentionSoftcap: nil,
      normsResults: false,
      activation: .silu,
      routing: stored.experts > 0
        ? .softmax(chosen: stored.activeExperts, amongChosen: true) : nil
    )
    self.init(
      shape: shape,
      layers: Array(repeating: layer, count: stored.layers),
      contextLength: stored.contextLength,
      normEpsilon: stored.normEpsilon,
      normOffset: 0,
      embeddingScale: 1,
      logitSoftcap: nil,
      naming: naming,
      beginningToken: nil,
      endTokens: []
    )
  }
}

extension RotaryRule.Scaling {
  fileprivate init(_ stored: StoredArchitecture.RopeScaling) {
    switch stored {
    case .linear(let factor): self = .linear(factor: factor)
    case .factors(let factors): self = .factors(factors.map(Double.init))
    case .yarn(let factor, let context, let fast, let slow, let attention):
      self = .yarn(
        factor: factor,
        fast: fast,
        slow: slow,
        original: Double(context),
        truncates: true,
        attentionFactor: attention * ArchitectureReader.yarnFactor(factor, 1)
      )
    }
  }
}
