import ServingMath

/// Times one prompt that passes through the layers at once and the token after it, and counts the work of both.
package final class PrefillTimer {
  private let engine: Engine
  private let tokens: [Int32]
  /// Times of the prompt.
  package private(set) var samples = TimedSamples()
  /// Times of a token that is fed alone after it.
  package private(set) var nextSamples = TimedSamples()
  /// What the kernels count in one prompt.
  package let work: Counters
  /// What they count in the token after it.
  package let nextWork: Counters

  /// Tokens of the prompt.
  package var length: Int { tokens.count }
  /// FLOP of one prompt.
  package var flop: Int { work[.flop] }
  /// Tokens a second.
  package var tokensPerSecond: Double { Double(length) / samples.median }
  /// FLOP a second.
  package var arithmetic: Double { Double(flop) / samples.median }

  /// A timer of its own engine.
  ///
  /// - Parameters:
  ///   - transformer: The model.
  ///   - options: How it is run; the cache is made as large as the prompt and the token after it.
  ///   - count: Tokens of the prompt.
  /// - Throws: `EngineError` for a prompt beyond the context.
  package init(_ transformer: Transformer, _ options: Engine.Options, tokens count: Int) throws {
    var options = options
    options.cacheTokens = count + 1
    options.sharesPrefixes = false
    engine = Engine(transformer, options)
    let vocabulary = transformer.architecture.shape.vocabularySize
    tokens = (0..<count).map { Int32(($0 * 104_729 + 1) % vocabulary) }
    let sequence = engine.sequence()
    engine.counts = true
    _ = try engine.logits([Engine.Feed(tokens, to: sequence)])
    work = engine.counters
    _ = try engine.logits([Engine.Feed(tokens.suffix(1), to: sequence)])
    nextWork = engine.counters.since(work)
    engine.counts = false
  }

  /// Takes a sample of the prompt.
  package func round() throws { try round(of: engine.sequence()) }

  /// Takes a sample of the prompt and one of the token after it.
  package func roundOfBoth() throws {
    let sequence = engine.sequence()
    try round(of: sequence)
    nextSamples.append(
      try TimedSample.of { _ = try engine.logits([Engine.Feed(tokens.suffix(1), to: sequence)]) }
    )
  }

  private func round(of sequence: Engine.Sequence) throws {
    samples.append(
      try TimedSample.of { _ = try engine.logits([Engine.Feed(tokens, to: sequence)]) }
    )
  }
}
