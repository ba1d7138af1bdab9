public import Quantities

/// The attention of one layer, as far as it decides what is stored, cached, read and multiplied.
///
/// Four kinds of heads, three spans, and two ways to cache or read less:
///
/// - `grouped`: query heads in equal groups; multi-head and multi-query attention are its two ends;
/// - `latent`: DeepSeek's, where all heads share one latent vector and one rotary key per token;
/// - `linear`: a state of fixed size instead of a cache;
/// - a `span` of the whole context, of a sliding window, or of the running chunk;
/// - an `indexer` that picks the tokens to attend to, and a cache that is an earlier layer's.
public struct Attention: Hashable, Sendable {
  /// How queries, keys and values are laid out.
  public enum Heads: Hashable, Sendable {
    case grouped(queryHeads: Int, keyValueHeads: Int, headDimension: Int)
    /// A query rank of 0 stands for queries that are projected in one step.
    case latent(
      heads: Int,
      queryRank: Int,
      latentDimension: Int,
      rotaryDimension: Int,
      plainDimension: Int,
      valueDimension: Int
    )
    case linear(heads: Int, headDimension: Int)
  }

  /// How far back a token looks.
  public enum Span: Hashable, Sendable {
    case full
    /// The last so many tokens, the new one among them.
    case window(tokens: Int)
    /// The tokens of the running chunk, which starts afresh every so many tokens.
    case chunk(tokens: Int)
  }

  /// Learnt weights beside the projections.
  public struct Extras: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    public let rawValue: Int

    /// The set with these bits.
    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// A bias on queries, keys and values; of latent attention on what makes the narrow vectors.
    public static let inputBias = Extras(rawValue: 1)
    /// A bias on the output projection.
    public static let outputBias = Extras(rawValue: 2)
    /// A norm of queries and one of keys, each of one head's width.
    public static let headNorms = Extras(rawValue: 4)
    /// A norm of queries and one of keys, each over all heads.
    public static let layerNorms = Extras(rawValue: 8)
    /// A learnt logit per query head that takes up attention.
    public static let sinks = Extras(rawValue: 16)
  }

  /// The layout of queries, keys and values.
  public let heads: Heads
  /// How far back a token looks.
  public let span: Span
  /// What chooses the tokens that are read, where not all are.
  public let indexer: SparseIndexer?
  /// Whether keys and values are those of an earlier layer, so that this one caches none.
  public let sharesCache: Bool
  /// Learnt weights beside the projections.
  public let extras: Extras

  /// An attention layer; by default over the whole context, with a cache of its own and bare projections.
  public init(
    _ heads: Heads,
    span: Span = .full,
    indexer: SparseIndexer? = nil,
    sharesCache: Bool = false,
    extras: Extras = []
  ) {
    self.heads = heads
    self.span = span
    self.indexer = indexer
    self.sharesCache = sharesCache
    self.extras = extras
  }
}

// MARK: - Work and traffic of one token

extension Attention {
  /// Multiply-adds that one new token spends on one token it attends to, in this layer.
  ///
  ///     grouped   query heads · 2 · head dimension                    (score, then weighted sum)
  ///     latent    heads · ((latent + rotary) + latent)                (the same, on the shared latent)
  ///     linear    none: see `multiplyAddsOnState`
  ///
  /// The latent form is the absorbed one that decoding uses: keys and values are never expanded.
  /// Softmax and scaling are left out.
  public var multiplyAddsPerCachedToken: Int {
    switch heads {
    case .grouped(let queryHeads, _, let headDimension): queryHeads * 2 * headDimension
    case .latent(let heads, _, let latent, let rotary, _, _): heads * (2 * latent + rotary)
    case .linear: 0
    }
  }

  /// Multiply-adds that one new token spends on a fixed state: reading it and renewing it.
  ///
  ///     linear    heads · 2 · head dimension²
  public var multiplyAddsOnState: Int {
    guard case .linear(let heads, let headDimension) = heads else { return 0 }
    return heads * 2 * headDimension * headDimension
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
}
