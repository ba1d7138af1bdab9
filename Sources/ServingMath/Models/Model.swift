public import Quantities

/// A published model: its shape, from which parameters and cache follow, and what its makers say of it.
///
/// Weights of a multi-token-prediction head, where a model ships one, are not counted.
public struct Model: Sendable {
  /// What the model is called in tables.
  public let name: String
  private let shape: TransformerConfig
  /// Where the shape was read.
  public let shapeSource: SourceReference
  /// Parameters in all, as its makers round them.
  public let publishedTotal: Sourced<Quantity>
  /// Parameters that one token is multiplied with, as its makers round them.
  public let publishedActive: Sourced<Quantity>
  /// Which embeddings the published active count includes.
  public let activeConvention: ActiveConvention
  /// Tokens it was trained on, where that was said.
  public let trainingTokens: Sourced<Quantity>?

  init(
    _ name: String,
    _ config: TransformerConfig,
    from shapeSource: SourceReference,
    total: Sourced<Quantity>,
    active: Sourced<Quantity>? = nil,
    _ activeConvention: ActiveConvention = .bothEmbeddings,
    trainingTokens: Sourced<Quantity>? = nil
  ) {
    self.name = name
    self.shape = config
    self.shapeSource = shapeSource
    self.publishedTotal = total
    self.publishedActive = active ?? total
    self.activeConvention = activeConvention
    self.trainingTokens = trainingTokens
  }
}

extension Model {
  /// Its shape; all of it has one source, and reading any part of it counts as reading the whole.
  public var config: TransformerConfig {
    if FigureTrace.isOn {
      FigureTrace.note(.init(whole: name, of: shapeSource)) {
        TracedFigure(
          "shape of \(name)",
          source: shapeSource,
          date: publishedTotal.date,
          convention:
            "\(shape.layers.count) layers, \(Quantity(shape.hiddenSize).formatted(.exact)) wide"
        )
      }
    }
    return shape
  }
}

extension Model: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

// MARK: - What follows from the shape

extension Model {
  /// Exact number of weights, norms and biases included.
  ///
  ///     embeddings + Σ over layers (attention + feed-forward or all experts + norms) + final norm
  public var parameters: Int { config.parameters.total }

  /// Weights that one token meets, by the convention that the makers count with.
  ///
  /// The same sum as `parameters` with the chosen experts instead of all.
  public var activeParameters: Int { config.parameters.active(activeConvention) }

  /// The attention of the first layer; in all models but a few, that of every layer.
  public var attention: Attention { config.layers[0].attention }

  /// Routed experts for each one that a token visits; 1 for a dense model.
  ///
  /// Not the board's sparsity, which divides parameters: attention and shared experts are not routed.
  public var expertSparsity: Quantity { config.experts?.sparsity ?? Quantity(1) }

  /// The share of the routed experts that one token visits; 1 for a dense model.
  public var routedShare: Quantity { 1 / expertSparsity }

  /// Cache that one token occupies across all layers while every window has room, in bytes per token.
  public func keyValueBytesPerToken(_ precision: Precision) -> Quantity {
    config.keyValueBytesPerToken(precision)
  }

  /// Attention arithmetic for one new token that looks back on a context.
  ///
  /// - Parameter context: In tokens; what exceeds a window is not attended to.
  /// - Returns: In FLOP per new token.
  public func attentionWork(context: Quantity) -> Quantity {
    config.attentionWork(context: Int(context.value(in: .tokens).rounded()))
  }

  /// The context at which attending costs as much arithmetic as all the weights, if every layer looks
  /// back on all of it.
  ///
  ///     active parameters ÷ Σ over layers multiply-adds per cached token
  ///
  /// Uses the published active count. The answer is in tokens.
  public var contextWhereAttentionEqualsWeights: Quantity {
    let perToken = config.layers.reduce(0) { $0 + $1.attention.multiplyAddsPerCachedToken }
    return publishedActive.value / Quantity(perToken) * Quantity(1, .tokens)
  }
}
