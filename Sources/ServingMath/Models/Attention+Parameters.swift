extension Attention {
  /// Weights of one layer's projections, with the norms, biases and sinks that belong to them.
  ///
  /// A layer that shares an earlier cache has no key and value projections. The indexer is not counted.
  func parameters(hiddenSize: Int) -> Int {
    switch heads {
    case .grouped(let queryHeads, let keyValueHeads, let headDimension):
      let queries = queryHeads * headDimension
      let keysAndValues = sharesCache ? 0 : 2 * keyValueHeads * headDimension
      return hiddenSize * (2 * queries + keysAndValues)
        + beside(queries, keysAndValues, headDimension, hiddenSize)
    case .latent(let heads, let queryRank, let latent, let rotary, let plain, let value):
      let wide = heads * (plain + rotary)
      let queries =
        queryRank == 0 ? hiddenSize * wide : hiddenSize * queryRank + queryRank + queryRank * wide
      let down = hiddenSize * (latent + rotary) + latent
      let up = latent * heads * (plain + value)
      let inputBias = extras.contains(.inputBias) ? queryRank + latent + rotary : 0
      let outputBias = extras.contains(.outputBias) ? hiddenSize : 0
      return queries + down + up + heads * value * hiddenSize + inputBias + outputBias
    case .linear(let heads, let headDimension):
      // Queries, keys, values, output gate and output, and the norm before the output.
      return 5 * hiddenSize * heads * headDimension + heads * headDimension
    }
  }

  private func beside(
    _ queries: Int,
    _ keysAndValues: Int,
    _ headDimension: Int,
    _ hiddenSize: Int
  ) -> Int {
    var count = 0
    if extras.contains(.inputBias) { count += queries + keysAndValues }
    if extras.contains(.outputBias) { count += hiddenSize }
    if extras.contains(.headNorms) { count += 2 * headDimension }
    if extras.contains(.layerNorms) { count += queries + keysAndValues / 2 }
    if extras.contains(.sinks) { count += queries / headDimension }
    return count
  }
}
