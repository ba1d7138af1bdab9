/// What sequences take of the cache, in bytes, each block counted once however many hold it.
public struct CacheUse: Hashable, Sendable {
  /// Blocks that are held: the sum of the three that follow.
  public fileprivate(set) var held = 0
  /// Positions that the last token of some sequence saw, itself among them.
  public fileprivate(set) var filled = 0
  /// Whole blocks that wait for later positions.
  public fileprivate(set) var reserved = 0
  /// The rest of part-filled blocks: places not reached yet, or left behind by a window.
  public fileprivate(set) var wasted = 0
  /// Blocks with more than one holder.
  public fileprivate(set) var shared = 0
  /// What every further holder of a block would take if it had a copy.
  public fileprivate(set) var saved = 0
  /// The part of `filled` that is scales of quantised vectors rather than elements.
  public fileprivate(set) var scales = 0

  /// Nothing is held.
  public init() {}
}

extension Engine {
  /// What all sequences take of the cache.
  public var cacheUse: CacheUse { caches.use(caches.live) }

  /// Bytes of all blocks, held or not.
  public var cacheCapacity: Int {
    caches.windows.indices.reduce(0) { $0 + caches.pools[$1].blocks * caches.bytesPerBlock($1) }
  }
}

extension Engine.Sequence {
  /// What this sequence takes of the cache, shared or not.
  public var cacheUse: CacheUse { cache.use }
}

extension LayerCaches {
  /// Bytes of one block in all layers of a group.
  func bytesPerBlock(_ group: Int) -> Int {
    stores(of: group).reduce(0) { $0 + $1.bytesPerBlock }
  }

  /// Sums what some sequences hold.
  package func use(_ sequences: [SequenceCache]) -> CacheUse {
    var use = CacheUse()
    for (group, pool) in pools.enumerated() {
      // A bit for each position that is seen; a block that waits has none.
      var blocks: [Int32: (seen: UInt16, waits: Bool)] = [:]
      for sequence in sequences { sequence.mark(group, &blocks) }
      let stores = stores(of: group)
      let block = bytesPerBlock(group)
      for (index, (seen, waits)) in blocks {
        let positions = seen.nonzeroBitCount
        let filled = stores.reduce(0) { $0 + positions * $1.shape.bytesPerToken($1.format) }
        use.held += block
        use.filled += filled
        if waits { use.reserved += block } else { use.wasted += block - filled }
        let holders = pool.holders(of: index)
        if holders > 1 { use.shared += block }
        use.saved += (holders - 1) * block
        use.scales += stores.reduce(0) { $0 + positions * $1.scaleBytesPerToken }
      }
    }
    return use
  }
}

extension SequenceCache {
  package var use: CacheUse { caches.use([self]) }

  /// Marks the positions of this sequence's blocks that its last token saw.
  fileprivate func mark(_ group: Int, _ blocks: inout [Int32: (seen: UInt16, waits: Bool)]) {
    let size = KeyValueStore.blockTokens
    let first = caches.windows[group].map { max(0, length - $0) } ?? 0
    for (index, block) in tables[group].enumerated() where block >= 0 {
      let places = (0..<size).filter { (first..<length).contains(index * size + $0) }
      let seen = places.reduce(UInt16(0)) { $0 | 1 << UInt16($1) }
      let old = blocks[block] ?? (0, true)
      blocks[block] = (old.seen | seen, old.waits && index * size >= length)
    }
  }
}

extension KeyValueStore {
  /// Bytes of one position that are scales.
  fileprivate var scaleBytesPerToken: Int {
    guard format == .int8 else { return 0 }
    return shape.heads * (shape.valuesAreKeys ? 1 : 2) * 2
  }
}
