import Quantities
import ServingMath

/// The keys and values of all layers, and which layers share tables of blocks.
///
/// Layers that look equally far back form a group: a sequence has one table for each group, and the blocks
/// that have left a window go back to the group's pool, so that a window's cache is a ring of blocks.
package final class LayerCaches {
  /// Keys and values, layer by layer.
  package let stores: [KeyValueStore]
  /// How far back the layers of each group look; nil for all positions.
  package let windows: [Int?]
  /// The blocks of each group.
  package let pools: [BlockPool]
  /// Prefixes whose blocks can be found again.
  package let prefixes: PrefixIndex
  /// How blocks are given to sequences.
  package let layout: CacheLayout
  /// Whether full blocks are indexed.
  package let sharesPrefixes: Bool
  /// Which of the devices that share each sequence this one is; none where it keeps all of them.
  package let share: CacheShare?
  private let groups: [Int]
  private var sequences: [ObjectIdentifier: LiveSequence] = [:]

  private struct LiveSequence {
    weak var cache: SequenceCache?
  }

  /// Room for so many positions in all, in blocks of 16.
  ///
  /// Given are what each layer keeps of a position, and how far back it looks: nil for all positions.
  package init(
    shapes: [KeyValueStore.Shape],
    windows reach: [Int?],
    format: CacheFormat,
    tokens: Int,
    layout: CacheLayout = .paged,
    sharesPrefixes: Bool = true,
    share: CacheShare? = nil,
    hash: @escaping PrefixIndex.Hash = PrefixIndex.mixed
  ) {
    let blocks = Self.blocks(tokens)
    var windows: [Int?] = []
    groups = reach.map { window in
      if let group = windows.firstIndex(of: window) { return group }
      windows.append(window)
      return windows.count - 1
    }
    self.windows = windows
    self.share = share
    // A part of a sequence is neither one run of blocks nor a prefix.
    self.layout = share == nil ? layout : .paged
    self.sharesPrefixes = sharesPrefixes && layout == .paged && share == nil
    let index = PrefixIndex(groups: windows.count, hash: hash)
    prefixes = index
    pools = windows.indices.map { BlockPool(group: $0, blocks: blocks, index: index) }
    stores = shapes.map { KeyValueStore($0, format: format, blocks: blocks) }
  }

  /// The caches of some of a model's layers.
  convenience init(
    _ layers: [TransformerLayer],
    _ architecture: Architecture,
    _ options: Engine.Options,
    tokens: Int,
    share: CacheShare? = nil
  ) {
    self.init(
      shapes: layers.map(\.mixing.cacheShape),
      windows: layers.map { architecture.shape.layers[$0.index].attention.window },
      format: options.cache,
      tokens: tokens,
      layout: options.cacheLayout,
      sharesPrefixes: options.sharesPrefixes,
      share: share
    )
  }

  /// Blocks that hold so many positions.
  static func blocks(_ tokens: Int) -> Int {
    (tokens + KeyValueStore.blockTokens - 1) / KeyValueStore.blockTokens
  }

  /// The group of a layer.
  func group(of layer: Int) -> Int { groups[layer] }

  /// The stores of a group's layers.
  func stores(of group: Int) -> [KeyValueStore] {
    zip(groups, stores).filter { $0.0 == group }.map(\.1)
  }

  /// Makes room for new positions of some sequences, of all or of none.
  ///
  /// - Throws: `EngineError.cacheFull`; then nothing has changed.
  package func reserve(_ wishes: [(cache: SequenceCache, tokens: Int)]) throws(EngineError) {
    var placed: [SequenceCache] = []
    for wish in wishes where wish.tokens > 0 && layout == .contiguous && !wish.cache.isPlaced {
      guard wish.cache.place() else {
        for cache in placed { cache.release() }
        throw full(needed: wish.cache.capacity)
      }
      placed.append(wish.cache)
    }
    try checkRoom(for: wishes)
    for wish in wishes where wish.tokens > 0 { wish.cache.reserve(wish.tokens) }
  }

  /// Checks that there is room for new positions of some sequences.
  ///
  /// - Throws: `EngineError.cacheFull`.
  package func checkRoom(
    for wishes: [(cache: SequenceCache, tokens: Int)]
  ) throws(EngineError) {
    var demand = BlockDemand(self)
    for wish in wishes where wish.tokens > 0 { demand.add(wish.cache, tokens: wish.tokens) }
    guard demand.fits else { throw full(needed: demand.largest * KeyValueStore.blockTokens) }
  }

  private func full(needed: Int) -> EngineError {
    let free = pools.map(\.available).min() ?? 0
    return .cacheFull(needed: needed, free: free * KeyValueStore.blockTokens)
  }

  /// Copies a block of a group onto another in all its layers.
  func copy(_ block: Int32, to target: Int32, group: Int) {
    for (layer, store) in stores.enumerated() where groups[layer] == group {
      store.copyBlock(Int(block), to: Int(target))
    }
  }

  /// Forgets all prefixes that no sequence holds.
  package func forgetIdle() {
    for pool in pools { pool.forgetIdle() }
  }

  // MARK: - Who is there

  func add(_ cache: SequenceCache) {
    sequences[ObjectIdentifier(cache)] = LiveSequence(cache: cache)
  }

  func remove(_ cache: SequenceCache) { sequences[ObjectIdentifier(cache)] = nil }

  /// The sequences that there are, in no order.
  var live: [SequenceCache] { sequences.values.compactMap(\.cache) }
}

/// How blocks of the cache are given to sequences.
public enum CacheLayout: String, CaseIterable, Hashable, Sendable {
  /// A block whenever the last one is full, wherever one is free.
  case paged
  /// One run of consecutive blocks for all that a sequence may become, at its first token.
  case contiguous
}

/// What the sequences of a step take from each pool, block for block.
struct BlockDemand {
  private let caches: LayerCaches
  private var blocks: [Int]
  /// For each group, how many of the step's sequences write into a block that others hold too.
  private var writers: [[Int32: Int]]

  init(_ caches: LayerCaches) {
    self.caches = caches
    blocks = caches.pools.map { _ in 0 }
    writers = caches.pools.map { _ in [:] }
  }

  /// Whether all pools have as many blocks.
  var fits: Bool { zip(blocks, caches.pools).allSatisfy { $0 <= $1.available } }
  /// The most that one group needs.
  var largest: Int { blocks.max() ?? 0 }

  /// Adds what new positions of a sequence take.
  mutating func add(_ cache: SequenceCache, tokens: Int) {
    for (group, pool) in caches.pools.enumerated() {
      blocks[group] += cache.newBlocks(for: tokens, group: group)
      guard let tail = cache.openBlock(group: group), pool.holders(of: tail) > 1 else { continue }
      // Each writer takes a copy, except the last holder, to whom the block is left.
      let count = writers[group, default: tail]
      if count + 1 < pool.holders(of: tail) { blocks[group] += 1 }
      writers[group][tail] = count + 1
    }
  }
}

extension [[Int32: Int]] {
  fileprivate subscript(group: Int, default block: Int32) -> Int { self[group][block] ?? 0 }
}
