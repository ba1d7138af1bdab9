public import Quantities

/// What one step found, did and held.
public struct TrainingStepResult: Sendable {
  /// Mean loss of a prediction, in nats; a plain number.
  public let loss: Quantity
  /// Predictions made.
  public let tokens: Quantity
  /// The gradient of the loss by every weight, under the weights' names.
  public let gradients: ParameterSet
  /// Arithmetic done.
  public let counters: TrainingCounters
  /// Memory of activations.
  public let activations: ActivationBytes

  /// The most bytes of activations that were held at once.
  public var activationBytes: Quantity { activations.peak.total }
}
