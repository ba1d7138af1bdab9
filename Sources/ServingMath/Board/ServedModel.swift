public import Quantities

/// A model as the blackboard reduces it: two parameter counts, a cache cost per token, a weight precision.
public struct ServedModel: Sendable {
  /// What the model is called in tables.
  public let name: String
  /// All parameters; every pass of a large batch reads them.
  public let totalParameters: Quantity
  /// Parameters that one token is multiplied with.
  public let activeParameters: Quantity
  /// Cache that one token occupies across all layers, in bytes per token.
  public let keyValueBytesPerToken: Quantity
  /// Precision of weights and of the arithmetic on them.
  public let precision: Precision
  /// The experts and the weights they hold together, if the model has any and their shape is known.
  let experts: (shape: Experts, parameters: Quantity)?

  /// A stylised model, given by the board's own numbers; both parameter counts are plain numbers.
  public init(
    name: String,
    totalParameters: Quantity,
    activeParameters: Quantity,
    keyValueBytesPerToken: Quantity,
    precision: Precision = .fp8
  ) {
    self.name = name
    self.totalParameters = totalParameters
    self.activeParameters = activeParameters
    self.keyValueBytesPerToken = keyValueBytesPerToken
    self.precision = precision
    self.experts = nil
  }

  /// A catalogue model with its published parameter counts.
  ///
  /// - Parameters:
  ///   - model: Gives counts, cache shape and experts.
  ///   - precision: Of the weights; 8 bits by default, as the board counts a parameter as a byte.
  ///   - cache: Precision of the KV cache; BF16 by default, which is what DeepSeek serves.
  public init(_ model: Model, precision: Precision = .fp8, cache: Precision = .bf16) {
    self.name = model.name
    self.totalParameters = model.publishedTotal.value
    self.activeParameters = model.publishedActive.value
    self.keyValueBytesPerToken = model.keyValueBytesPerToken(cache)
    self.precision = precision
    self.experts = model.config.experts.map {
      ($0, Quantity(model.config.parameters.routedExperts))
    }
  }

  /// The board's sparsity: total parameters for each active one.
  ///
  ///     N_total / N_active
  ///
  /// Dense models have 1. Some texts call the inverse of this sparsity.
  public var sparsity: Quantity { totalParameters / activeParameters }

  /// Memory that the weights take.
  ///
  ///     total parameters · bytes per element
  public var weights: Quantity { totalParameters * precision.bytesPerElement }

  /// Arithmetic on the weights for one token, in FLOP per token.
  ///
  ///     2 · N_active
  ///
  /// The 2 is a multiply and an add; attention is left out, as on the board.
  public var workPerToken: Quantity {
    activeParameters * Quantity(1, .multiplyAdds) / Quantity(1, .tokens)
  }

  /// Weights that a batch is expected to read when untouched experts are not fetched.
  ///
  ///     weights outside the experts + share touched · weights of the experts
  ///
  /// Equals `weights` for a dense model, and tends to it as the batch grows.
  public func weightsTouched(batch: Quantity) -> Quantity {
    guard let experts else { return weights }
    let share = experts.shape.expectedShareTouched(batch: batch)
    let untouched = (Quantity(1) - share) * experts.parameters
    return (totalParameters - untouched) * precision.bytesPerElement
  }

  /// The same model with its weights and arithmetic at another precision; the cache stays as it is.
  public func with(precision: Precision) -> ServedModel {
    ServedModel(
      name: name,
      totalParameters: totalParameters,
      activeParameters: activeParameters,
      keyValueBytesPerToken: keyValueBytesPerToken,
      precision: precision,
      experts: experts
    )
  }

  private init(
    name: String,
    totalParameters: Quantity,
    activeParameters: Quantity,
    keyValueBytesPerToken: Quantity,
    precision: Precision,
    experts: (shape: Experts, parameters: Quantity)?
  ) {
    self.name = name
    self.totalParameters = totalParameters
    self.activeParameters = activeParameters
    self.keyValueBytesPerToken = keyValueBytesPerToken
    self.precision = precision
    self.experts = experts
  }
}
