public import Quantities

/// What a model costs over its life: pre-training, reinforcement learning, and serving.
///
///     C = 6·N·D_PT + k·N·D_RL / m + 2·N·D_inf / m
///
/// N counts active parameters, k is 2 where reinforcement only generates and 6 where it learns from every
/// token, and m is the utilisation of decoding relative to that of pre-training: decode keeps chips less
/// busy, so the same FLOP take more chip time. The unit is FLOP at pre-training's utilisation.
///
/// > Source: lecture, 1:22:05 to 1:33:03 (E18 to E20, claims C126 to C137). Attention is left out.
public struct LifetimeCompute: Sendable {
  /// Parameters that one token meets.
  public let parameters: Quantity
  /// Tokens of pre-training, D_PT.
  public let preTrainingTokens: Quantity
  /// Tokens of reinforcement learning, D_RL.
  public let reinforcementTokens: Quantity
  /// Tokens served, D_inf.
  public let servedTokens: Quantity
  /// How decoding uses the chips and how much reinforcement learns.
  public let terms: Terms

  /// The two numbers of the formula that are not tokens or parameters.
  public struct Terms: Sendable {
    /// FLOP of reinforcement per parameter and token, k, from 2 to 6; a plain number.
    public let reinforcementWork: Quantity
    /// Utilisation of decode relative to pre-training, m, above 0 and at most 1.
    public let relativeUtilisation: Quantity

    /// The terms; by default those that the board ends with, k = 3 and m = 1/3.
    ///
    /// Stops if k is outside 2 to 6 or m outside 0 to 1.
    public init(
      reinforcementWork: Quantity = Quantity(3),
      relativeUtilisation: Quantity = Quantity(1.0 / 3)
    ) {
      guard (2...6).contains(reinforcementWork.plain) else {
        stop("reinforcement takes 2 to 6 FLOP per parameter and token")
      }
      guard relativeUtilisation.plain > 0, relativeUtilisation.plain <= 1 else {
        stop("a relative utilisation lies above 0 and at most at 1")
      }
      self.reinforcementWork = reinforcementWork
      self.relativeUtilisation = relativeUtilisation
    }

    /// Pre-training tokens that cost as much as one token of reinforcement: `k / (6·m)`.
    public var reinforcementWeight: Quantity { reinforcementWork / (6 * relativeUtilisation) }

    /// Pre-training tokens that cost as much as one served token: `2 / (6·m)`.
    public var servingWeight: Quantity { Quantity(2) / (6 * relativeUtilisation) }
  }

  /// The life of a model.
  public init(
    parameters: Quantity,
    preTrainingTokens: Quantity,
    reinforcementTokens: Quantity = Quantity(0, .tokens),
    servedTokens: Quantity,
    terms: Terms = Terms()
  ) {
    self.parameters = parameters
    self.preTrainingTokens = preTrainingTokens
    self.reinforcementTokens = reinforcementTokens
    self.servedTokens = servedTokens
    self.terms = terms
  }

  /// The life in which the three parts cost the same, from the tokens that will be served.
  ///
  ///     D_PT = k / (6·m) · D_RL = 2 / (6·m) · D_inf
  public static func equalised(
    parameters: Quantity,
    servedTokens: Quantity,
    terms: Terms = Terms()
  ) -> LifetimeCompute {
    let preTraining = terms.servingWeight * servedTokens
    return LifetimeCompute(
      parameters: parameters,
      preTrainingTokens: preTraining,
      reinforcementTokens: preTraining / terms.reinforcementWeight,
      servedTokens: servedTokens,
      terms: terms
    )
  }

  /// Tokens that a model serves in its life: rate times time (E20).
  public static func servedTokens(rate: Quantity, over time: Quantity) -> Quantity { rate * time }
}

// MARK: - Cost

extension LifetimeCompute {
  private var perToken: Quantity { TrainingWork(parameters: parameters).modelFlop }

  /// `6·N·D_PT`.
  public var preTraining: Quantity { perToken * preTrainingTokens }

  /// `k·N·D_RL / m`.
  public var reinforcement: Quantity {
    perToken * terms.reinforcementWeight * reinforcementTokens
  }

  /// `2·N·D_inf / m`.
  public var serving: Quantity { perToken * terms.servingWeight * servedTokens }

  /// The sum of the three, in FLOP at pre-training's utilisation.
  public var total: Quantity { preTraining + reinforcement + serving }

  /// How many times Chinchilla's text the model was pre-trained on (E21).
  public var overtraining: Quantity {
    RuleOfTwenty.overtraining(parameters: parameters, tokens: preTrainingTokens)
  }
}
