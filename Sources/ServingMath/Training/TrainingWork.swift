public import Quantities

/// The arithmetic that training spends on one token, part by part.
///
///     forward          2·N + attention
///     input gradient   2·N + 2 · attention
///     weight gradient  2·N
///     together         6·N + 3 · attention
///
/// N counts the parameters that the token is multiplied with. A matrix of weights is used three times:
/// forward, for the gradient of its input, and for its own gradient. Attention multiplies activations by
/// activations, so it has two input gradients and no weights of its own. Softmax, norms, activation
/// functions and the optimiser are left out; they are memory traffic more than arithmetic.
///
/// > Source: lecture, 1:22:05 (E18, claims C126 and C129); arXiv 2204.02311, appendix B, for attention.
public struct TrainingWork: Sendable {
  /// Parameters of the layers that one token meets.
  public let parameters: Quantity
  /// Parameters of an output head that is counted apart; zero where `parameters` includes it.
  ///
  /// Kept apart because recomputing the layers never repeats the logits.
  public let headParameters: Quantity
  /// Attention's arithmetic of one token in the forward pass, in FLOP per token.
  public let attention: Quantity

  /// Which keys a position attends to.
  public enum Mask: Hashable, Sendable {
    /// All keys of the sequence, as makers count it even where the mask hides half.
    case full
    /// Keys up to its own: half of the sequence on average.
    case causal
  }

  /// The work without attention: the board's 6·N.
  ///
  /// - Parameter parameters: A plain number.
  public init(parameters: Quantity) {
    self.init(parameters: parameters, layers: 0, attentionWidth: 0, sequence: Quantity(0, .tokens))
  }

  /// The work of a transformer.
  ///
  /// Stops if a count is negative.
  ///
  /// - Parameters:
  ///   - parameters: Of the layers, or of the whole model.
  ///   - headParameters: Hidden size times vocabulary where the logits are to be counted apart.
  ///   - layers: That attend.
  ///   - attentionWidth: Query heads times head dimension.
  ///   - sequence: Tokens of a training sequence.
  ///   - mask: Full by default, because published utilisations count it so.
  public init(
    parameters: Quantity,
    headParameters: Quantity = Quantity(0),
    layers: Int,
    attentionWidth: Int,
    sequence: Quantity,
    mask: Mask = .full
  ) {
    guard parameters.plain >= 0, headParameters.plain >= 0, layers >= 0, attentionWidth >= 0 else {
      stop("training work needs counts that are not negative; check parameters, layers and width")
    }
    self.parameters = parameters
    self.headParameters = headParameters
    // Scores and weighted sum: two multiply-adds for each key, each element and each layer.
    let keys = sequence.value(in: .tokens) * (mask == .full ? 1 : 0.5)
    self.attention = Quantity(2 * Double(layers * attentionWidth) * keys, .multiplyAdds / .tokens)
  }

  private var weights: Quantity { parameters + headParameters }
}

// MARK: - Parts

extension TrainingWork {
  private static let multiplication = Quantity(1, .multiplyAdds / .tokens)

  /// The forward pass: `2·N + attention`, in FLOP per token.
  public var forward: Quantity { weights * Self.multiplication + attention }

  /// The share of the forward pass that makes the logits: `2 · hidden size · vocabulary`.
  public var logits: Quantity { headParameters * Self.multiplication }

  /// The half of the backward pass that hands a gradient to the layer before.
  public var inputGradient: Quantity { weights * Self.multiplication + 2 * attention }

  /// The half of the backward pass that changes the weights; it can wait, as zero-bubble schedules use.
  public var weightGradient: Quantity { weights * Self.multiplication }

  /// What the model's mathematics needs: forward and both gradients, in FLOP per token.
  public var modelFlop: Quantity { forward + inputGradient + weightGradient }

  /// Arithmetic that is done a second time under a policy.
  ///
  ///     stored 0 · selective attention · full, reversible 2·N + attention, without the logits
  public func recomputed(_ policy: ActivationPolicy) -> Quantity {
    switch policy {
    case .stored: 0 * attention
    case .selective: attention
    case .full, .reversible: forward - logits
    }
  }

  /// What the chips execute: the model's arithmetic and what is computed twice.
  public func hardwareFlop(_ policy: ActivationPolicy) -> Quantity {
    modelFlop + recomputed(policy)
  }

  /// The share of the forward pass that a run repeated, from the two utilisations it reports.
  ///
  ///     (hardware utilisation ÷ model utilisation − 1) · model FLOP ÷ forward FLOP
  public func recomputedShare(
    hardwareUtilisation: Quantity,
    modelUtilisation: Quantity
  ) -> Quantity {
    (hardwareUtilisation / modelUtilisation - Quantity(1)) * modelFlop / forward
  }
}
