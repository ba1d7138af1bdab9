import Glibc

/// A mixture-of-experts layer as the blackboard sees it: so many experts, so many chosen per token.
public struct Experts: Hashable, Sendable {
  /// Routed experts in one layer.
  public let count: Int
  /// Routed experts that each token visits.
  public let chosen: Int
  /// Experts that every token visits besides.
  public let shared: Int
  /// Layers that have experts; the others are dense.
  public let layers: Int
  /// Width of one expert.
  public let feedForwardSize: Int

  /// A layer of experts; the lecture's stylised one needs only the first two figures.
  public init(
    count: Int,
    chosen: Int,
    shared: Int = 0,
    layers: Int = 1,
    feedForwardSize: Int = 0
  ) {
    self.count = count
    self.chosen = chosen
    self.shared = shared
    self.layers = layers
    self.feedForwardSize = feedForwardSize
  }

  /// Experts there are for each one that a token visits: the board's "sparsity" when experts are all.
  ///
  ///     count ÷ chosen
  public var sparsity: Double { Double(count) / Double(chosen) }

  /// The share of one layer's experts that a batch is expected to touch.
  ///
  ///     1 − (1 − chosen / count)^batch
  ///
  /// Exact for tokens that choose independently and evenly. Real routers are uneven, so real batches touch
  /// fewer. `DecodeEngine.ExpertRouter` counts the same thing by routing.
  ///
  /// - Parameter batch: Tokens in the pass.
  /// - Returns: From 0 to 1.
  public func expectedShareTouched(batch: Double) -> Double {
    1 - pow(1 - Double(chosen) / Double(count), batch)
  }

  /// Weights of all routed experts in all layers: three matrices each, gate, up and down.
  func routedParameters(hiddenSize: Int) -> Int {
    layers * count * 3 * hiddenSize * feedForwardSize
  }
}
