public import ServingMath

/// The sizes of a transformer of Llama's kind that is to be trained.
///
/// RMSNorm before each branch, rotary positions, grouped-query attention, SwiGLU, an output head of its
/// own and no biases. `isReversible` changes no weight, only what a branch is added to.
public struct TrainingShape: Hashable, Sendable {
  /// Width of the residual stream.
  public let hiddenSize: Int
  /// Layers; each has an attention branch and a feed-forward branch.
  public let layers: Int
  /// Query heads.
  public let heads: Int
  /// Key/value heads; they divide the query heads.
  public let keyValueHeads: Int
  /// Width of a head; even, since rotary positions turn pairs.
  public let headDimension: Int
  /// Width between the matrices of a feed-forward network.
  public let feedForwardSize: Int
  /// Tokens that the model knows.
  public let vocabularySize: Int
  /// Whether there are two residual streams, which the branches are added to in turn.
  ///
  ///     residual      x(i+1) = x(i)   + branch(x(i))
  ///     reversible    x(i+1) = x(i−1) + branch(x(i))
  ///
  /// Only the second can be undone: `x(i−1) = x(i+1) − branch(x(i))`.
  public let isReversible: Bool
  /// Base of the rotary frequencies, θ; 10,000 as in Llama 2.
  package let rotaryBase: Double
  /// What norms add to a mean square before its root; 10⁻⁵ as in Llama 2.
  public let normEpsilon: Float

  /// 10⁻⁵.
  public static let usualEpsilon = 1 / Float(100_000)

  /// A shape from its sizes; `TrainingModel` checks them.
  public init(
    hiddenSize: Int,
    layers: Int,
    heads: Int,
    keyValueHeads: Int,
    headDimension: Int,
    feedForwardSize: Int,
    vocabularySize: Int,
    isReversible: Bool = false,
    rotaryBase: Int = 10_000,
    normEpsilon: Float = TrainingShape.usualEpsilon
  ) {
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.feedForwardSize = feedForwardSize
    self.vocabularySize = vocabularySize
    self.isReversible = isReversible
    self.rotaryBase = Double(rotaryBase)
    self.normEpsilon = normEpsilon
  }

  /// The same shape as the blackboard knows it, for its formulas.
  public var transformer: TransformerConfig {
    let layer = TransformerConfig.Layer(
      Attention(
        .grouped(
          queryHeads: heads,
          keyValueHeads: keyValueHeads,
          headDimension: headDimension
        )
      ),
      .dense(width: feedForwardSize),
      normParameters: 2 * hiddenSize
    )
    return TransformerConfig(
      hiddenSize: hiddenSize,
      vocabularySize: vocabularySize,
      layers: Array(repeating: layer, count: max(layers, 0)),
      storedPrecision: StoredPrecision(.fp32)
    )
  }
}

// MARK: - Checks

extension TrainingShape {
  /// Weights up to which a model is accepted: with gradients and moments they take 2 GB.
  static let largestModel = 1 << 27

  /// Throws unless the sizes make a model.
  ///
  /// - Throws: `sizeNotPositive`, `settingOutOfRange`, `headsDoNotDivide`, `oddHeadDimension`, `modelTooLarge`.
  func check() throws(TrainingError) {
    let sizes = [
      ("hiddenSize", hiddenSize), ("layers", layers), ("heads", heads),
      ("keyValueHeads", keyValueHeads), ("headDimension", headDimension),
      ("feedForwardSize", feedForwardSize), ("vocabularySize", vocabularySize),
    ]
    for (name, size) in sizes where size < 1 { throw .sizeNotPositive(name: name, size: size) }
    if !(rotaryBase >= 1) || !rotaryBase.isFinite {
      throw .settingOutOfRange(name: "rotaryBase", value: Float(rotaryBase), allowed: "at least 1")
    }
    if !(normEpsilon > 0) || !normEpsilon.isFinite {
      throw .settingOutOfRange(
        name: "normEpsilon",
        value: normEpsilon,
        allowed: "more than 0"
      )
    }
    if !heads.isMultiple(of: keyValueHeads) {
      throw .headsDoNotDivide(heads: heads, keyValueHeads: keyValueHeads)
    }
    if !headDimension.isMultiple(of: 2) { throw .oddHeadDimension(headDimension) }
    // In floating point, because absurd sizes would overflow an exact count.
    let hidden = Double(hiddenSize)
    let attention = 2 * hidden * Double(headDimension) * (Double(heads) + Double(keyValueHeads))
    let perLayer = attention + 3 * hidden * Double(feedForwardSize) + 2 * hidden
    let weights = Double(layers) * perLayer + (2 * Double(vocabularySize) + 1) * hidden
    if weights > Double(Self.largestModel) {
      throw .modelTooLarge(weights: Float(weights), most: Self.largestModel)
    }
  }
}
