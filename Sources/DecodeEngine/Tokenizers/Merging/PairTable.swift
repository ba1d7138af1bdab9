/// What two neighbouring symbols merge into, and how early.
struct PairTable: Sendable {
  struct Merge: Sendable {
    /// Lower ranks merge first.
    let rank: UInt32
    let result: Int32
  }

  private var keys: [UInt64]
  private var merges: [Merge]
  private var count = 0
  private static let free = UInt64.max

  init(capacity: Int = 16) {
    var size = 32
    while size < 2 * capacity { size *= 2 }
    keys = [UInt64](repeating: Self.free, count: size)
    merges = [Merge](repeating: Merge(rank: 0, result: 0), count: size)
  }

  /// The merge of two symbols; symbols below 0 never merge.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Merge? {
    guard left >= 0, right >= 0 else { return nil }
    let key = Self.key(left, right)
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while keys[slot] != Self.free {
      if keys[slot] == key { return merges[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Sets the merge of two symbols from 0 on, in place of an earlier one.
  mutating func set(_ left: Int32, _ right: Int32, _ merge: Merge) {
    if 2 * (count + 1) > keys.count { grow() }
    place(Self.key(left, right), merge)
  }

  private mutating func place(_ key: UInt64, _ merge: Merge) {
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while keys[slot] != Self.free && keys[slot] != key { slot = (slot + 1) & mask }
    if keys[slot] == Self.free { count += 1 }
    keys[slot] = key
    merges[slot] = merge
  }

  private mutating func grow() {
    let old = self
    self = PairTable(capacity: old.keys.count)
    for (key, merge) in zip(old.keys, old.merges) where key != Self.free { place(key, merge) }
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }
}
