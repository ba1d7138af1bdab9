import ServingMath

/// Times decode steps of sequences side by side, as the curve over the batch needs them.
///
/// All sequences have looked at the same few tokens once; after each sample they go back to there, so that
/// samples of one batch are alike and can be taken in turn with others. Tokens are fixed, none is chosen.
package final class BatchTimer {
  /// What is timed.
  package let engine: Engine
  /// Positions cached before a sample.
  package let context: Int
  /// Steps of a sample.
  package let steps: Int
  private var sequences: [Engine.Sequence] = []

  /// A timer of its own engine.
  ///
  /// - Parameters:
  ///   - transformer: The model.
  ///   - options: How it is run; the cache is made as large as the largest batch needs.
  ///   - batch: The largest batch.
  ///   - context: Positions cached before a sample.
  ///   - steps: Steps of a sample.
  package init(
    _ transformer: Transformer,
    _ options: Engine.Options,
    largest batch: Int,
    context: Int,
    steps: Int
  ) {
    self.context = context
    self.steps = steps
    var options = options
    options.cacheTokens = batch * LayerCaches.blocks(context + steps) * KeyValueStore.blockTokens
    options.sharesPrefixes = false
    engine = Engine(transformer, options)
  }

  /// Times some steps of a batch.
  ///
  /// - Parameter batch: Sequences, at most the largest.
  /// - Returns: The time of one step, averaged over the sample's.
  /// - Throws: `EngineError` if the cache has no room for so many.
  package func sample(batch: Int) throws -> TimedSample {
    try prepare(batch)
    let running = Array(sequences[..<batch])
    let sample = try TimedSample.of {
      for index in 0..<steps { _ = try engine.logits(feeds(running, index)) }
    }
    for sequence in running { try sequence.truncate(to: context) }
    let count = Double(steps)
    return TimedSample(seconds: sample.seconds / count, waiting: sample.waiting / count)
  }

  /// What the kernels count in the middle one of a sample's steps.
  ///
  /// - Parameter batch: Sequences, at most the largest.
  /// - Returns: The work of that one step.
  /// - Throws: `EngineError` if the cache has no room for so many.
  package func work(batch: Int) throws -> Counters {
    try prepare(batch)
    let running = Array(sequences[..<batch])
    let counted = engine.counts
    var work = Counters()
    for index in 0...steps / 2 {
      engine.counts = index == steps / 2
      let before = engine.counters
      _ = try engine.logits(feeds(running, index))
      work = engine.counters.since(before)
    }
    engine.counts = counted
    for sequence in running { try sequence.truncate(to: context) }
    return work
  }

  private func prepare(_ batch: Int) throws {
    while sequences.count < batch {
      let sequence = engine.sequence(capacity: context + steps)
      if context > 0 {
        let tokens = (0..<context).map { token(sequences.count, $0) }
        _ = try engine.logits([Engine.Feed(tokens, to: sequence, logits: 0)])
      }
      sequences.append(sequence)
    }
  }

  private func feeds(_ running: [Engine.Sequence], _ index: Int) -> [Engine.Feed] {
    running.enumerated().map { Engine.Feed([token($0, context + index)], to: $1) }
  }

  /// A token that differs from sequence to sequence and from place to place.
  private func token(_ sequence: Int, _ position: Int) -> Int32 {
    let vocabulary = engine.transformer.architecture.shape.vocabularySize
    return Int32((sequence * 7919 + position * 104_729 + 1) % vocabulary)
  }
}
