import Quantities

/// How chips share a training iteration: each layer's matrices, the layers, and the batch.
public struct TrainingLayout: Hashable, Sendable {
  /// Chips that share every matrix, on the scale-up network.
  public let tensor: Int
  /// Stages that share the layers.
  public let pipeline: Int
  /// Copies of the model that share the batch.
  public let data: Int
  /// Sequences that pass a stage together.
  public let microbatch: Int

  /// A layout of so many ways in each direction.
  ///
  /// Stops if a count is not positive.
  public init(tensor: Int = 1, pipeline: Int = 1, data: Int = 1, microbatch: Int = 1) {
    guard [tensor, pipeline, data, microbatch].allSatisfy({ $0 > 0 }) else {
      stop(
        "a training layout needs at least one chip in every direction and one sequence at a time"
      )
    }
    self.tensor = tensor
    self.pipeline = pipeline
    self.data = data
    self.microbatch = microbatch
  }

  /// Chips in all: `tensor · pipeline · data`.
  public var chips: Int { tensor * pipeline * data }

  /// Microbatches that one copy of the model works through in an iteration.
  ///
  ///     batch ÷ (data · microbatch)
  ///
  /// Stops if the batch does not divide.
  public func microbatches(batch: Int) -> Int {
    guard batch > 0, batch.isMultiple(of: data * microbatch) else {
      stop(
        "a batch of \(batch) does not divide into \(data) copies with microbatches of \(microbatch); "
          + "choose a multiple of \(data * microbatch)"
      )
    }
    return batch / (data * microbatch)
  }
}
