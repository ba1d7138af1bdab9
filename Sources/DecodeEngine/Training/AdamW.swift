public import Quantities

/// The optimiser that most language models are trained with: two moments for every weight.
///
///     m = β₁·m + (1 − β₁)·g        v = β₂·v + (1 − β₂)·g²
///     w = w − rate · (m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + decay · w)
///
/// Norms are not decayed.
///
/// > Source: arXiv 1711.05101, algorithm 2.
public struct AdamW: Sendable {
  /// What a weight moves by where its gradient is steady.
  public let learningRate: Float
  /// How long the mean of gradients remembers, β₁.
  public let meanDecay: Float
  /// How long the mean of squares remembers, β₂.
  public let squareDecay: Float
  /// What is added to the root, ε.
  public let epsilon: Float
  /// How strongly matrices are pulled to zero.
  public let weightDecay: Float

  /// The mean of gradients, m.
  public private(set) var means: ParameterSet
  /// The mean of their squares, v.
  public private(set) var squares: ParameterSet
  /// Steps taken.
  public private(set) var steps = 0
  private var meanPower: Double = 1
  private var squarePower: Double = 1

  /// An optimiser for a model, with both moments zero.
  ///
  /// - Parameters:
  ///   - model: Whose weights it will move.
  ///   - learningRate: What a weight moves by where its gradient is steady.
  ///   - meanDecay: β₁, at least 0 and less than 1.
  ///   - squareDecay: β₂, at least 0 and less than 1.
  ///   - epsilon: What is added to the root.
  ///   - weightDecay: How strongly matrices are pulled to zero; not at all by default.
  /// - Throws: `settingOutOfRange`.
  package init(
    for model: TrainingModel,
    learningRate: Float = 1e-3,
    meanDecay: Float = 0.9,
    squareDecay: Float = 0.99,
    epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) throws(TrainingError) {
    let settings = [
      ("learningRate", learningRate, Float.greatestFiniteMagnitude),
      ("meanDecay", meanDecay, 1), ("squareDecay", squareDecay, 1),
      ("epsilon", epsilon, Float.greatestFiniteMagnitude),
      ("weightDecay", weightDecay, Float.greatestFiniteMagnitude),
    ]
    for (name, value, end) in settings where !(value >= 0 && value < end) {
      throw .settingOutOfRange(
        name: name,
        value: value,
        allowed: end == 1 ? "at least 0 and less than 1" : "finite and not negative"
      )
    }
    self.learningRate = learningRate
    self.meanDecay = meanDecay
    self.squareDecay = squareDecay
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    means = ParameterSet(zerosFor: model.shape)
    squares = means
  }

  /// An optimiser with the usual decays and without decay of weights.
  ///
  /// - Parameters:
  ///   - model: Whose weights it will move.
  ///   - learningRate: What a weight moves by where its gradient is steady; a plain number.
  /// - Throws: `settingOutOfRange`.
  public init(for model: TrainingModel, learningRate: Quantity) throws(TrainingError) {
    try self.init(for: model, learningRate: Float(learningRate.plain))
  }

  /// Memory of both moments.
  public var bytes: Quantity { means.bytes + squares.bytes }

  /// Moves the weights of a model against their gradients.
  ///
  /// - Throws: `elementsDoNotFit` if the gradients, or the optimiser, are another model's.
  public mutating func update(_ model: inout TrainingModel, _ gradients: ParameterSet)
    throws(TrainingError)
  {
    let shapes = model.parameters.tensors.map(\.shape)
    for (name, set) in [("gradients", gradients), ("moments", means)]
    where set.tensors.map(\.shape) != shapes {
      throw .elementsDoNotFit(name: name, expected: model.parameters.count, given: set.count)
    }
    steps += 1
    meanPower *= Double(meanDecay)
    squarePower *= Double(squareDecay)
    let meanFactor = Float(1 / (1 - meanPower))
    let squareFactor = Float(1 / (1 - squarePower))
    for index in gradients.tensors.indices {
      let gradient = gradients.tensors[index].values
      let decay = gradients.tensors[index].shape.count == 2 ? weightDecay : 0
      for element in gradient.indices {
        let g = gradient[element]
        let m = meanDecay * means.tensors[index].values[element] + (1 - meanDecay) * g
        let v = squareDecay * squares.tensors[index].values[element] + (1 - squareDecay) * g * g
        means.tensors[index].values[element] = m
        squares.tensors[index].values[element] = v
        let weight = model.parameters.tensors[index].values[element]
        let move = m * meanFactor / ((v * squareFactor).squareRoot() + epsilon)
        model.parameters.tensors[index].values[element] =
          weight - learningRate * (move + decay * weight)
      }
    }
  }
}
