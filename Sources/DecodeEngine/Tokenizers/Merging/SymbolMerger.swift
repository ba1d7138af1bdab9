/// Merges neighbouring symbols, the lowest rank first and the leftmost of equals, until no pair merges.
///
/// The symbols are a linked list; the pairs that may merge wait in a heap. So n symbols take O(n log n) steps, where
/// scanning for the best pair again after each merge would take O(n²). Short words are scanned all the same: below
/// about 20 symbols that is faster.
struct SymbolMerger {
  /// The symbols of a word.
  ///
  /// Symbols below 0 take no part.
  var symbols: [Int32] = []
  private var following: [Int32] = []
  private var preceding: [Int32] = []
  private var heap: [Pair] = []
  private var ranks: [UInt32] = []

  private static let shortest = 24

  private struct Pair {
    /// The rank above the position of the left symbol.
    let order: UInt64
    let left: Int32
    let right: Int32
    let result: Int32
  }

  /// What is told of a pair as soon as it stands side by side: its symbols, and what they would become.
  typealias Note = (_ left: Int32, _ right: Int32, _ result: Int32) -> Void

  /// Merges in place.
  mutating func merge(_ pairs: PairTable, _ note: Note? = nil) {
    if symbols.count < Self.shortest { scan(pairs, note) } else { queue(pairs, note) }
  }

  // MARK: Short words

  private mutating func scan(_ pairs: PairTable, _ note: Note?) {
    guard symbols.count > 1 else { return }
    ranks.removeAll(keepingCapacity: true)
    for index in 1..<symbols.count { ranks.append(rank(pairs, index - 1, note)) }
    while true {
      var best = 0
      for index in ranks.indices where ranks[index] < ranks[best] { best = index }
      guard !ranks.isEmpty, ranks[best] != .max,
        let merge = pairs[symbols[best], symbols[best + 1]]
      else { return }
      symbols[best] = merge.result
      symbols.remove(at: best + 1)
      ranks.remove(at: best)
      if best > 0 { ranks[best - 1] = rank(pairs, best - 1, note) }
      if best < ranks.count { ranks[best] = rank(pairs, best, note) }
    }
  }

  private func rank(_ pairs: PairTable, _ index: Int, _ note: Note?) -> UInt32 {
    guard let merge = pairs[symbols[index], symbols[index + 1]] else { return .max }
    note?(symbols[index], symbols[index + 1], merge.result)
    return merge.rank
  }

  // MARK: Long words

  private mutating func queue(_ pairs: PairTable, _ note: Note?) {
    let count = symbols.count
    following = (1...count).map { Int32($0 == count ? -1 : $0) }
    preceding = (0..<count).map { Int32($0 - 1) }
    heap.removeAll(keepingCapacity: true)
    var isGone = [Bool](repeating: false, count: count)
    for index in 1..<count { push(pairs, index - 1, index, note) }
    while let pair = pop() {
      let left = Int(pair.order & 0xFFFF_FFFF)
      let right = Int(following[left])
      guard !isGone[left], right >= 0, symbols[left] == pair.left, symbols[right] == pair.right
      else { continue }
      symbols[left] = pair.result
      isGone[right] = true
      let next = following[right]
      following[left] = next
      if preceding[left] >= 0 { push(pairs, Int(preceding[left]), left, note) }
      if next >= 0 {
        preceding[Int(next)] = Int32(left)
        push(pairs, left, Int(next), note)
      }
    }
    var kept = 0
    for index in 0..<count where !isGone[index] {
      symbols[kept] = symbols[index]
      kept += 1
    }
    symbols.removeLast(count - kept)
  }

  private mutating func push(_ pairs: PairTable, _ left: Int, _ right: Int, _ note: Note?) {
    guard let merge = pairs[symbols[left], symbols[right]] else { return }
    note?(symbols[left], symbols[right], merge.result)
    let pair = Pair(
      order: UInt64(merge.rank) << 32 | UInt64(left),
      left: symbols[left],
      right: symbols[right],
      result: merge.result
    )
    var index = heap.count
    heap.append(pair)
    while index > 0, heap[(index - 1) / 2].order > pair.order {
      heap[index] = heap[(index - 1) / 2]
      index = (index - 1) / 2
    }
    heap[index] = pair
  }

  private mutating func pop() -> Pair? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].order < heap[child].order { child += 1 }
      guard heap[child].order < last.order else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
    return first
  }
}
