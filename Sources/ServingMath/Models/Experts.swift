import Glibc
public import Quantities

/// A mixture-of-experts layer: so many experts, so many chosen per token.
public struct Experts: Hashable, Sendable {
  /// Routed experts in one layer.
  public let count: Int
  /// Routed experts that each token visits.
  public let chosen: Int
  /// Experts that every token visits besides.
  public let shared: Int
  /// Width of one routed expert.
  public let feedForwardSize: Int
  /// Width of one shared expert.
  public let sharedFeedForwardSize: Int
  /// Whether the router adds a learnt number to the score of each expert.
  public let routerHasBias: Bool
  /// Whether the experts' matrices have biases.
  public let expertsHaveBias: Bool

  /// A layer of experts; the lecture's stylised one needs only the first two figures.
  public init(
    count: Int,
    chosen: Int,
    shared: Int = 0,
    feedForwardSize: Int = 0,
    sharedFeedForwardSize: Int? = nil,
    routerHasBias: Bool = false,
    expertsHaveBias: Bool = false
  ) {
    self.count = count
    self.chosen = chosen
    self.shared = shared
    self.feedForwardSize = feedForwardSize
    self.sharedFeedForwardSize = sharedFeedForwardSize ?? feedForwardSize
    self.routerHasBias = routerHasBias
    self.expertsHaveBias = expertsHaveBias
  }

  /// Experts there are for each one that a token visits: the board's "sparsity" when experts are all.
  ///
  ///     count ÷ chosen
  public var sparsity: Quantity { Quantity(count) / Quantity(chosen) }

  /// The share of one layer's experts that a batch is expected to touch.
  ///
  ///     1 − (1 − chosen / count)^batch
  ///
  /// Exact for tokens that choose independently and evenly. Real routers are uneven, so real batches touch
  /// fewer. `DecodeEngine.ExpertRouter` counts the same thing by routing.
  ///
  /// - Parameter batch: Tokens in the pass.
  /// - Returns: A plain number from 0 to 1.
  public func expectedShareTouched(batch: Quantity) -> Quantity {
    Quantity(1 - pow(1 - Double(chosen) / Double(count), batch.plain))
  }

  /// The same for a whole number of tokens.
  public func expectedShareTouched(batch: Int) -> Quantity {
    expectedShareTouched(batch: Quantity(batch))
  }

  /// Weights of one routed expert.
  func expertParameters(hiddenSize: Int) -> Int {
    FeedForward.weights(
      hiddenSize: hiddenSize,
      width: feedForwardSize,
      isGated: true,
      hasBias: expertsHaveBias
    )
  }

  /// Weights of all shared experts.
  func sharedParameters(hiddenSize: Int) -> Int {
    shared
      * FeedForward.weights(
        hiddenSize: hiddenSize,
        width: sharedFeedForwardSize,
        isGated: true,
        hasBias: expertsHaveBias
      )
  }

  /// Weights of the router.
  func routerParameters(hiddenSize: Int) -> Int {
    hiddenSize * count + (routerHasBias ? count : 0)
  }
}
