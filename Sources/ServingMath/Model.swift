public import Quantities

/// A published model: its shape, from which parameters and cache follow, and what its makers say of it.
///
/// Weights of a multi-token-prediction head, where a model ships one, are not counted.
public struct Model: Sendable {
  /// What the model is called in tables.
  public let name: String
  /// Transformer layers.
  public let layers: Int
  /// Width of the residual stream.
  public let hiddenSize: Int
  /// Tokens the model knows; embedding and output head are separate matrices in all models here.
  public let vocabularySize: Int
  /// The attention of every layer.
  public let attention: Attention
  /// Width of the feed-forward of the dense layers.
  public let feedForwardSize: Int
  /// The mixture of experts, if the model is one.
  public let experts: Experts?
  /// Where the shape was read.
  public let shapeSource: SourceReference
  /// Parameters in all, as its makers round them.
  public let publishedTotal: Sourced<Double>
  /// Parameters that one token is multiplied with, as its makers round them.
  ///
  /// Makers disagree on the embeddings: some count both, some one, some none. The convention says which.
  public let publishedActive: Sourced<Double>
}

extension Model: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

// MARK: - What follows from the shape

extension Model {
  /// Exact number of weights, norms and biases included.
  ///
  ///     layers · (attention + 2 norms) + dense layers · 3 · d · f
  ///       + expert layers · (router + (count + shared) · 3 · d · f_expert) + final norm + 2 · vocabulary · d
  public var parameters: Int {
    parameters(routedPerLayer: experts.map(\.count))
  }

  /// Weights that one token meets, output head and input embedding included.
  ///
  /// The same sum as `parameters` with the chosen experts instead of all.
  public var activeParameters: Int {
    parameters(routedPerLayer: experts.map(\.chosen))
  }

  /// Routed experts for each one that a token visits; 1 for a dense model.
  ///
  /// Not the board's sparsity, which divides parameters: attention and shared experts are not routed.
  public var expertSparsity: Double { experts?.sparsity ?? 1 }

  /// The share of the routed experts that one token visits; 1 for a dense model.
  public var routedShare: Double { 1 / expertSparsity }

  /// Cache that one token occupies across all layers.
  ///
  ///     layers · cached elements per layer · bytes per element
  ///
  /// - Returns: In bytes per token; exact for a cache without scale factors or paging.
  public func keyValueBytesPerToken(_ precision: Precision) -> Quantity {
    Double(layers * attention.cachedElementsPerToken) * precision.bytesPerElement
      / Quantity(1, .tokens)
  }

  /// Attention arithmetic for one new token that looks back on a context, in FLOP per new token.
  ///
  ///     2 · layers · multiply-adds per cached token · context
  ///
  /// - Parameter context: In tokens.
  /// - Returns: In FLOP per token.
  public func attentionWork(context: Quantity) -> Quantity {
    Quantity(Double(layers * attention.multiplyAddsPerCachedToken), .multiplyAdds / .tokens)
      * (context / Quantity(1, .tokens))
  }

  /// The context at which attending costs as much arithmetic as all the weights.
  ///
  ///     active parameters ÷ (layers · multiply-adds per cached token)
  ///
  /// Uses the published active count. The answer is in tokens.
  public var contextWhereAttentionEqualsWeights: Quantity {
    Quantity(
      publishedActive.value / Double(layers * attention.multiplyAddsPerCachedToken),
      .tokens
    )
  }

  private func parameters(routedPerLayer: Int?) -> Int {
    let norms = 2 * hiddenSize
    let trunk = layers * (attention.parameters(hiddenSize: hiddenSize) + norms) + hiddenSize
    let embeddings = 2 * vocabularySize * hiddenSize
    guard let experts, let routed = routedPerLayer else {
      return trunk + embeddings + layers * 3 * hiddenSize * feedForwardSize
    }
    let dense = (layers - experts.layers) * 3 * hiddenSize * feedForwardSize
    let router = hiddenSize * experts.count + experts.count
    let expert = 3 * hiddenSize * experts.feedForwardSize
    return trunk + embeddings + dense
      + experts.layers * (router + (routed + experts.shared) * expert)
  }
}
