public import Quantities

/// How much of a long context a decode step reads when it does not read all of it.
///
/// Amounts are in token-equivalents: the cache of one token is the unit.
public enum SparseAttention {
  /// Reads of a two-level scheme: one summary per block, then the tokens of one chosen block.
  ///
  ///     context / block + block
  ///
  /// Least at block = √context, where it is 2·√context.
  public static func twoLevelReads(context: Quantity, block: Quantity) -> Quantity {
    Quantity((context / block).plain, .tokens) + block
  }

  /// The least that a two-level scheme reads, over all block sizes.
  ///
  ///     2 · √context
  public static func leastTwoLevelReads(context: Quantity) -> Quantity {
    let root = (context / Quantity(1, .tokens)).plain.squareRoot()
    return twoLevelReads(context: context, block: Quantity(root, .tokens))
  }

  /// Latent vectors that DeepSeek-V3.2 reads for each new token, however long the context.
  public static let deepSeekChosen = figure(
    2048,
    .tokens,
    .deepSeekSparse,
    "2025-12",
    "top-k of the indexer"
  )

  /// Bytes of index key that DeepSeek-V3.2 scans for each context token in each layer.
  ///
  /// 128 one-byte elements and a 4-byte scale.
  public static let deepSeekIndexKey = figure(
    132,
    .bytesPerToken,
    .deepSeekSparse,
    "2025-12",
    "per layer, FP8 with scale"
  )

  /// Bytes that DeepSeek-V3.2 reads from its caches for one new token.
  ///
  ///     layers · (context · index key + min(context, 2,048) · latent)
  ///
  /// The first term still grows with the context: the indexer looks at every token with a small key.
  public static func deepSeekReads(context: Quantity) -> Quantity {
    let tokens = Int(context.value(in: .tokens).rounded())
    return Model.deepSeekV32.config.keyValueBytesRead(context: tokens, .bf16)
  }
}
