extension Engine {
  /// Lets some sequences decode together: each gets the token with the largest logit, the first of equals.
  ///
  ///     try engine.decode(prompts.map { Engine.Feed($0, to: engine.sequence()) }, rounds: 16)
  ///
  /// The last token of each has not been fed. `ShardedEngine.decode(microbatches:rounds:)` does the same on
  /// devices, and `Generator` with more ways to choose, stop and share.
  ///
  /// - Parameters:
  ///   - feeds: What each sequence begins with, its prompt or its last token; one without tokens gets none.
  ///   - rounds: Tokens that each sequence gets.
  /// - Returns: For each feed its new tokens.
  /// - Throws: `EngineError`; what was decoded before stays in the sequences.
  public func decode(_ feeds: [Feed], rounds: Int) throws(EngineError) -> [[Int32]] {
    var tokens = feeds.map { _ in [Int32]() }
    var feeds = feeds.map { Feed($0.tokens, to: $0.sequence) }
    for _ in 0..<max(rounds, 0) {
      for (index, rows) in try step(feeds).enumerated() {
        for logits in rows { tokens[index].append(Int32(Sampler.firstLargest(logits))) }
        feeds[index] = Feed(tokens[index].suffix(1), to: feeds[index].sequence)
      }
    }
    return tokens
  }
}
