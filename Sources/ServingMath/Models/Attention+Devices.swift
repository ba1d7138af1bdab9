import Quantities

/// What one device keeps, reads and multiplies of a sequence in one layer.
///
/// Key/value heads are cut over the tensor-parallel devices as far as there are enough of them, tokens over
/// the context-parallel ones; by default one device has it all.
extension Attention {
  /// Memory of cache, index and state.
  func bytesKept(
    context: Int,
    _ precision: Precision,
    tensor: Int = 1,
    contextParts: Int = 1
  ) -> Quantity {
    bytes(
      elements: cachedElementsPerToken * reach(context: context),
      context: context,
      precision,
      tensor: tensor,
      contextParts: contextParts
    )
  }

  /// Bytes that a new token reads: the whole index and state, and the tokens that it attends to.
  ///
  /// A layer that shares an earlier cache reads it again.
  func bytesRead(
    context: Int,
    _ precision: Precision,
    tensor: Int = 1,
    contextParts: Int = 1
  ) -> Quantity {
    let perToken = sharesCache ? Attention(heads).cachedElementsPerToken : cachedElementsPerToken
    return bytes(
      elements: perToken * tokensRead(context: context),
      context: context,
      precision,
      tensor: tensor,
      contextParts: contextParts
    )
  }

  /// Multiply-adds of a new token on what its sequence keeps; every device scans the index for itself.
  func multiplyAdds(context: Int, tensor: Int = 1, contextParts: Int = 1) -> Double {
    let indexed = (indexer?.multiplyAddsPerCachedToken ?? 0) * context
    let attended = multiplyAddsPerCachedToken * tokensRead(context: context) + multiplyAddsOnState
    return Double(indexed) / Double(contextParts)
      + Double(attended) / Double(tensor * contextParts)
  }

  private func bytes(
    elements: Int,
    context: Int,
    _ precision: Precision,
    tensor: Int,
    contextParts: Int
  ) -> Quantity {
    let cached = Double(elements) / Double(min(tensor, cacheParts) * contextParts)
    let state = Double(stateElements / min(tensor, queryHeads))
    let index = Double((indexer?.cachedBytesPerToken ?? 0) * context) / Double(contextParts)
    return (cached + state) * precision.bytesPerElement + Quantity(index, .bytes)
  }
}
