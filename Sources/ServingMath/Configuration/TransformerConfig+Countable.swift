extension TransformerConfig {
  /// Whether all counts of the shape stay far from the largest integer, so that sums of them are exact.
  ///
  /// Checked in floating point, which does not overflow, before anything is counted in integers.
  var isCountable: Bool {
    let embeddings = 2 * Double(vocabularySize) * Double(hiddenSize)
    let layers = layers.reduce(0.0) { $0 + $1.roughParameters(hiddenSize: Double(hiddenSize)) }
    return embeddings + layers < 1e16 && self.layers.allSatisfy { $0.attention.roughWidth < 1e8 }
  }
}

extension TransformerConfig.Layer {
  /// An upper bound of the layer's weights, biases and norms apart.
  fileprivate func roughParameters(hiddenSize: Double) -> Double {
    let width = attention.roughWidth
    var parameters = 5 * hiddenSize * width + width * width
    switch feedForward {
    case .dense(let width, _, _): parameters += 3 * hiddenSize * Double(width)
    case .experts(let experts):
      let all = Double(experts.count) * Double(experts.feedForwardSize)
      let shared = Double(experts.shared) * Double(experts.sharedFeedForwardSize)
      parameters += 3 * hiddenSize * (all + shared + Double(experts.count))
    }
    return parameters
  }
}

extension Attention {
  /// An upper bound of every projection's width.
  fileprivate var roughWidth: Double {
    let indexed = indexer.map { Double($0.heads) * Double($0.headDimension) } ?? 0
    switch heads {
    case .grouped(let queryHeads, let keyValueHeads, let headDimension):
      return (2 * Double(keyValueHeads) + Double(queryHeads)) * Double(headDimension) + indexed
    case .latent(let heads, let queryRank, let latent, let rotary, let plain, let value):
      let wide = Double(heads) * Double(plain + rotary + value + 2 * latent + rotary)
      return wide + Double(queryRank) + indexed
    case .linear(let heads, let headDimension):
      return Double(heads) * Double(headDimension) * Double(headDimension)
    }
  }
}
