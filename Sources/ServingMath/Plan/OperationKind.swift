/// What an operation of a step works for: the parts into which arithmetic and traffic are counted.
///
/// The same names stand in a plan and in the counters of the engine that executes it.
public enum OperationKind: Int, CaseIterable, Hashable, Sendable {
  /// Looking tokens up.
  case embedding
  /// Queries, keys, values and output.
  case attentionProjections
  /// Scores and weighted sums over the cache, and writing to it.
  case attention
  /// Networks of layers without experts.
  case denseFeedForward
  /// Scores of the experts.
  case router
  /// Experts that every token visits.
  case sharedExperts
  /// Experts that the router chose.
  case routedExperts
  /// Logits.
  case outputHead
  /// Norms of every kind.
  case norms
  /// Rotation, activation functions, residual sums.
  case elementwise
}
