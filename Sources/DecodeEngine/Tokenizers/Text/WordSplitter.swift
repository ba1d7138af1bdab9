/// One step of cutting a text into the words inside which pieces merge.
enum WordSplitter: Sendable {
  case split(Pattern, SplitBehavior, isInverted: Bool)
  /// Spaces become another character, one of which is put before the text; words start with it.
  case spaces(as: [UInt8], prefix: PrefixScheme, pattern: Pattern?)
  /// A space before every part that does not start with one.
  case prefixSpace

  /// Which parts of a text get a space in front.
  enum PrefixScheme: Sendable {
    case always
    case first
    case never
  }

  /// A text cut into words.
  struct Words {
    var bytes: [UInt8]
    var ranges: [Range<Int>]
    /// Whether the first word starts where the whole text starts.
    let isStart: Bool
  }

  func apply(
    _ words: inout Words,
    _ scratch: inout Pattern.Scratch
  ) throws(TokenizerError) {
    switch self {
    case .split(let pattern, let behavior, let isInverted):
      try Self.split(&words, pattern, behavior, isInverted, &scratch)
    case .prefixSpace:
      Self.rewrite(&words) { bytes, _ in
        bytes.first == 0x20 ? Array(bytes) : [0x20] + bytes
      }
    case .spaces(let replacement, let prefix, let pattern):
      let isStart = words.isStart
      Self.rewrite(&words) { bytes, index in
        let replaced = bytes.flatMap { $0 == 0x20 ? replacement : [$0] }
        let isPrefixed = prefix == .always || prefix == .first && isStart && index == 0
        return isPrefixed && !replaced.starts(with: replacement) ? replacement + replaced : replaced
      }
      if let pattern {
        try Self.split(&words, pattern, .mergedWithNext, false, &scratch)
      }
    }
  }

  private static func rewrite(
    _ words: inout Words,
    _ change: (ArraySlice<UInt8>, Int) -> [UInt8]
  ) {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    for (index, range) in words.ranges.enumerated() {
      let start = bytes.count
      bytes += change(words.bytes[range], index)
      ranges.append(start..<bytes.count)
    }
    (words.bytes, words.ranges) = (bytes, ranges)
  }

  private static func split(
    _ words: inout Words,
    _ pattern: Pattern,
    _ behavior: SplitBehavior,
    _ isInverted: Bool,
    _ scratch: inout Pattern.Scratch
  ) throws(TokenizerError) {
    var ranges: [Range<Int>] = []
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    for range in words.ranges {
      parts.removeAll(keepingCapacity: true)
      var end = range.lowerBound
      try pattern.forEachMatch(in: words.bytes, range, &scratch) { match in
        if match.lowerBound > end { parts.append((end..<match.lowerBound, isInverted)) }
        parts.append((match, !isInverted))
        end = match.upperBound
      }
      if end < range.upperBound { parts.append((end..<range.upperBound, isInverted)) }
      behavior.join(parts, into: &ranges)
    }
    words.ranges = ranges
  }
}

/// What becomes of the matches of a pattern that splits.
enum SplitBehavior: String, CaseIterable, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Appends the words that a text's matches and the parts between them make.
  func join(_ parts: [(range: Range<Int>, isMatch: Bool)], into words: inout [Range<Int>]) {
    switch self {
    case .removed: for part in parts where !part.isMatch { words.append(part.range) }
    case .isolated: for part in parts { words.append(part.range) }
    case .contiguous:
      var previous: Bool?
      for part in parts {
        if part.isMatch == previous {
          words[words.count - 1] = words[words.count - 1].lowerBound..<part.range.upperBound
        } else {
          words.append(part.range)
        }
        previous = part.isMatch
      }
    case .mergedWithPrevious:
      var wasMatch = true
      for part in parts {
        // Of two matches in a row the second stands alone, as the first one does at the start of the text.
        if part.isMatch && !wasMatch {
          words[words.count - 1] = words[words.count - 1].lowerBound..<part.range.upperBound
        } else {
          words.append(part.range)
        }
        wasMatch = part.isMatch
      }
    case .mergedWithNext:
      var open: Range<Int>?
      for part in parts {
        if part.isMatch {
          if let open { words.append(open) }
          open = part.range
        } else {
          words.append((open ?? part.range).lowerBound..<part.range.upperBound)
          open = nil
        }
      }
      if let open { words.append(open) }
    }
  }
}
