import Glibc
public import Quantities

extension LifetimeOptimum {
  /// The traffic for which a model was given the right amount of text, turned round from its optimum.
  ///
  ///     D_inf = 3 / penalty · (α·A / (β·B) · D^(β+1) / N^α − D)
  ///
  /// A model that was served more should have been smaller and have read more; one that was served less,
  /// larger with less text.
  ///
  /// - Parameters:
  ///   - model: Size and text of what was trained.
  ///   - law: The law that ties them to loss.
  ///   - servingPenalty: Chip time of a served FLOP relative to one of training; above zero.
  /// - Returns: Tokens, or nothing where the text falls short of what training alone asks for.
  public static func servedTokens(
    justifying model: ScalingLaw.Allocation,
    under law: ScalingLaw,
    servingPenalty: Quantity = Quantity(1)
  ) -> Quantity? {
    guard servingPenalty.plain > 0 else {
      stop("serving with a penalty of \(servingPenalty.formatted()) justifies nothing")
    }
    let text = model.tokens.value(in: .tokens)
    let size = model.parameters.plain
    let marginal = law.alpha * law.a * pow(size, -law.alpha)
    let served = marginal / (law.beta * law.b) * pow(text, law.beta + 1) - text
    return served >= 0 ? Quantity(3 * served, .tokens) / servingPenalty : nil
  }

  /// Training's share of training and serving together; a half where the board's heuristic holds.
  public func trainingShare(_ model: ScalingLaw.Allocation) -> Quantity {
    model.compute / cost(model)
  }
}
