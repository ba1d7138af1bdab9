import Quantities

/// The blocks of one group of layers: who holds them, which are free, which wait to be found again.
///
/// A block is held by any number of sequences. When the last one lets go it is free, unless its content is
/// indexed as the continuation of a prefix: then it idles, and is overwritten only when no free block is
/// left, the least recently used first.
package final class BlockPool {
  /// Which group's blocks these are.
  let group: Int
  /// All blocks.
  package let blocks: Int
  private var free: [Int32]
  private var idle: BlockQueue
  private var holders: [Int32]
  private var prefixes: [PrefixNode?]
  private let index: PrefixIndex

  init(group: Int, blocks: Int, index: PrefixIndex) {
    self.group = group
    self.blocks = blocks
    self.index = index
    free = (0..<Int32(blocks)).reversed()
    idle = BlockQueue(blocks: blocks)
    holders = [Int32](repeating: 0, count: blocks)
    prefixes = [PrefixNode?](repeating: nil, count: blocks)
  }

  /// Blocks that a sequence holds.
  package var used: Int { blocks - available }
  /// Blocks that may be taken.
  package var available: Int { free.count + idle.count }
  /// Blocks that nobody holds and that a prompt may find again.
  package var idling: Int { idle.count }

  /// Sequences that hold a block.
  package func holders(of block: Int32) -> Int { Int(holders[Int(block)]) }

  /// The prefix whose last 16 tokens a block holds, if it is indexed.
  func prefix(of block: Int32) -> PrefixNode? { prefixes[Int(block)] }

  /// Takes a block for one holder: a free one, else the one that idles longest.
  func take() -> Int32? {
    if let block = free.popLast() {
      holders[Int(block)] = 1
      return block
    }
    guard let block = idle.first else { return nil }
    forget(block)
    free.removeLast()
    holders[Int(block)] = 1
    return block
  }

  /// Takes consecutive blocks for one holder, the lowest run that is long enough.
  func takeRun(of count: Int) -> Range<Int32>? {
    guard count > 0 else { return 0..<0 }
    var length = 0
    for block in 0..<blocks {
      length = holders[block] == 0 ? length + 1 : 0
      guard length == count else { continue }
      let run = Int32(block + 1 - count)..<Int32(block + 1)
      for block in run where prefixes[Int(block)] != nil { forget(block) }
      free.removeAll(where: run.contains)
      for block in run { holders[Int(block)] = 1 }
      return run
    }
    return nil
  }

  /// Adds a holder to a block that is held or idles.
  func hold(_ block: Int32) {
    if holders[Int(block)] == 0 { idle.remove(block) }
    holders[Int(block)] += 1
  }

  /// Takes a holder from a block.
  func give(_ block: Int32) {
    guard holders[Int(block)] > 0 else { stop("block \(block) was given back twice") }
    holders[Int(block)] -= 1
    guard holders[Int(block)] == 0 else { return }
    if prefixes[Int(block)] == nil { free.append(block) } else { idle.append(block) }
  }

  /// Indexes a held block as the last one of a prefix.
  func enter(_ block: Int32, as node: PrefixNode) {
    prefixes[Int(block)] = node
    node.blocks[group] = block
    index.use(node)
  }

  /// Takes a block out of the index, since it is about to be overwritten.
  func forget(_ block: Int32) {
    guard let node = prefixes[Int(block)] else { return }
    prefixes[Int(block)] = nil
    node.blocks[group] = -1
    index.leave(node)
    guard holders[Int(block)] == 0 else { return }
    idle.remove(block)
    free.append(block)
  }

  /// Makes all idle blocks free.
  func forgetIdle() {
    while let block = idle.first { forget(block) }
  }
}

/// Blocks in the order in which they were last used; any of them can be taken out at once.
struct BlockQueue {
  private var next: [Int32]
  private var previous: [Int32]
  /// How many there are.
  private(set) var count = 0

  // The place behind the last block is head and tail of the ring.
  init(blocks: Int) {
    next = [Int32](repeating: -1, count: blocks + 1)
    previous = next
    next[blocks] = Int32(blocks)
    previous[blocks] = Int32(blocks)
  }

  private var end: Int { next.count - 1 }

  /// The one that came first.
  var first: Int32? { count == 0 ? nil : next[end] }

  mutating func append(_ block: Int32) {
    let last = previous[end]
    next[Int(last)] = block
    previous[Int(block)] = last
    next[Int(block)] = Int32(end)
    previous[end] = block
    count += 1
  }

  mutating func remove(_ block: Int32) {
    let (before, after) = (previous[Int(block)], next[Int(block)])
    next[Int(before)] = after
    previous[Int(after)] = before
    next[Int(block)] = -1
    previous[Int(block)] = -1
    count -= 1
  }
}
