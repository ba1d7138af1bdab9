/// The tokens of words seen before, up to a few megabytes; then it starts anew.
struct WordCache: Sendable {
  private var words = ByteTable(capacity: 1 << 12)
  private var tokens: [Int32] = []
  private var ends: [Int] = []

  /// Longer words seldom come again.
  static let longest = 48
  private static let mostBytes = 1 << 20

  /// Appends the tokens of a word; false if it is not known.
  @inline(__always)
  func append(_ bytes: [UInt8], _ range: Range<Int>, to result: inout [Int32]) -> Bool {
    guard let index = words.value(bytes, range) else { return false }
    let start = index == 0 ? 0 : ends[Int(index) - 1]
    for place in start..<ends[Int(index)] { result.append(tokens[place]) }
    return true
  }

  mutating func insert(_ bytes: [UInt8], _ range: Range<Int>, _ found: ArraySlice<Int32>) {
    if words.keyBytes + range.count > Self.mostBytes { self = WordCache() }
    guard words.insert(bytes, range, Int32(words.count)) else { return }
    tokens += found
    ends.append(tokens.count)
  }
}
