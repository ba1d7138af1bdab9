public import Quantities

/// The model that gave the rule its name, and what a budget can be spent on beside it.
public enum Chinchilla {
  /// Its parameters.
  public static let parameters = figure(70e9, .one, .chinchilla, "2022-03", "rounded")
  /// Its training text.
  public static let tokens = figure(1.4e12, .tokens, .chinchilla, "2022-03", "rounded")

  /// Size and text of the model.
  public static var allocation: ScalingLaw.Allocation {
    ScalingLaw.Allocation(parameters: parameters.value, tokens: tokens.value)
  }
}

extension ScalingLaw.Allocation {
  /// How many times Chinchilla's text the model reads: `D / (20·N)`.
  public var overtraining: Quantity {
    RuleOfTwenty.overtraining(parameters: parameters, tokens: tokens)
  }

  /// The model that the same arithmetic trains with so many tokens for each parameter.
  ///
  ///     N = √(C / (6 · ratio)),   D = ratio · N
  ///
  /// - Parameter tokensPerParameter: In tokens, above zero.
  /// - Returns: Another size with another text.
  public func sameCompute(tokensPerParameter: Quantity) -> ScalingLaw.Allocation {
    guard tokensPerParameter > Quantity(0, .tokens) else {
      stop("a model without text cannot be trained: \(tokensPerParameter.formatted()) a parameter")
    }
    let shrink = (self.tokensPerParameter / tokensPerParameter).squareRoot()
    let parameters = shrink * self.parameters
    return ScalingLaw.Allocation(parameters: parameters, tokens: parameters * tokensPerParameter)
  }
}
