/// Numbers by byte strings; open addressing over one array of all keys.
///
/// A Swift dictionary of arrays would hold a heap object a key and hash three times as slowly.
struct ByteTable: Sendable {
  private var slots: [Int32]
  private var entries: [Entry] = []
  private var keys: [UInt8] = []

  private struct Entry {
    let start: Int
    let count: Int
    let hash: UInt64
    let value: Int32
  }

  /// An empty table with room for some keys before it grows.
  init(capacity: Int = 16) {
    var size = 32
    while size < 2 * capacity { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
  }

  var count: Int { entries.count }
  /// Bytes of all keys.
  var keyBytes: Int { keys.count }

  /// The number of a key that is a range of bytes.
  @inline(__always)
  func value(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    find(bytes, range, Self.hash(bytes, range)).found.map { entries[Int($0)].value }
  }

  func value(_ bytes: [UInt8]) -> Int32? { value(bytes, 0..<bytes.count) }

  /// Adds a key; returns false, and changes nothing, if there is one already.
  @discardableResult
  mutating func insert(_ bytes: [UInt8], _ range: Range<Int>, _ value: Int32) -> Bool {
    let hash = Self.hash(bytes, range)
    if find(bytes, range, hash).found != nil { return false }
    if 2 * (entries.count + 1) > slots.count { grow() }
    let slot = find(bytes, range, hash).slot
    slots[slot] = Int32(entries.count)
    entries.append(Entry(start: keys.count, count: range.count, hash: hash, value: value))
    keys += bytes[range]
    return true
  }

  @discardableResult
  mutating func insert(_ bytes: [UInt8], _ value: Int32) -> Bool {
    insert(bytes, 0..<bytes.count, value)
  }

  @inline(__always)
  private func find(
    _ bytes: [UInt8],
    _ range: Range<Int>,
    _ hash: UInt64
  ) -> (found: Int32?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash && entry.count == range.count {
        var isEqual = true
        for offset in 0..<range.count
        where keys[entry.start + offset] != bytes[range.lowerBound + offset] {
          isEqual = false
          break
        }
        if isEqual { return (slots[slot], slot) }
      }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }

  @inline(__always)
  private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
    // FNV's low bits are weak; the product's high half is not.
    hash ^= hash >> 32
    hash = hash &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }
}
