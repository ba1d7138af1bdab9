/// Where a text may be cut before a space without changing a token.
///
/// SentencePiece vocabularies merge over a whole text. But a merge across a place between a character and a space makes a
/// piece that holds both in this order; where no piece does, both sides merge by themselves. So the parts are short, and
/// those seen before need no merging. Llama 2's 32,000 pieces on source code: 0.5 MB/s without, 5 MB/s with.
struct WordCut: Sendable {
  private let space: [UInt8]
  /// Characters that some piece has right before a space.
  private var joining: Set<UInt32> = []

  /// - Parameters:
  ///   - space: The character that stands for a space.
  ///   - pieces: Everything that merging, or looking in the text, may give.
  init(before space: [UInt8], pieces: some Sequence<[UInt8]>) {
    self.space = space
    for piece in pieces {
      for place in Self.places(of: space, in: piece, 0..<piece.count) where place > 0 {
        joining.insert(Self.scalar(before: place, in: piece))
      }
    }
    // Runs of spaces stay whole in any case: they have pieces of every length.
    joining.insert(Pattern.scalar(space, 0, space.count))
  }

  /// The parts of the ranges.
  func apply(_ ranges: [Range<Int>], of bytes: [UInt8]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for range in ranges {
      var start = range.lowerBound
      for place in Self.places(of: space, in: bytes, range)
      where place > range.lowerBound && !joining.contains(Self.scalar(before: place, in: bytes)) {
        parts.append(start..<place)
        start = place
      }
      parts.append(start..<range.upperBound)
    }
    return parts
  }

  private static func places(of space: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
    var places: [Int] = []
    var index = range.lowerBound
    while index <= range.upperBound - space.count {
      if bytes[index] == space[0], bytes[index..<index + space.count].elementsEqual(space) {
        places.append(index)
        index += space.count
      } else {
        index += 1
      }
    }
    return places
  }

  private static func scalar(before place: Int, in bytes: [UInt8]) -> UInt32 {
    var start = place - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return Pattern.scalar(bytes, start, place - start)
  }
}
