public import Quantities

/// What one token is multiplied with, by part: the weights of matrices, without norms, biases and sinks.
///
/// Two FLOP for each is the arithmetic of a token outside attention. `ParameterCount.active` is the figure
/// that publications give, a little larger for what it counts besides.
public struct MatrixWork: Hashable, Sendable {
  /// Queries, keys, values and output.
  public var attentionProjections = 0
  /// Networks of layers without experts.
  public var denseFeedForward = 0
  /// Scores of the experts.
  public var routers = 0
  /// Experts that every token visits.
  public var sharedExperts = 0
  /// Routed experts that one token visits.
  public var chosenExperts = 0
  /// Logits of one token.
  public var outputHead = 0

  /// All of these.
  public var total: Int {
    attentionProjections + denseFeedForward + routers + sharedExperts + chosenExperts + outputHead
  }

  /// The arithmetic of one token with its logits, in FLOP per token.
  ///
  ///     2 · weights met
  public var work: Quantity { Quantity(Double(total), .multiplyAdds / .tokens) }
}

extension TransformerConfig {
  /// What one token is multiplied with; exact.
  public var matrixWork: MatrixWork {
    var work = MatrixWork()
    work.outputHead = vocabularySize * hiddenSize
    for layer in layers {
      work.attentionProjections += layer.attention.projectionWeights(hiddenSize: hiddenSize)
      switch layer.feedForward {
      case .dense(let width, let isGated, _):
        work.denseFeedForward += (isGated ? 3 : 2) * hiddenSize * width
      case .experts(let experts):
        work.routers += hiddenSize * experts.count
        work.sharedExperts += 3 * hiddenSize * experts.shared * experts.sharedFeedForwardSize
        work.chosenExperts += 3 * hiddenSize * experts.chosen * experts.feedForwardSize
      }
    }
    return work
  }
}

extension Attention {
  /// Weights of one layer's projections alone: what a token is multiplied with around its attention.
  ///
  ///     grouped   hidden · (2 · queries + keys and values)
  ///     latent    queries down and up, latent and rotary key, expansion of keys and values, output
  ///     linear    5 · hidden · heads · head dimension
  public func projectionWeights(hiddenSize: Int) -> Int {
    switch heads {
    case .grouped(let queryHeads, let keyValueHeads, let width):
      return hiddenSize * width * (2 * queryHeads + (sharesCache ? 0 : 2 * keyValueHeads))
    case .latent(let heads, let rank, let latent, let rotary, let plain, let value):
      let wide = heads * (plain + rotary)
      let queries = rank == 0 ? hiddenSize * wide : rank * (hiddenSize + wide)
      return queries + hiddenSize * (latent + rotary) + latent * heads * (plain + value)
        + heads * value * hiddenSize
    case .linear(let heads, let width):
      return 5 * hiddenSize * heads * width
    }
  }
}
