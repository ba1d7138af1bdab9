import DecodeEngine
import ServingMath
import Testing

/// A model so small that thousands of texts take seconds: 12 tokens, one full layer and one with a window.
enum TinyModel {
  static let vocabulary = 12

  static func transformer(seed: UInt64, hidden: Int = 16) throws -> Transformer {
    let heads = Attention.Heads.grouped(queryHeads: 2, keyValueHeads: 1, headDimension: 8)
    let layers = [Attention.Span.full, .window(tokens: 8)].map { span in
      TransformerConfig.Layer(
        Attention(heads, span: span),
        .dense(width: 16),
        normParameters: 2 * hidden
      )
    }
    let shape = TransformerConfig(hiddenSize: hidden, vocabularySize: vocabulary, layers: layers)
    return try Transformer(.synthetic(shape, contextLength: 128, seed: seed))
  }
}

/// What a request generates on an engine of its own, token by token and without a scheduler.
func generatedAlone(
  _ transformer: Transformer,
  _ request: TokenRequest,
  kernels: KernelPath = .reference,
  cacheTokens: Int? = nil
) throws -> [[Int32]] {
  try (0..<request.choices).map { choice in
    let engine = Engine(
      transformer,
      Engine.Options(kernels: kernels, cacheTokens: cacheTokens, sharesPrefixes: false)
    )
    let sequence = engine.sequence()
    var sampler = Sampler(request.sampling.withSeed(ofChoice: choice))
    var tokens = request.prompt
    var logits = try engine.step([Engine.Feed(tokens, to: sequence)])[0][0]
    while tokens.count < min(request.prompt.count + request.maximumTokens, engine.longestSequence) {
      let token = try sampler.next(logits: logits, history: tokens)
      if request.stopTokens.contains(token) { break }
      tokens.append(token)
      logits = try engine.step([Engine.Feed([token], to: sequence)])[0][0]
    }
    return Array(tokens[request.prompt.count...])
  }
}

/// What events say of each request: tokens and ends, continuation by continuation.
struct Outcome {
  var tokens: [RequestID: [Int: [Int32]]] = [:]
  var ends: [RequestID: [Int: FinishReason]] = [:]
  var statistics: [RequestID: [Int: RequestStatistics]] = [:]

  mutating func add(_ events: [SchedulerEvent]) {
    for event in events {
      switch event {
      case .prompt: break
      case .token(let id, let choice, let record):
        #expect(ends[id]?[choice] == nil, "a token after the end")
        tokens[id, default: [:]][choice, default: []].append(record.token)
      case .finished(let id, let choice, let reason, let statistics):
        #expect(ends[id]?[choice] == nil, "two ends")
        ends[id, default: [:]][choice] = reason
        self.statistics[id, default: [:]][choice] = statistics
      }
    }
  }

  /// The tokens of all continuations of a request.
  func texts(_ id: RequestID, choices: Int = 1) -> [[Int32]] {
    (0..<choices).map { tokens[id]?[$0] ?? [] }
  }
}

/// All blocks of an engine's cache are free or idle again.
func expectNoLeak(_ engine: Engine) {
  for pool in engine.caches.pools { #expect(pool.used == 0 && pool.available == pool.blocks) }
  #expect(engine.cacheUse == CacheUse())
  engine.forgetPrefixes()
  #expect(engine.caches.prefixes.count == 0)
}
