/// Which named blocks are kept, and in which tier: one list, least recently used last, cut into tiers.
///
/// A block is either held, by sequences that run and read it, or kept in a tier, or gone. What leaves a tier
/// because the tier is full becomes the newest of the next tier below, and what leaves the last one is gone;
/// so the tiers together are one list in order of use. Sequences give their blocks back with the first of
/// the prompt last, which therefore stays longest: what is kept of a prompt is always a beginning of it.
///
/// Everything takes constant time, a change of capacity apart, which moves what no longer fits.
struct PrefixStore {
  private static let gone: UInt8 = 255
  private static let held: UInt8 = 254
  private static let none: Int32 = -1

  private struct List {
    var newest = PrefixStore.none
    var oldest = PrefixStore.none
    var count = 0
    var capacity: Int
  }

  private var lists: [List]
  /// The tier of each block, or `gone` or `held`.
  private var places: [UInt8]
  /// Sequences that hold each block.
  private var holders: [Int32]
  private var newer: [Int32]
  private var older: [Int32]
  /// Blocks that had to leave a tier, in order, until somebody empties the list; nil while nobody asks.
  var departures: [(block: Int32, tier: Int)]?

  /// An empty store for blocks 0 to `blocks` − 1, with the capacity of each tier in blocks.
  init(blocks: Int, capacities: [Int]) {
    lists = capacities.map { List(capacity: $0) }
    places = Array(repeating: Self.gone, count: blocks)
    holders = Array(repeating: 0, count: blocks)
    newer = Array(repeating: Self.none, count: blocks)
    older = Array(repeating: Self.none, count: blocks)
  }

  /// Where a block can be found.
  enum Place: Equatable {
    case gone
    case held
    case tier(Int)
  }

  func place(of block: Int32) -> Place {
    switch places[Int(block)] {
    case Self.gone: .gone
    case Self.held: .held
    case let tier: .tier(Int(tier))
    }
  }

  /// How many of a prompt's blocks, from the first on, can be found.
  func matched(_ names: ArraySlice<Int32>) -> Int {
    names.firstIndex { places[Int($0)] == Self.gone }.map { $0 - names.startIndex } ?? names.count
  }

  /// Lets one more sequence hold a block, wherever it was.
  ///
  /// - Returns: Whether another one holds it already.
  mutating func hold(_ block: Int32) -> Bool {
    let index = Int(block)
    holders[index] += 1
    if places[index] == Self.held { return true }
    if places[index] != Self.gone { remove(block) }
    places[index] = Self.held
    return false
  }

  /// Whether releasing a block once more would leave it without a holder.
  func isLastHolder(_ block: Int32) -> Bool { holders[Int(block)] == 1 }

  /// Lets one sequence go; with the last one the block becomes the newest of the first tier.
  mutating func release(_ block: Int32) {
    let index = Int(block)
    holders[index] -= 1
    if holders[index] == 0 { insert(block, into: 0) }
  }

  /// Makes a block the most recently used one, whether or not it was kept.
  mutating func touch(_ block: Int32) {
    if places[Int(block)] != Self.gone { remove(block) }
    insert(block, into: 0)
  }

  /// Sets how many blocks a tier may keep, and moves down what no longer fits.
  mutating func setCapacity(_ capacity: Int, ofTier tier: Int) {
    lists[tier].capacity = capacity
    demote(from: tier)
  }

  // MARK: - Lists

  private mutating func insert(_ block: Int32, into tier: Int) {
    let first = lists[tier].newest
    places[Int(block)] = UInt8(tier)
    newer[Int(block)] = Self.none
    older[Int(block)] = first
    if first == Self.none { lists[tier].oldest = block } else { newer[Int(first)] = block }
    lists[tier].newest = block
    lists[tier].count += 1
    demote(from: tier)
  }

  private mutating func remove(_ block: Int32) {
    let tier = Int(places[Int(block)])
    let before = newer[Int(block)]
    let after = older[Int(block)]
    if before == Self.none { lists[tier].newest = after } else { older[Int(before)] = after }
    if after == Self.none { lists[tier].oldest = before } else { newer[Int(after)] = before }
    lists[tier].count -= 1
    places[Int(block)] = Self.gone
  }

  private mutating func demote(from tier: Int) {
    while lists[tier].count > lists[tier].capacity {
      let block = lists[tier].oldest
      remove(block)
      departures?.append((block, tier))
      if tier + 1 < lists.count { insert(block, into: tier + 1) }
    }
  }
}
