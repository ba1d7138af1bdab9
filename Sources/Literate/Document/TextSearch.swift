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

  /// The lines of the text without their line breaks.
  var lines: [String] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
