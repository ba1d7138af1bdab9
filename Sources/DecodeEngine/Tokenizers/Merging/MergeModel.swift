/// Byte-pair encoding of one word.
struct MergeModel: Sendable {
  /// What a word is made of before anything merges.
  enum Symbols: Sendable {
    /// Its bytes; one symbol each, -1 for bytes without one.
    case bytes([Int32])
    /// Its scalars.
    case scalars
  }

  var symbols: Symbols
  var pairs: PairTable
  /// Symbols and whole words by their bytes.
  var table: ByteTable
  /// Tokens from here on are only parts of pieces and no pieces themselves.
  var vocabularyCount: Int
  /// The tokens of the 256 bytes, for scalars without a piece.
  var byteTokens: [Int32]?
  var unknown: Int32?
  /// Whether a run of unknown symbols is one unknown token.
  var fusesUnknown = false
  /// Whether a word that is a piece is taken without merging.
  var takesWholeWords = false
  /// Pieces that are found before anything merges, and then left alone.
  var fixed: FixedPieces?
  /// Pieces that merge further but are taken apart again if they are left.
  var unused: Set<Int32> = []

  /// Where words may be cut further.
  private(set) var cut: WordCut?

  /// Lets texts be cut before a space wherever no piece reaches over the place.
  mutating func cutWords(before space: [UInt8], pieces: some Sequence<[UInt8]>) {
    // Without a symbol for it, an unknown space would join a run of unknowns; a whole word must stay one; and
    // what an unused piece is taken apart into depends on all the text before it.
    guard table.value(space) != nil, !takesWholeWords, unused.isEmpty else { return }
    cut = WordCut(before: space, pieces: pieces)
  }

  /// Appends the tokens of a word.
  func append(
    _ bytes: [UInt8],
    _ range: Range<Int>,
    _ merger: inout SymbolMerger,
    to tokens: inout [Int32]
  ) throws(TokenizerError) {
    if takesWholeWords, let whole = table.value(bytes, range) {
      tokens.append(whole)
      return
    }
    merger.symbols.removeAll(keepingCapacity: true)
    var unknowns: [Range<Int>] = []
    try split(bytes, range, &merger.symbols, &unknowns)
    var parts: [Int32: (Int32, Int32)] = [:]
    if unused.isEmpty {
      merger.merge(pairs)
    } else {
      merger.merge(pairs) { left, right, whole in
        if unused.contains(whole) { parts[whole] = (left, right) }
      }
    }
    var isUnknown = false
    var nextUnknown = 0
    for symbol in merger.symbols {
      let wasUnknown = isUnknown
      isUnknown = false
      if symbol >= 0 && symbol < vocabularyCount && unused.isEmpty {
        tokens.append(symbol)
      } else if symbol == Self.unknownSymbol {
        let place = unknowns[nextUnknown]
        nextUnknown += 1
        isUnknown = try appendUnknown(Array(bytes[place]), wasUnknown, &tokens)
      } else if symbol < 0 {
        tokens.append(~symbol)
      } else {
        var isLast = wasUnknown
        try appendParts(of: symbol, parts, &isLast, &tokens)
        isUnknown = isLast
      }
    }
  }

  private static let unknownSymbol = Int32.min

  private func split(
    _ bytes: [UInt8],
    _ range: Range<Int>,
    _ symbols: inout [Int32],
    _ unknowns: inout [Range<Int>]
  ) throws(TokenizerError) {
    if case .bytes(let numbers) = self.symbols {
      for index in range {
        let symbol = numbers[Int(bytes[index])]
        guard symbol >= 0 else {
          throw TokenizerError(.noToken(for: "the byte \(bytes[index])"))
        }
        symbols.append(symbol)
      }
      return
    }
    var index = range.lowerBound
    while index < range.upperBound {
      if let (token, length) = fixed?.match(bytes, index, range.upperBound) {
        symbols.append(~token)
        index += length
        continue
      }
      let place = index..<min(range.upperBound, index + Pattern.length(bytes[index]))
      index = place.upperBound
      if let symbol = table.value(bytes, place) {
        symbols.append(symbol)
      } else if let byteTokens {
        for byte in bytes[place] { symbols.append(byteTokens[Int(byte)]) }
      } else {
        symbols.append(Self.unknownSymbol)
        unknowns.append(place)
      }
    }
  }

  /// Appends what stands for bytes without a piece; true if that is the unknown token.
  private func appendUnknown(
    _ bytes: [UInt8],
    _ wasUnknown: Bool,
    _ tokens: inout [Int32]
  ) throws(TokenizerError) -> Bool {
    if let byteTokens {
      for byte in bytes { tokens.append(byteTokens[Int(byte)]) }
      return false
    }
    guard let unknown else {
      throw TokenizerError(.noToken(for: String(decoding: bytes, as: UTF8.self)))
    }
    if !(fusesUnknown && wasUnknown) { tokens.append(unknown) }
    return true
  }

  /// Appends a symbol that may have to be taken apart, without recursion: a chain of merges may be long.
  private func appendParts(
    of symbol: Int32,
    _ parts: [Int32: (Int32, Int32)],
    _ wasUnknown: inout Bool,
    _ tokens: inout [Int32]
  ) throws(TokenizerError) {
    var open = [symbol]
    while let symbol = open.popLast() {
      if unused.contains(symbol), let (left, right) = parts[symbol] {
        open += [right, left]
      } else if symbol < vocabularyCount {
        tokens.append(symbol)
        wasUnknown = false
      } else {
        let text = partTexts[Int(symbol) - vocabularyCount]
        wasUnknown = try appendUnknown(text, wasUnknown, &tokens)
      }
    }
  }

  /// The bytes of the symbols that are no pieces.
  var partTexts: [[UInt8]] = []
}
