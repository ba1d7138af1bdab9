public import Quantities
public import ServingMath

/// A place below high-bandwidth memory in which blocks of prompts are kept, from which they must be loaded.
public struct CacheTier: Hashable, Sendable {
  /// What the tier is called in tables.
  public let name: String
  /// Blocks that it keeps; nil where it has no bounds.
  public let blocks: Int?
  /// Seconds to load one block.
  let loadTime: Double

  /// A tier of so many blocks, read at a bandwidth.
  ///
  /// Stops if the number of blocks is negative or a block takes no finite time.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - blocks: That it keeps; nil without bounds.
  ///   - blockBytes: Of one block's keys and values, in bytes.
  ///   - bandwidth: Bytes per time.
  public init(_ name: String, blocks: Int?, blockBytes: Quantity, bandwidth: Quantity) {
    if let blocks, blocks < 0 { stop("a tier keeps 0 blocks or more, not \(blocks)") }
    loadTime = (blockBytes / bandwidth).value(in: .seconds)
    guard loadTime >= 0, loadTime.isFinite else {
      stop("a block of \(blockBytes) at \(bandwidth) takes no finite time to load")
    }
    self.name = name
    self.blocks = blocks
  }

  /// Some units of a tier of the catalogue, read side by side.
  ///
  /// - Parameters:
  ///   - tier: Gives name, capacity and bandwidth of one unit.
  ///   - units: How many there are.
  ///   - bytesPerToken: Keys and values of one token over all layers, in bytes per token.
  ///   - blockTokens: Tokens that share a block name.
  public init(
    _ tier: MemoryTier,
    units: Int = 1,
    bytesPerToken: Quantity,
    blockTokens: Int = 512
  ) {
    let blockBytes = bytesPerToken * Quantity(blockTokens, .tokens)
    let blocks = (Double(units) * tier.capacity.value / blockBytes).plain.rounded(.down)
    self.init(
      tier.name,
      blocks: Int(min(blocks, 1e15)),
      blockBytes: blockBytes,
      bandwidth: Double(units) * tier.bandwidth.value
    )
  }

  /// Time to load one block.
  public var timePerBlock: Quantity { Quantity(loadTime, .seconds) }
}

/// Keeping the blocks of prompts after their requests have ended, for prompts that begin in the same way.
///
/// High-bandwidth memory that no running sequence needs keeps blocks until it is needed; what is dropped from
/// it moves to the tiers below, the least recently used first. Sequences that run at the same time share one
/// copy. Blocks are known to others once the prompt that brought them is read to its end. Moving down takes no
/// time; loading takes the tier's channel, one request after the other, while other sequences go on. A block
/// that the prompt only begins takes the room of a whole one. What sequences generate is not kept.
public struct PrefixCache: Hashable, Sendable {
  /// The most blocks that high-bandwidth memory keeps beside what runs; nil for all that fit.
  public let idleBlocks: Int?
  /// The tiers below, the nearest first.
  public let lowerTiers: [CacheTier]

  /// A cache; by default in high-bandwidth memory alone, wherever there is room.
  ///
  /// Stops if the number of blocks is negative.
  public init(idleBlocks: Int? = nil, lowerTiers: [CacheTier] = []) {
    if let idleBlocks, idleBlocks < 0 {
      stop("memory keeps 0 blocks or more beside what runs, not \(idleBlocks)")
    }
    self.idleBlocks = idleBlocks
    self.lowerTiers = lowerTiers
  }
}
