/// A set of scalars as a pattern names it: categories, white space and ranges, perhaps all but those.
struct ScalarSet: Hashable, Sendable {
  /// Categories in it, one bit each.
  var categories: UInt32 = 0
  var hasWhitespace = false
  var hasNonWhitespace = false
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  init(scalars: [Unicode.Scalar]) {
    ranges = scalars.map { $0.value...$0.value }
  }

  /// Prepares the fast answer for ASCII; to be called when nothing changes any more.
  mutating func close() {
    low = 0
    high = 0
    for code in 0..<128 as Range<UInt32> where holds(code) {
      if code < 64 { low |= 1 << UInt64(code) } else { high |= 1 << UInt64(code - 64) }
    }
  }

  /// Whether an ASCII character is in the set.
  @inline(__always)
  func contains(ascii byte: UInt8) -> Bool {
    (byte < 64 ? low >> UInt64(byte) : high >> UInt64(byte & 63)) & 1 != 0
  }

  /// Whether a scalar is in the set.
  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 128 ? contains(ascii: UInt8(scalar)) : holds(scalar)
  }

  private func holds(_ scalar: UInt32) -> Bool {
    let entry = ScalarCategories.entry(scalar)
    let isWhitespace = entry & ScalarCategories.whitespaceBit != 0
    var found = categories >> UInt32(entry & 0x1F) & 1 != 0
    found = found || (isWhitespace ? hasWhitespace : hasNonWhitespace)
    if !found {
      for range in ranges where range.contains(scalar) { found = true }
    }
    return found != isNegated
  }
}
