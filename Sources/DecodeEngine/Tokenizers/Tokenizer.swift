import Synchronization

/// Turns texts into tokens and back, as the library does that a model was trained with.
///
/// A text is searched for added tokens, normalised, cut into words, and each word's symbols are merged pair by
/// pair. What the file of a tokenizer asks for and this one cannot do is refused when the file is read.
///
///     let tokenizer = try Tokenizer(path: "model/tokenizer.json")
///     let tokens = try tokenizer.encode("Once upon a time")
public struct Tokenizer: Sendable {
  /// The token that starts a text, if there is one.
  public internal(set) var beginningOfText: Int32?
  /// The token that ends a text, if the file says which.
  public internal(set) var endOfText: Int32?
  /// Tokens that mark places in a text and are no part of it.
  public let specialTokens: Set<Int32>

  let vocabulary: Vocabulary
  let texts: TokenTexts
  private let added: AddedTokens
  private let normalizers: [TextNormalizer]
  private let splitters: [WordSplitter]
  private let model: MergeModel
  private let prefix: [Int32]
  private let suffix: [Int32]
  private let cache: SharedCache

  init(
    vocabulary: Vocabulary,
    texts: TokenTexts,
    added: AddedTokens = AddedTokens(),
    specialTokens: Set<Int32>,
    normalizers: [TextNormalizer],
    splitters: [WordSplitter] = [],
    model: MergeModel,
    prefix: [Int32],
    suffix: [Int32] = []
  ) {
    self.vocabulary = vocabulary
    self.texts = texts
    self.added = added
    self.specialTokens = specialTokens
    self.normalizers = normalizers
    self.splitters = splitters
    self.model = model
    self.prefix = prefix
    self.suffix = suffix
    cache = SharedCache()
  }

  /// One more than the largest token.
  public var vocabularySize: Int { vocabulary.count }

  /// The piece of a token as its file writes it; nil for a number that is no token.
  public func piece(of token: Int32) -> String? { vocabulary.piece(token) }

  /// The token of a piece as its file writes it.
  public func token(of piece: String) -> Int32? { vocabulary.number(of: piece) }

  /// The tokens of a text.
  ///
  /// Special tokens that are written in the text become those tokens; a caller who does not trust a text must look.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - addSpecialTokens: Whether to put what the file asks for before and after it, as a beginning-of-text token.
  /// - Returns: The tokens; none for an empty text without special tokens.
  /// - Throws: `TokenizerError` for a part of the text that the vocabulary cannot express.
  public func encode(
    _ text: String,
    addSpecialTokens: Bool = true
  ) throws(TokenizerError) -> [Int32] {
    let bytes = Array(text.utf8)
    var tokens = addSpecialTokens ? prefix : []
    var work = Work(scratch: Pattern.Scratch(byteCount: bytes.count), words: cache.take())
    defer { cache.give(work.words) }
    for part in added.parts(of: bytes, isNormalized: false) {
      if let token = part.token {
        tokens.append(token)
      } else {
        let isStart = part.range.lowerBound == 0
        try append(Array(bytes[part.range]), isStart, &work, to: &tokens)
      }
    }
    return addSpecialTokens ? tokens + suffix : tokens
  }

  /// The text that tokens say.
  ///
  /// - Parameters:
  ///   - tokens: Numbers below `vocabularySize`.
  ///   - skipSpecialTokens: Whether special tokens say nothing; otherwise they say their piece.
  /// - Returns: The text, with U+FFFD for bytes that are no characters.
  /// - Throws: `TokenizerError` for a number that is no token.
  public func decode(
    _ tokens: [Int32],
    skipSpecialTokens: Bool = true
  ) throws(TokenizerError) -> String {
    var stream = StreamingText(self, skipSpecialTokens: skipSpecialTokens)
    var text = ""
    for token in tokens { text += try stream.feed(token) }
    return text + stream.finish()
  }

  // MARK: Encoding

  private struct Work {
    var scratch: Pattern.Scratch
    var words: WordCache
    var merger = SymbolMerger()
  }

  private func append(
    _ bytes: [UInt8],
    _ isStart: Bool,
    _ work: inout Work,
    to tokens: inout [Int32]
  ) throws(TokenizerError) {
    var text = bytes
    for normalizer in normalizers { text = try normalizer.apply(text, &work.scratch) }
    for part in added.parts(of: text, isNormalized: true) {
      if let token = part.token {
        tokens.append(token)
        continue
      }
      let isWhole = part.range == 0..<text.count
      var words = WordSplitter.Words(
        bytes: isWhole ? text : Array(text[part.range]),
        ranges: [0..<part.range.count],
        isStart: isStart && part.range.lowerBound == 0
      )
      for splitter in splitters { try splitter.apply(&words, &work.scratch) }
      let ranges = model.cut?.apply(words.ranges, of: words.bytes) ?? words.ranges
      for range in ranges where !range.isEmpty {
        try append(word: words.bytes, range, &work, to: &tokens)
      }
    }
  }

  @inline(__always)
  private func append(
    word bytes: [UInt8],
    _ range: Range<Int>,
    _ work: inout Work,
    to tokens: inout [Int32]
  ) throws(TokenizerError) {
    guard range.count <= WordCache.longest else {
      return try model.append(bytes, range, &work.merger, to: &tokens)
    }
    if work.words.append(bytes, range, to: &tokens) { return }
    let start = tokens.count
    try model.append(bytes, range, &work.merger, to: &tokens)
    work.words.insert(bytes, range, tokens[start...])
  }

  /// The cache between two texts.
  ///
  /// Who encodes takes it away, so texts encoded at the same time never wait.
  private final class SharedCache: Sendable {
    private let words = Mutex<WordCache?>(nil)

    func take() -> WordCache {
      words.withLock { words in
        defer { words = nil }
        return words ?? WordCache()
      }
    }

    func give(_ cache: WordCache) {
      words.withLock { $0 = cache }
    }
  }
}
