extension Attention {
  /// Elements that one token leaves in the cache of one layer while it is in reach.
  ///
  ///     grouped   2 · key/value heads · head dimension
  ///     latent    latent dimension + rotary dimension
  ///     linear, or a cache shared with an earlier layer    none
  ///
  /// What an indexer keeps is counted apart: its precision is its own.
  public var cachedElementsPerToken: Int {
    if sharesCache { return 0 }
    return switch heads {
    case .grouped(_, let keyValueHeads, let headDimension): 2 * keyValueHeads * headDimension
    case .latent(_, _, let latent, let rotary, _, _): latent + rotary
    case .linear: 0
    }
  }

  /// Elements of the state that a linear layer keeps for a sequence, however long.
  ///
  ///     heads · head dimension²
  public var stateElements: Int {
    guard case .linear(let heads, let headDimension) = heads else { return 0 }
    return heads * headDimension * headDimension
  }

  /// Tokens that a new token can look back on in a context of so many.
  ///
  /// For a chunk this is the most that it ever holds, which is what memory must be kept for.
  public func reach(context: Int) -> Int {
    switch span {
    case .full: context
    case .window(let tokens), .chunk(let tokens): min(context, tokens)
    }
  }

  /// Tokens whose keys and values a new token reads: those in reach, or those that the indexer picks.
  public func tokensRead(context: Int) -> Int {
    min(reach(context: context), indexer?.chosen ?? .max)
  }

  /// Whether the cache grows for as long as the context does.
  public var growsWithContext: Bool { span == .full && cachedElementsPerToken > 0 }

  /// How many parts the cache can be cut into without storing anything twice: its key/value heads.
  ///
  /// A latent cache is one piece, which every device of a tensor-parallel group must hold.
  public var cacheParts: Int {
    switch heads {
    case .grouped(_, let keyValueHeads, _): keyValueHeads
    case .latent: 1
    case .linear(let heads, _): heads
    }
  }

  /// Query heads, the most devices that tensor parallelism can spread this layer over.
  public var queryHeads: Int {
    switch heads {
    case .grouped(let queryHeads, _, _): queryHeads
    case .latent(let heads, _, _, _, _, _), .linear(let heads, _): heads
    }
  }
}

/// The small attention by which DeepSeek-V3.2 and GLM-5 choose the tokens that the large one reads.
///
/// > Source: arXiv 2512.02556, section 2.
public struct SparseIndexer: Hashable, Sendable {
  /// Index query heads; all share one key per token.
  public let heads: Int
  /// Width of an index key.
  public let headDimension: Int
  /// Tokens chosen for each new one.
  public let chosen: Int

  /// An indexer of so many heads.
  public init(heads: Int, headDimension: Int, chosen: Int) {
    self.heads = heads
    self.headDimension = headDimension
    self.chosen = chosen
  }

  /// Bytes that one token leaves in the index of one layer: 8-bit elements and a 32-bit scale.
  ///
  ///     head dimension + 4
  public var cachedBytesPerToken: Int { headDimension + 4 }

  /// Multiply-adds that one new token spends on the index of one earlier token.
  public var multiplyAddsPerCachedToken: Int { heads * headDimension }

  /// Weights: index queries from the compressed query, the key with its norm, one gate per head.
  func parameters(hiddenSize: Int, queryRank: Int) -> Int {
    queryRank * heads * headDimension + hiddenSize * headDimension + 2 * headDimension
      + hiddenSize * heads
  }
}
