/// The sizes of a model and the numbers of its computation, as a file of weights carries them by itself.
///
/// GGUF and llama2.c files need no `config.json`: this is what stands in its place.
package struct StoredArchitecture: Hashable, Sendable {
  /// The kind of model by GGUF's name (`llama`, `qwen2`, `qwen3`, `qwen3moe` …); `llama` for llama2.c.
  package let family: String
  /// Width of the residual stream.
  package let hiddenSize: Int
  /// Layers.
  package let layers: Int
  /// Heads of queries.
  package let heads: Int
  /// Heads of keys and values.
  package let keyValueHeads: Int
  /// Width of a head of queries and keys.
  package let headDimension: Int
  /// Width of a head of values.
  package let valueDimension: Int
  /// Width between the two matrices of a dense feed-forward network.
  package let feedForwardSize: Int
  /// Routed experts of a layer, 0 if the network is dense.
  package let experts: Int
  /// Experts that a token passes.
  package let activeExperts: Int
  /// Width of one expert, 0 if the file does not say; then it is `feedForwardSize`.
  package let expertSize: Int
  /// Tokens that the model knows.
  package let vocabularySize: Int
  /// Positions that it was made for.
  package let contextLength: Int
  /// Whether the output head is the embedding itself.
  package let tiesEmbeddings: Bool
  /// Added to the mean square before its root is taken.
  package let normEpsilon: Float
  /// Base of the rotary frequencies.
  package let ropeTheta: Double
  /// Elements of a head that turn with the position, the first ones.
  package let rotaryDimension: Int
  /// How the rotary frequencies are stretched beyond the length of training, nil if they are not.
  package let ropeScaling: RopeScaling?

  package init(
    family: String,
    hiddenSize: Int,
    layers: Int,
    heads: Int,
    keyValueHeads: Int,
    headDimension: Int,
    valueDimension: Int,
    feedForwardSize: Int,
    experts: Int = 0,
    activeExperts: Int = 0,
    expertSize: Int = 0,
    vocabularySize: Int,
    contextLength: Int,
    tiesEmbeddings: Bool,
    normEpsilon: Float,
    ropeTheta: Double,
    rotaryDimension: Int,
    ropeScaling: RopeScaling? = nil
  ) {
    self.family = family
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.valueDimension = valueDimension
    self.feedForwardSize = feedForwardSize
    self.experts = experts
    self.activeExperts = activeExperts
    self.expertSize = expertSize
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.tiesEmbeddings = tiesEmbeddings
    self.normEpsilon = normEpsilon
    self.ropeTheta = ropeTheta
    self.rotaryDimension = rotaryDimension
    self.ropeScaling = ropeScaling
  }
}

extension StoredArchitecture {
  /// How rotary frequencies are stretched.
  package enum RopeScaling: Hashable, Sendable {
    /// All positions are divided by a factor.
    case linear(factor: Double)
    /// Slow frequencies are stretched, fast ones kept; scores get YaRN's temperature times a factor.
    case yarn(
      factor: Double,
      originalContext: Int,
      betaFast: Double,
      betaSlow: Double,
      attentionFactor: Double
    )
    /// Each frequency is divided by a factor of its own (Llama 3.1 as GGUF stores it: `rope_freqs.weight`).
    case factors([Float])
  }
}
