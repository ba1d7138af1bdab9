import Quantities

/// What one sequence has in the cache: its tokens, and for each group of layers the blocks that hold them.
///
/// The last tokens may be provisional: guesses that `truncate` may take back. Blocks are indexed for others
/// to find, and let go where they have left a window, only as far as tokens are settled.
package final class SequenceCache {
  /// The tokens whose keys and values are cached.
  package internal(set) var tokens: [Int32] = []
  /// Tokens that stay, counted from the first.
  package internal(set) var settled = 0
  /// For each group and each run of 16 positions its block; −1 where it has left the window or another device
  /// keeps it.
  package internal(set) var tables: [[Int32]]
  /// The most positions that there will be.
  package let capacity: Int
  /// The indexed prefixes that the sequence's full blocks are.
  var chain: [PrefixNode] = []
  package let caches: LayerCaches
  static let size = KeyValueStore.blockTokens

  package init(_ caches: LayerCaches, capacity: Int) {
    self.caches = caches
    self.capacity = capacity
    tables = caches.windows.map { _ in [] }
    caches.add(self)
  }

  deinit {
    release()
    caches.remove(self)
  }

  /// Positions that are cached.
  package var length: Int { tokens.count }

  /// Where the keys of a position go, in one group; −1 if another device keeps them.
  package func slot(of position: Int, group: Int) -> Int32 {
    let block = tables[group][position / Self.size]
    return block < 0 ? -1 : block * Int32(Self.size) + Int32(position % Self.size)
  }

  // MARK: - Room

  /// Whether a run of blocks was taken for all positions.
  var isPlaced: Bool { !(tables.first?.isEmpty ?? true) }

  /// Takes a run of consecutive blocks for all that the sequence may become.
  ///
  /// - Returns: Whether every group had such a run; if not, nothing has changed.
  package func place() -> Bool {
    for (group, pool) in caches.pools.enumerated() {
      guard let run = pool.takeRun(of: LayerCaches.blocks(capacity)) else {
        release()
        return false
      }
      tables[group] = Array(run)
    }
    return true
  }

  /// Blocks that a group needs more for so many more positions.
  func newBlocks(for tokens: Int, group: Int) -> Int {
    newIndices(for: tokens, group: group).count(where: keeps)
  }

  /// The runs of 16 positions that so many more positions begin.
  private func newIndices(for tokens: Int, group: Int) -> Range<Int> {
    let count = tables[group].count
    return count..<max(count, LayerCaches.blocks(length + tokens))
  }

  /// Whether this device keeps a run of 16 positions.
  private func keeps(_ index: Int) -> Bool { caches.share?.keeps(index) ?? true }

  /// The part-filled block of a group that the next position goes into.
  func openBlock(group: Int) -> Int32? {
    guard length % Self.size != 0, keeps(length / Self.size) else { return nil }
    return tables[group][length / Self.size]
  }

  /// Makes room for so many more positions in blocks that nobody else holds; there must be enough.
  func reserve(_ count: Int) {
    for (group, pool) in caches.pools.enumerated() {
      if let open = openBlock(group: group) { own(open, pool) }
      for index in newIndices(for: count, group: group) {
        guard keeps(index) else {
          tables[group].append(-1)
          continue
        }
        guard let block = pool.take() else { stop("a pool has fewer blocks than it said") }
        tables[group].append(block)
      }
    }
  }

  /// Copies the open block if others hold it; takes it out of the index if it is there.
  private func own(_ block: Int32, _ pool: BlockPool) {
    guard pool.holders(of: block) > 1 else { return pool.forget(block) }
    guard let copy = pool.take() else { stop("a pool has fewer blocks than it said") }
    caches.copy(block, to: copy, group: pool.group)
    pool.give(block)
    tables[pool.group][length / Self.size] = copy
  }

  // MARK: - Tokens

  /// Says that tokens are cached now, of which the last few may yet be taken back.
  package func append(_ new: [Int32], provisional: Int = 0) {
    tokens += new
    if provisional < new.count { settled = length - provisional }
    if caches.sharesPrefixes { enterPrefixes() }
    leaveWindows()
  }

  /// Takes back all tokens from a position on.
  ///
  /// - Returns: Whether every window still holds what the next token sees; if not, nothing has changed.
  package func truncate(to count: Int) -> Bool {
    guard (0...length).contains(count) else { return false }
    for (group, window) in caches.windows.enumerated() {
      guard let window, count > 0 else { continue }
      let needed = max(0, count + 1 - window) / Self.size..<LayerCaches.blocks(count)
      guard tables[group][needed].allSatisfy({ $0 >= 0 }) else { return false }
    }
    if count == 0 {
      release()
      return true
    }
    tokens.removeLast(length - count)
    settled = min(settled, count)
    while chain.count > count / Self.size { caches.prefixes.leave(chain.removeLast()) }
    guard caches.layout == .paged else { return true }
    for (group, pool) in caches.pools.enumerated() {
      while tables[group].count > LayerCaches.blocks(count) {
        let block = tables[group].removeLast()
        if block >= 0 { pool.give(block) }
      }
    }
    return true
  }

  /// Lets go of blocks that no later token will see.
  ///
  /// Kept is what the last settled token saw, so that what is held is what the formulas count.
  private func leaveWindows() {
    for (group, window) in caches.windows.enumerated() {
      guard let window else { continue }
      let gone = max(0, settled - window) / Self.size
      for index in (0..<min(gone, tables[group].count)).reversed() where keeps(index) {
        guard tables[group][index] >= 0 else { break }
        caches.pools[group].give(tables[group][index])
        tables[group][index] = -1
      }
    }
  }

  /// Gives all blocks back, the last first, so that the beginnings of texts are overwritten last.
  package func release() {
    for (group, table) in tables.enumerated() {
      for block in table.reversed() where block >= 0 { caches.pools[group].give(block) }
      tables[group] = []
    }
    while let node = chain.popLast() { caches.prefixes.leave(node) }
    tokens = []
    settled = 0
  }
}
