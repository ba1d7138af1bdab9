public import Quantities

/// Chinchilla in one number: the best model for a training budget sees about twenty tokens a parameter.
///
/// The rule answers what trains best, not what serves best: a model that will answer for months is worth
/// many more tokens, because a smaller one saves on each of them (`LifetimeOptimum`).
///
/// > Source: lecture, 1:31:31 (E21); arXiv 2203.15556, table 3, whose rows lie between 20 and 22.4.
public enum RuleOfTwenty {
  /// Tokens for each parameter.
  public static let tokensPerParameter = figure(
    20,
    .tokens,
    .chinchilla,
    "2022-03",
    "per parameter, rounded"
  )

  /// Training text of a model: `20·N`.
  public static func tokens(parameters: Quantity) -> Quantity {
    parameters * tokensPerParameter.value
  }

  /// The model that a compute budget should train: `N = √(C / 120)`, `D = 20·N`.
  public static func optimum(compute: Quantity) -> ScalingLaw.Allocation {
    let perSquare = TrainingWork(parameters: Quantity(1)).modelFlop * tokensPerParameter.value
    let parameters = (compute / perSquare).squareRoot()
    return ScalingLaw.Allocation(parameters: parameters, tokens: tokens(parameters: parameters))
  }

  /// How many times the rule's text a model was trained on: `D / (20·N)`.
  public static func overtraining(parameters: Quantity, tokens: Quantity) -> Quantity {
    tokens / self.tokens(parameters: parameters)
  }
}
