public import Quantities

/// What a sequence keeps in memory besides the weights. All sizes are exact; paging is not included.
extension TransformerConfig {
  /// Cache that one more token takes while every window still has room, in bytes per token.
  ///
  ///     Σ over layers  cached elements · bytes per element
  ///
  /// The index of sparse attention is counted apart: `indexBytesPerToken`.
  public func keyValueBytesPerToken(_ precision: Precision) -> Quantity {
    bytesPerToken(precision) { _ in true }
  }

  /// Cache that one more token takes once every window is full: what long contexts cost, in bytes per token.
  public func keyValueTailBytesPerToken(_ precision: Precision) -> Quantity {
    bytesPerToken(precision, where: \.growsWithContext)
  }

  /// Memory that the state of linear layers takes for a sequence, at any length.
  public func stateBytes(_ precision: Precision) -> Quantity {
    Double(layers.reduce(0) { $0 + $1.attention.stateElements }) * precision.bytesPerElement
  }

  /// Memory that one sequence of a length takes: cache, index and state.
  ///
  ///     Σ over layers  elements · min(context, window) · bytes per element + index + state
  public func keyValueBytes(context: Int, _ precision: Precision) -> Quantity {
    layers.reduce(Quantity(0, .bytes)) {
      $0 + $1.attention.bytesKept(context: context, precision)
    }
  }

  /// Bytes that one new token reads of what its sequence keeps.
  ///
  /// Differs from `keyValueBytes` where an indexer picks: the whole index is scanned, but only the chosen
  /// tokens' keys and values are read. A layer that shares a cache reads it again.
  public func keyValueBytesRead(context: Int, _ precision: Precision) -> Quantity {
    layers.reduce(Quantity(0, .bytes)) {
      $0 + $1.attention.bytesRead(context: context, precision)
    }
  }

  private func bytesPerToken(
    _ precision: Precision,
    where counts: (Attention) -> Bool
  ) -> Quantity {
    var elements = 0
    for layer in layers where counts(layer.attention) {
      elements += layer.attention.cachedElementsPerToken
    }
    return Double(elements) * precision.bytesPerElement / Quantity(1, .tokens)
  }

  /// Bytes that one more token leaves in the indexes of all layers, in bytes per token.
  public var indexBytesPerToken: Quantity {
    let bytes = layers.reduce(0) { $0 + ($1.attention.indexer?.cachedBytesPerToken ?? 0) }
    return Quantity(Double(bytes), .bytesPerToken)
  }
}
