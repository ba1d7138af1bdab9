package import ServingMath

/// What a step was given: how many tokens of which sequences, without the tokens themselves.
package struct StepSize: Hashable, Sendable {
  /// One for each sequence.
  package let feeds: [StepFeed]

  package init(_ feeds: [StepFeed]) {
    self.feeds = feeds
  }

  /// What the engine is about to be fed, before it is.
  package init(_ feeds: [Engine.Feed]) {
    self.feeds = feeds.map {
      StepFeed(first: $0.sequence.length, tokens: $0.tokens.count, logits: $0.logits)
    }
  }

  /// Rows that pass through the layers.
  package var rows: Int { feeds.reduce(0) { $0 + $1.tokens } }

  /// Rows that pass through the output head.
  package var logits: Int { feeds.reduce(0) { $0 + $1.logits } }
}
