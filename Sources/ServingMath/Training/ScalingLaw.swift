import Glibc
public import Quantities

/// How the loss of a dense model falls with its parameters and its training tokens.
///
///     L(N, D) = E + A / N^α + B / D^β
///
/// E is what no model can do better, in nats per token; the other terms are the price of a finite model
/// and of finite text. The letters mean the fit's own text and tokeniser: losses of two fits can be
/// compared only through the models that they were fitted to.
///
/// > Source: arXiv 2203.15556, equation 2 and its third approach; refitted in arXiv 2404.10102.
public struct ScalingLaw: Sendable {
  /// Who fitted it.
  public let name: String
  /// E, in nats per token.
  public let irreducibleLoss: Sourced<Quantity>
  /// A, for N in parameters.
  public let modelCoefficient: Sourced<Quantity>
  /// α.
  public let modelExponent: Sourced<Quantity>
  /// B, for D in tokens.
  public let dataCoefficient: Sourced<Quantity>
  /// β.
  public let dataExponent: Sourced<Quantity>

  /// A model's size with its training text.
  public struct Allocation: Sendable {
    /// Parameters, N.
    public let parameters: Quantity
    /// Training tokens, D.
    public let tokens: Quantity

    /// A size with a text.
    public init(parameters: Quantity, tokens: Quantity) {
      self.parameters = parameters
      self.tokens = tokens
    }

    /// Tokens for each parameter, D / N.
    public var tokensPerParameter: Quantity { tokens / parameters }

    /// Arithmetic of the training: `6·N·D`.
    public var compute: Quantity { TrainingWork(parameters: parameters).modelFlop * tokens }
  }

  /// The loss that the law expects, in nats per token.
  public func loss(parameters: Quantity, tokens: Quantity) -> Quantity {
    irreducibleLoss.value + modelTerm(parameters) + dataTerm(tokens)
  }

  /// The model of least loss that a compute budget can train.
  ///
  ///     N = G · (C / 6)^(β / (α + β)),   D = C / (6·N),   G = (α·A / (β·B))^(1 / (α + β))
  ///
  /// - Parameter compute: In FLOP, spent as `6·N·D`.
  /// - Returns: The size and its text.
  public func optimum(compute: Quantity) -> Allocation {
    let product = compute.value(in: .flop) / 6
    let sum = alpha + beta
    let parameters = pow(alpha * a / (beta * b), 1 / sum) * pow(product, beta / sum)
    return Allocation(
      parameters: Quantity(parameters),
      tokens: Quantity(product / parameters, .tokens)
    )
  }

  /// The text that brings a model of a size to a loss, or nothing where no amount does.
  ///
  ///     D = (B / (L − E − A / N^α))^(1 / β)
  public func tokens(toReach loss: Quantity, parameters: Quantity) -> Quantity? {
    let rest = (loss - irreducibleLoss.value - modelTerm(parameters)).plain
    return rest > 0 ? Quantity(pow(b / rest, 1 / beta), .tokens) : nil
  }

  /// The model that some text brings to a loss, or nothing where none is large enough.
  ///
  ///     N = (A / (L − E − B / D^β))^(1 / α)
  public func parameters(toReach loss: Quantity, tokens: Quantity) -> Quantity? {
    let rest = (loss - irreducibleLoss.value - dataTerm(tokens)).plain
    return rest > 0 ? Quantity(pow(a / rest, 1 / alpha)) : nil
  }
}

// MARK: - The letters inside

extension ScalingLaw {
  var a: Double { modelCoefficient.value.plain }
  var b: Double { dataCoefficient.value.plain }
  var alpha: Double { modelExponent.value.plain }
  var beta: Double { dataExponent.value.plain }

  private func modelTerm(_ parameters: Quantity) -> Quantity {
    Quantity(a * pow(parameters.plain, -alpha))
  }

  private func dataTerm(_ tokens: Quantity) -> Quantity {
    Quantity(b * pow(tokens.value(in: .tokens), -beta))
  }
}
