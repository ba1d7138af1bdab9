// Search by bytes: the standard library's goes through the machinery of regular expressions, which a book of
// half a megabyte notices.

extension StringProtocol {
  /// Whether the bytes of a text stand in this one.
  func holds(_ text: String) -> Bool { firstBytes(text) != nil }

  /// Where the bytes of a text first stand in this one.
  func firstBytes(_ text: String) -> Range<String.Index>? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return startIndex..<startIndex }
    var rest = utf8[...]
    while let lower = rest.firstIndex(of: first) {
      rest = rest[lower...]
      if rest.starts(with: wanted) {
        return lower..<rest.index(lower, offsetBy: wanted.count)
      }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// What stands before the first of an ASCII character; all of it if there is none.
  func upTo(_ end: Unicode.Scalar) -> SubSequence {
    self[..<(utf8.firstIndex(of: UInt8(ascii: end)) ?? endIndex)]
  }

  /// The lines of the text without their line breaks.
  var lines: [String] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

extension String {
  /// The pieces between the places where the bytes of a text stand, which has some: one more than there are places.
  ///
  /// All in one pass over an array of the bytes: made pages are cut at thousands of links.
  func pieces(between text: String) -> [Substring] {
    let (bytes, wanted) = (Array(utf8), Array(text.utf8))
    var pieces: [Substring] = []
    var start = startIndex
    var place = 0
    while let first = bytes[place...].firstIndex(of: wanted[0]) {
      place = first + 1
      guard bytes[first...].starts(with: wanted) else { continue }
      pieces.append(self[start..<utf8.index(startIndex, offsetBy: first)])
      place = first + wanted.count
      start = utf8.index(startIndex, offsetBy: place)
    }
    return pieces + [self[start...]]
  }
}
