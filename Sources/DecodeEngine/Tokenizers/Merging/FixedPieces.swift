/// Pieces that are looked for in the text itself, the longest at each place.
struct FixedPieces: Sendable {
  private var table = ByteTable()
  /// The lengths, longest first, of the pieces that start with each byte.
  private var lengths = [[Int]](repeating: [], count: 256)

  var isEmpty: Bool { table.count == 0 }

  /// Adds a piece that is not empty; false if it is there already.
  mutating func add(_ piece: [UInt8], _ token: Int32) -> Bool {
    guard let first = piece.first, table.insert(piece, token) else { return false }
    if !lengths[Int(first)].contains(piece.count) {
      lengths[Int(first)].append(piece.count)
      lengths[Int(first)].sort(by: >)
    }
    return true
  }

  /// The longest piece that starts at a position.
  @inline(__always)
  func match(_ bytes: [UInt8], _ position: Int, _ end: Int) -> (token: Int32, length: Int)? {
    for length in lengths[Int(bytes[position])] where position + length <= end {
      if let token = table.value(bytes, position..<position + length) { return (token, length) }
    }
    return nil
  }
}
