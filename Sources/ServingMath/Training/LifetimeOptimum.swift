import Glibc
public import Quantities

/// The cheapest model of a given quality, when it must be trained once and then served.
///
///     minimise 6·N·D + 2·N·D_inf·penalty     at fixed L(N, D)
///
/// Less text makes a larger model for the same loss, which costs on every served token. At the minimum
///
///     (D + D_inf · penalty / 3) · β·B / D^(β+1) = α·A / N^α
///
/// Both sides are monotone in N and in D, so each question has one answer, found by bisection.
///
/// > Source: the condition is ours, from the law of arXiv 2203.15556; the lecture sets the costs equal
/// > instead (1:20:42).
public struct LifetimeOptimum: Sendable {
  /// The law that ties size and text to loss.
  public let law: ScalingLaw
  /// Tokens that the model will serve.
  public let servedTokens: Quantity
  /// Chip time of a served FLOP relative to one of training; 3 for decode at a third of the utilisation.
  public let servingPenalty: Quantity

  /// A question to a law.
  ///
  /// Stops if tokens or penalty are negative.
  public init(
    _ law: ScalingLaw,
    servedTokens: Quantity,
    servingPenalty: Quantity = Quantity(1)
  ) {
    guard servedTokens >= Quantity(0, .tokens), servingPenalty.plain >= 0 else {
      stop("served tokens and their penalty cannot be negative")
    }
    self.law = law
    self.servedTokens = servedTokens
    self.servingPenalty = servingPenalty
  }

  /// Training and serving together, in FLOP at training's utilisation.
  public func cost(_ model: ScalingLaw.Allocation) -> Quantity {
    model.compute + servingCost(model)
  }

  /// `6·N·D ÷ (2·N·D_inf·penalty)`: one where the board's heuristic holds.
  public func trainingToServing(_ model: ScalingLaw.Allocation) -> Quantity {
    model.compute / servingCost(model)
  }

  /// The text on which a model of a size is the cheapest of its loss.
  ///
  /// Bracketed by 1 and 10³⁰ tokens; the answer is good to a relative 10⁻¹³ or so.
  public func optimum(parameters: Quantity) -> ScalingLaw.Allocation {
    let size = parameters.plain
    let tokens = LogBisection.root(from: 1, to: 1e30) { slope(size: size, tokens: $0) }
    return ScalingLaw.Allocation(parameters: parameters, tokens: Quantity(tokens, .tokens))
  }

  /// The cheapest model of a loss.
  ///
  /// Stops if the loss is at or below the law's irreducible one.
  public func optimum(loss: Quantity) -> ScalingLaw.Allocation {
    let reducible = (loss - law.irreducibleLoss.value).plain
    guard reducible > 0 else {
      stop("no model reaches a loss of \(loss.formatted()) under the fit of \(law.name)")
    }
    // The data term runs through all shares of what can be reduced; the model term is the rest.
    let odds = LogBisection.root(from: 1e-9, to: 1e9) { odds in
      let model = split(reducible, odds: odds)
      return slope(size: model.size, tokens: model.tokens)
    }
    let model = split(reducible, odds: odds)
    return ScalingLaw.Allocation(
      parameters: Quantity(model.size),
      tokens: Quantity(model.tokens, .tokens)
    )
  }

  /// The model of a loss whose training costs as much as its serving; nothing if no size reaches it.
  ///
  ///     D = D_inf · penalty / 3
  public func equalised(loss: Quantity) -> ScalingLaw.Allocation? {
    let tokens = servedTokens * servingPenalty / 3
    return law.parameters(toReach: loss, tokens: tokens).map {
      ScalingLaw.Allocation(parameters: $0, tokens: tokens)
    }
  }

  // MARK: -

  private func servingCost(_ model: ScalingLaw.Allocation) -> Quantity {
    TrainingWork(parameters: model.parameters).forward * servedTokens * servingPenalty
  }

  /// Above zero where more text and a smaller model would be cheaper at the same loss.
  private func slope(size: Double, tokens: Double) -> Double {
    let served = servedTokens.value(in: .tokens) * servingPenalty.plain / 3
    return (tokens + served) * law.beta * law.b * pow(tokens, -law.beta - 1)
      - law.alpha * law.a * pow(size, -law.alpha)
  }

  /// A reducible loss shared by text and size at the given odds.
  private func split(_ reducible: Double, odds: Double) -> (size: Double, tokens: Double) {
    let data = reducible * odds / (1 + odds)
    let model = reducible / (1 + odds)
    return (pow(law.a / model, 1 / law.alpha), pow(law.b / data, 1 / law.beta))
  }
}
