/// What one sequence has in the cache: its length, and for each group of layers the blocks that hold it.
package final class SequenceCache {
  /// Positions that are cached.
  package private(set) var length = 0
  /// For each group and each run of 16 positions its block; −1 where it has left the window.
  private(set) var tables: [[Int32]]
  private let caches: LayerCaches

  init(_ caches: LayerCaches) {
    self.caches = caches
    tables = caches.windows.map { _ in [] }
  }

  deinit { release() }

  /// Blocks that each group needs more for so many more positions.
  func blocksNeeded(for tokens: Int) -> Int {
    let needed = (length + tokens + KeyValueStore.blockTokens - 1) / KeyValueStore.blockTokens
    return needed - (tables.first?.count ?? 0)
  }

  /// Makes room for so many more positions.
  ///
  /// - Returns: Whether there was room; if not, nothing has changed.
  func reserve(_ tokens: Int) -> Bool {
    let count = blocksNeeded(for: tokens)
    guard caches.pools.allSatisfy({ $0.available >= count }) else { return false }
    for (group, pool) in caches.pools.enumerated() {
      for _ in 0..<count { if let block = pool.take() { tables[group].append(block) } }
    }
    return true
  }

  /// Where the keys of a position go, in one group.
  func slot(of position: Int, group: Int) -> Int32 {
    let size = KeyValueStore.blockTokens
    return tables[group][position / size] * Int32(size) + Int32(position % size)
  }

  /// Says that so many more positions are cached, and lets go of blocks that no later token will see.
  func advance(by tokens: Int) {
    length += tokens
    for (group, window) in caches.windows.enumerated() {
      guard let window else { continue }
      let gone = max(0, length + 1 - window) / KeyValueStore.blockTokens
      for index in (0..<min(gone, tables[group].count)).reversed() {
        guard tables[group][index] >= 0 else { break }
        caches.pools[group].give(tables[group][index])
        tables[group][index] = -1
      }
    }
  }

  /// Gives all blocks back.
  package func release() {
    for (group, table) in tables.enumerated() {
      for block in table where block >= 0 { caches.pools[group].give(block) }
      tables[group] = []
    }
    length = 0
  }
}
