/// What a step was given: how many tokens of which sequences, without the tokens themselves.
package struct StepSize: Hashable, Sendable {
  /// Tokens of one sequence in a step.
  package struct Feed: Hashable, Sendable {
    /// The position of the first of them.
    package let first: Int
    /// How many there are.
    package let tokens: Int
    /// How many of them need logits.
    package let logits: Int

    package init(first: Int, tokens: Int, logits: Int) {
      self.first = first
      self.tokens = tokens
      self.logits = logits
    }
  }

  /// One for each sequence.
  package let feeds: [Feed]

  package init(_ feeds: [Feed]) {
    self.feeds = feeds
  }

  /// What the engine is about to be fed, before it is.
  package init(_ feeds: [Engine.Feed]) {
    self.feeds = feeds.map {
      Feed(first: $0.sequence.length, tokens: $0.tokens.count, logits: $0.logits)
    }
  }

  /// Rows that pass through the layers.
  package var rows: Int { feeds.reduce(0) { $0 + $1.tokens } }

  /// Rows that pass through the output head.
  package var logits: Int { feeds.reduce(0) { $0 + $1.logits } }
}
