import ServingMath

/// A transformer that really decodes, on the CPU.
///
/// A step takes some new tokens of some sequences: one each while decoding, many for a prompt, and both side
/// by side. Their rows pass through the layers together, so the weights are read once for all of them; only
/// attention looks at each sequence's own cache:
///
///     tokens → embedding → [norm → attention → + → norm → network or experts → +] per layer → norm → logits
///
/// The logits of a row depend on its sequence alone: not on what else is in the step, on how the prompt was
/// cut, on where the cache lies or on how many threads run.
public final class Engine {
  /// The model.
  public let transformer: Transformer
  /// How it is run.
  public let options: Options
  let kernels: Kernels
  /// The keys and values of all sequences.
  package let caches: LayerCaches
  private let workspace = Workspace()
  private let rotary: [RotaryRule: RotaryTable]

  /// How an engine runs a model.
  public struct Options: Hashable, Sendable {
    /// The code of the kernels.
    public var kernels: KernelPath
    /// Threads that share a step.
    public var threads: Int
    /// How keys and values are kept.
    public var cache: CacheFormat
    /// Positions that the cache has room for, over all sequences; by default one full context.
    public var cacheTokens: Int?
    /// How blocks of the cache are given to sequences.
    public var cacheLayout: CacheLayout
    /// Whether what is cached of one text can serve another that begins alike.
    public var sharesPrefixes: Bool

    /// By default the plain kernels on one thread, which give the same bits on every CPU.
    public init(
      kernels: KernelPath = .reference,
      threads: Int = 1,
      cache: CacheFormat = .fp32,
      cacheTokens: Int? = nil,
      cacheLayout: CacheLayout = .paged,
      sharesPrefixes: Bool = true
    ) {
      self.kernels = kernels
      self.threads = threads
      self.cache = cache
      self.cacheTokens = cacheTokens
      self.cacheLayout = cacheLayout
      self.sharesPrefixes = sharesPrefixes
    }
  }

  /// An engine with an empty cache.
  public init(_ transformer: Transformer, _ options: Options = Options()) {
    self.transformer = transformer
    self.options = options
    kernels = Kernels(path: options.kernels, pool: WorkerPool(threads: options.threads))
    let context = transformer.architecture.contextLength
    let tokens = options.cacheTokens ?? context
    caches = LayerCaches(transformer.layers, transformer.architecture, options, tokens: tokens)
    let rules = Set(transformer.architecture.layers.map(\.rotary))
    rotary = Dictionary(
      uniqueKeysWithValues: rules.map { ($0, $0.table(positions: min(context, tokens))) }
    )
  }

  /// Whether kernels count; off at first.
  public var counts: Bool {
    get { kernels.tally.isOn }
    set { kernels.tally.isOn = newValue }
  }

  /// What was counted while counting was on.
  public var counters: Counters { kernels.tally.counters }

  /// What each step was given, for as long as somebody wants to know.
  package var stepSizes: [StepSize]?

  /// The most tokens that a sequence can have.
  public var longestSequence: Int {
    min(transformer.architecture.contextLength, options.cacheTokens ?? .max)
  }

  /// One text and what an engine has cached of it.
  ///
  /// Its cache is free again when it goes.
  public final class Sequence {
    package let cache: SequenceCache

    init(_ cache: SequenceCache) { self.cache = cache }

    /// Tokens that are cached.
    public var length: Int { cache.length }
  }

  /// New tokens of one sequence in a step.
  public struct Feed {
    /// Whose tokens they are.
    public let sequence: Sequence
    /// The tokens, in order.
    public let tokens: [Int32]
    /// Which of them need logits: the last few.
    public let logits: Int
    /// Which of them are guesses that may be taken back: the last few.
    public let provisional: Int

    /// Feeds tokens; by default the last one's logits are wanted, which predict the next, and all tokens stay.
    public init(_ tokens: [Int32], to sequence: Sequence, logits: Int = 1, provisional: Int = 0) {
      self.sequence = sequence
      self.tokens = tokens
      self.logits = min(max(logits, 0), tokens.count)
      self.provisional = min(max(provisional, 0), tokens.count)
    }
  }

  /// Feeds tokens to sequences, all in one pass through the layers.
  ///
  /// - Parameters:
  ///   - feeds: At most one for each sequence.
  ///   - trace: Takes notes of hidden states and routes.
  /// - Returns: For each feed, the logits of the tokens that it asked for: one row a token.
  /// - Throws: `EngineError` for tokens that the model does not know, for texts beyond the context, for a
  ///   cache without room. Then nothing has changed.
  public func step(_ feeds: [Feed], trace: StepTrace? = nil) throws(EngineError) -> [[[Float]]] {
    let logits = try logits(feeds, trace: trace)
    var row = 0
    return feeds.map { feed in
      defer { row += feed.logits }
      return (row..<row + feed.logits).map { logits.row($0) }
    }
  }

  /// The same, with the logits of all feeds below each other in a matrix that the next step reuses.
  package func logits(_ feeds: [Feed], trace: StepTrace? = nil) throws(EngineError) -> Matrix {
    try check(feeds)
    try caches.reserve(feeds.map { ($0.sequence.cache, $0.tokens.count) })
    stepSizes?.append(StepSize(feeds))
    let step = Step(
      feeds.map { ($0.sequence.cache, $0.tokens.count) },
      caches,
      kernels: kernels,
      rotary: rotary,
      workspace: workspace,
      trace: trace
    )
    let stream = transformer(feeds.flatMap(\.tokens), step, caches: caches)
    for feed in feeds { feed.sequence.cache.append(feed.tokens, provisional: feed.provisional) }
    var wanted: [Int32] = []
    var end = 0
    for feed in feeds {
      end += feed.tokens.count
      wanted += (Int32(end - feed.logits)..<Int32(end))
    }
    return transformer.head(of: wanted, in: stream, step)
  }

  private func check(_ feeds: [Feed]) throws(EngineError) {
    let architecture = transformer.architecture
    let vocabulary = architecture.shape.vocabularySize
    var seen = Set<ObjectIdentifier>()
    for feed in feeds {
      guard seen.insert(ObjectIdentifier(feed.sequence)).inserted else { throw .fedTwice }
      for token in feed.tokens where !(0..<Int32(vocabulary)).contains(token) {
        throw .unknownToken(token, vocabulary: vocabulary)
      }
      let length = feed.sequence.length + feed.tokens.count
      let limit = min(longestSequence, feed.sequence.cache.capacity)
      guard length <= limit else { throw .beyondContext(tokens: length, limit: limit) }
    }
  }
}
