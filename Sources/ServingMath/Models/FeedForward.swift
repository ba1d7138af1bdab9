/// What a layer does after attention: one network for every token, or a choice of experts.
public enum FeedForward: Hashable, Sendable {
  /// One network: gate, up and down, or without a gate up and down only.
  case dense(width: Int, isGated: Bool = true, hasBias: Bool = false)
  /// A router and experts of which each token visits a few.
  case experts(Experts)

  /// The mixture of experts, if the layer is one.
  public var experts: Experts? {
    guard case .experts(let experts) = self else { return nil }
    return experts
  }

  /// Weights of a network of one width.
  static func weights(hiddenSize: Int, width: Int, isGated: Bool, hasBias: Bool) -> Int {
    (isGated ? 3 : 2) * hiddenSize * width
      + (hasBias ? (isGated ? 2 : 1) * width + hiddenSize : 0)
  }
}
