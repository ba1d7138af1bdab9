public import Quantities

/// What the training of a model took in chip time, as its makers account for it.
///
///     utilisation = 6·N·D ÷ (chip time · peak of one chip)
///
/// Chip time counts whatever the makers count, restarts included where they are, so the utilisation lies
/// below that of a run that is going.
public struct TrainingAccount: Sendable {
  /// The model that was trained; its published active parameters and training tokens count.
  public let model: Model
  /// The chip whose time is counted.
  public let chip: Chip
  /// The precision of the matrix multiplications, which decides the peak.
  public let precision: Precision
  /// Chip time of pre-training.
  public let preTraining: Sourced<Quantity>
  /// Tokens of pre-training.
  public let tokens: Quantity

  init(
    _ model: Model,
    on chip: Chip,
    _ precision: Precision,
    preTraining: Sourced<Quantity>
  ) {
    guard let tokens = model.trainingTokens else {
      stop(
        "the training text of \(model.name) is not published, so its chip time accounts for nothing"
      )
    }
    self.model = model
    self.tokens = tokens.value
    self.chip = chip
    self.precision = precision
    self.preTraining = preTraining
  }

  /// The model's own arithmetic as a share of the peak, counted as `6·N` without attention.
  public var utilisation: Quantity {
    ModelFlopUtilisation(
      tokens: tokens,
      chipTime: preTraining.value,
      peak: chip.peak(precision).value
    ).training(parameters: model.publishedActive.value)
  }

  /// Chip time of one training token.
  public var timePerToken: Quantity { preTraining.value / tokens }
}
