public import Quantities

/// The time of one training iteration, from its parts, none of which overlap.
///
///     compute    F ÷ (chips · peak · efficiency)
///     tensor     all-reduces of activations inside the layers, on the scale-up network
///     bubble     (compute + tensor) · (p − 1) / m       for one-forward-one-backward
///     gradients  one all-reduce of 16-bit gradients between the copies, on the scale-out network
///     time       the sum
///
/// Sends between stages, the optimiser, kernel launches and data loading are left out. The one number
/// that is not on a data sheet is the efficiency of matrix multiplication.
///
/// > Source: our composition of the terms of arXiv 2104.04473, section 3; tested against its table 1.
public struct TrainingStep: Sendable {
  /// The model that learns.
  public let model: MegatronModel
  /// Sequences of the iteration.
  public let batch: Int
  /// How the chips share the work.
  public let layout: TrainingLayout
  /// The rates of the chips.
  public let cluster: TrainingCluster
  /// What is computed twice.
  public let policy: ActivationPolicy
  /// The order in which stages take microbatches.
  public let schedule: PipelineSchedule

  /// An iteration; microbatches must divide the batch.
  public init(
    _ model: MegatronModel,
    batch: Int,
    layout: TrainingLayout,
    on cluster: TrainingCluster,
    policy: ActivationPolicy = .full,
    schedule: PipelineSchedule = .oneForwardOneBackward
  ) {
    self.model = model
    self.batch = batch
    self.layout = layout
    self.cluster = cluster
    self.policy = policy
    self.schedule = schedule
  }

  /// Arithmetic of the iteration, as executed.
  public var work: Quantity { model.flopPerIteration(batch: batch, policy) }

  /// Time of the arithmetic on all chips at the cluster's efficiency.
  public var computeTime: Quantity {
    work / (Double(layout.chips) * cluster.peak * cluster.efficiency)
  }

  /// Time of the all-reduces that join the halves of each layer.
  ///
  ///     passes · 2 · (l / p) · (B / d) · 2·s·h B, each an all-reduce over t chips
  ///
  /// Attention and feed-forward end with one each, forward and backward, and once more where the forward
  /// pass is repeated; the elements are 16-bit.
  public var tensorTime: Quantity {
    let passes = policy == .full || policy == .reversible ? 3.0 : 2.0
    let layers = Double(model.layers) / Double(layout.pipeline)
    let sequences = Double(batch) / Double(layout.data)
    let elements = Double(model.sequenceLength * model.hiddenSize)
    let bytes = passes * 2 * layers * sequences * elements * Precision.bf16.bytesPerElement
    return TrainingCluster.allReduce(bytes, over: layout.tensor, at: cluster.scaleUpBandwidth)
  }

  /// The pipeline of one copy of the model, with the model's own ratio of passes.
  public var pipeline: PipelineIteration {
    PipelineIteration(
      schedule,
      stages: layout.pipeline,
      microbatches: layout.microbatches(batch: batch),
      passes: PassTimes(
        forward: model.work.forward / model.work.modelFlop,
        inputGradient: (model.work.inputGradient + model.work.recomputed(policy))
          / model.work.modelFlop,
        weightGradient: model.work.weightGradient / model.work.modelFlop
      )
    )
  }

  /// Time in which a stage waits for the others, while the pipeline fills and drains.
  public var bubbleTime: Quantity { (computeTime + tensorTime) * pipeline.bubbleOverhead }

  /// Time of the gradients' all-reduce between the copies of the model.
  public var gradientTime: Quantity {
    let shard = Double(model.parameters) / Double(layout.tensor * layout.pipeline)
    return TrainingCluster.allReduce(
      shard * Precision.bf16.bytesPerElement,
      over: layout.data,
      at: cluster.networkBandwidth
    )
  }

  /// Time of the iteration, the sum of its parts.
  public var time: Quantity { computeTime + tensorTime + bubbleTime + gradientTime }

  /// Arithmetic that one chip achieves, as executed, in FLOP/s.
  public var rate: Quantity { work / (Double(layout.chips) * time) }

  /// The model's own arithmetic as a share of the peak.
  public var modelUtilisation: Quantity {
    model.flopPerIteration(batch: batch, .stored)
      / (Double(layout.chips) * cluster.peak * time)
  }
}
