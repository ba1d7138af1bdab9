public import Quantities

/// The shape of one attention layer, as far as it decides what is cached and what is multiplied.
public enum Attention: Hashable, Sendable {
  /// Query heads in equal groups, each group sharing one key head and one value head.
  ///
  /// Multi-head attention is the case of as many key/value heads as query heads, multi-query that of one.
  case grouped(queryHeads: Int, keyValueHeads: Int, headDimension: Int)

  /// DeepSeek's latent attention: all heads share one latent vector and one rotary key per token.
  case latent(
    heads: Int,
    queryRank: Int,
    latentDimension: Int,
    rotaryDimension: Int,
    plainDimension: Int,
    valueDimension: Int
  )

  /// Elements that one token leaves in the cache of one layer.
  ///
  ///     grouped   2 · key/value heads · head dimension
  ///     latent    latent dimension + rotary dimension
  public var cachedElementsPerToken: Int {
    switch self {
    case .grouped(_, let keyValueHeads, let headDimension): 2 * keyValueHeads * headDimension
    case .latent(_, _, let latent, let rotary, _, _): latent + rotary
    }
  }

  /// Multiply-adds that one new token spends on one cached token in one layer.
  ///
  ///     grouped   query heads · 2 · head dimension                    (score, then weighted sum)
  ///     latent    heads · ((latent + rotary) + latent)                (the same, on the shared latent)
  ///
  /// The latent form is the absorbed one that decoding uses: keys and values are never expanded.
  /// Softmax and scaling are left out.
  public var multiplyAddsPerCachedToken: Int {
    switch self {
    case .grouped(let queryHeads, _, let headDimension): queryHeads * 2 * headDimension
    case .latent(let heads, _, let latent, let rotary, _, _): heads * (2 * latent + rotary)
    }
  }

  /// Arithmetic per byte of cache read while decoding, in FLOP/B.
  ///
  ///     2 · multiply-adds per cached token ÷ (cached elements per token · bytes per element)
  ///
  /// A chip whose data-sheet ratio is above this waits for memory while it attends.
  public func intensity(_ precision: Precision) -> Quantity {
    Quantity(Double(multiplyAddsPerCachedToken), .multiplyAdds)
      / (Double(cachedElementsPerToken) * precision.bytesPerElement)
  }

  /// Weights of one layer's projections, with the norms that belong to them.
  func parameters(hiddenSize: Int) -> Int {
    switch self {
    case .grouped(let queryHeads, let keyValueHeads, let headDimension):
      return 2 * hiddenSize * queryHeads * headDimension
        + 2 * hiddenSize * keyValueHeads * headDimension
    case .latent(let heads, let queryRank, let latent, let rotary, let plain, let value):
      let queries = hiddenSize * queryRank + queryRank + queryRank * heads * (plain + rotary)
      let down = hiddenSize * (latent + rotary) + latent
      let up = latent * heads * (plain + value)
      return queries + down + up + heads * value * hiddenSize
    }
  }
}
