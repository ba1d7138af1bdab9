public import Quantities

/// Many steps of training, with what they did and held.
public struct TrainingRun: Sendable {
  /// The loss of each step, before its update; plain numbers, in nats.
  public let losses: [Quantity]
  /// Predictions made in all steps.
  public let tokens: Quantity
  /// Arithmetic of all steps; the optimiser's is left out.
  public let counters: TrainingCounters
  /// The most bytes of activations that a step held.
  public let activationBytes: Quantity
  /// Memory of the weights.
  public let weightBytes: Quantity
  /// Memory of the gradients.
  public let gradientBytes: Quantity
  /// Memory of the optimiser's moments.
  public let optimiserBytes: Quantity
}

extension TrainingModel {
  /// Trains on one batch after another.
  ///
  /// - Parameters:
  ///   - batches: The sequences of each step.
  ///   - optimiser: Keeps its moments, so that training can go on.
  ///   - policy: What waits for the backward pass.
  /// - Returns: The losses, and what all steps did and held.
  /// - Throws: What a step or an update throws; the steps before it have been taken.
  public mutating func train(
    on batches: some Sequence<[[Int32]]>,
    with optimiser: inout AdamW,
    policy: RecomputationPolicy = .stored
  ) throws(TrainingError) -> TrainingRun {
    var losses: [Quantity] = []
    var tokens = Quantity(0, .tokens)
    var counters = TrainingCounters()
    var (activations, gradients) = (Quantity(0, .bytes), Quantity(0, .bytes))
    for batch in batches {
      let result = try step(tokens: batch, policy: policy)
      try optimiser.update(&self, result.gradients)
      losses.append(result.loss)
      tokens = tokens + result.tokens
      counters += result.counters
      activations = max(activations, result.activationBytes)
      gradients = max(gradients, result.gradients.bytes)
    }
    return TrainingRun(
      losses: losses,
      tokens: tokens,
      counters: counters,
      activationBytes: activations,
      weightBytes: parameters.bytes,
      gradientBytes: gradients,
      optimiserBytes: optimiser.bytes
    )
  }
}
