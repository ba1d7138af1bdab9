import ServingMath

/// Times one prompt that passes through the layers at once, and counts its work.
package final class PrefillTimer {
  private let engine: Engine
  private let tokens: [Int32]
  /// What was timed so far.
  package private(set) var samples = TimedSamples()
  /// FLOP of one prompt.
  package let flop: Int

  /// Tokens of the prompt.
  package var length: Int { tokens.count }
  /// Tokens a second.
  package var tokensPerSecond: Double { Double(length) / samples.median }
  /// FLOP a second.
  package var arithmetic: Double { Double(flop) / samples.median }

  /// A timer of its own engine.
  ///
  /// - Parameters:
  ///   - transformer: The model.
  ///   - options: How it is run; the cache is made as large as the prompt.
  ///   - count: Tokens of the prompt.
  /// - Throws: `EngineError` for a prompt beyond the context.
  package init(_ transformer: Transformer, _ options: Engine.Options, tokens count: Int) throws {
    var options = options
    options.cacheTokens = count
    options.sharesPrefixes = false
    engine = Engine(transformer, options)
    let vocabulary = transformer.architecture.shape.vocabularySize
    tokens = (0..<count).map { Int32(($0 * 104_729 + 1) % vocabulary) }
    engine.counts = true
    _ = try engine.logits([Engine.Feed(tokens, to: engine.sequence())])
    flop = engine.counters[.flop]
    engine.counts = false
  }

  /// Takes a sample.
  package func round() throws {
    let sequence = engine.sequence()
    samples.append(
      try TimedSample.of { _ = try engine.logits([Engine.Feed(tokens, to: sequence)]) }
    )
  }
}
