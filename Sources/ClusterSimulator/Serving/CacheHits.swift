public import Quantities

/// What a prefix cache found of the prompts, tier by tier.
///
/// A prompt finds its blocks from the first on, up to the first that is kept nowhere.
public struct CacheHits: Hashable, Sendable {
  /// What one tier gave.
  public struct Tier: Hashable, Sendable {
    /// What the tier is called.
    public let name: String
    /// Blocks found in it.
    public internal(set) var blocks: Int
    /// Tokens of prompts in these blocks; the last block of a prompt may have fewer than others.
    public internal(set) var tokens: Int
  }

  /// Tokens of all prompts.
  public internal(set) var promptTokens = 0
  /// Blocks of all prompts, those begun included.
  public internal(set) var promptBlocks = 0
  /// What each tier gave, the nearest first.
  public internal(set) var tiers: [Tier]

  init(tiers names: [String]) {
    tiers = names.map { Tier(name: $0, blocks: 0, tokens: 0) }
  }

  /// Blocks found in any tier.
  public var blocks: Int { tiers.reduce(0) { $0 + $1.blocks } }
  /// Tokens found in any tier.
  public var tokens: Int { tiers.reduce(0) { $0 + $1.tokens } }

  /// The share of the prompts' tokens that was found, which is what a hit rate means here.
  ///
  /// Zero where there are no prompts.
  public var rate: Quantity { share(tokens, of: promptTokens) }
  /// The share of the prompts' tokens that a tier gave.
  public func rate(ofTier tier: Int) -> Quantity { share(tiers[tier].tokens, of: promptTokens) }
  /// The share of the prompts' blocks that was found.
  public var blockRate: Quantity { share(blocks, of: promptBlocks) }

  private func share(_ part: Int, of whole: Int) -> Quantity {
    whole == 0 ? Quantity(0) : Quantity(part) / Quantity(whole)
  }
}
