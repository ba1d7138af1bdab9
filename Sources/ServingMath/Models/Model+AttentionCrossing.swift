public import Quantities

extension Model {
  /// The context at which attending really costs as much arithmetic as all the weights.
  ///
  /// Windows that are full, and tokens that an indexer leaves out, no longer grow, so this is later than
  /// `contextWhereAttentionEqualsWeights` for models that have either. Uses the published active count.
  ///
  ///     attention work(context) = 2 · N_active
  ///
  /// - Returns: Tokens; nothing where it does not happen within a thousand billion.
  ///
  /// > Source: the question is the lecture's, 1:51:21 (C169).
  public var contextWhereAttentionWorkEqualsWeights: Quantity? {
    let weights = publishedActive.value * Quantity(1, .multiplyAdds / .tokens)
    func excess(_ tokens: Double) -> Double {
      (config.attentionWork(context: Int(tokens)) - weights).baseValue
    }
    guard excess(1) < 0, excess(1e12) > 0 else { return nil }
    let tokens = LogBisection.root(from: 1, to: 1e12, of: excess)
    return Quantity(tokens, .tokens)
  }
}
