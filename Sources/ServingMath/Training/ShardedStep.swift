public import Quantities

/// One iteration where every chip holds a slice of all weights and fetches the rest as it goes (ZeRO-3).
///
///     compute   F ÷ (chips · peak · efficiency)
///     network   3 · 2 · P B ÷ bandwidth
///     time      the longer of the two
///
/// The weights are gathered for the forward pass and again for the backward pass, and the gradients are
/// scattered once: three passages of 16-bit elements over each chip's network port. They overlap the
/// arithmetic, so the longer one counts. The own slice of a chip is not subtracted.
///
/// > Source: our bound for arXiv 2104.04473, table 2.
public struct ShardedStep: Sendable {
  /// The model that learns.
  public let model: MegatronModel
  /// Sequences of the iteration.
  public let batch: Int
  /// Chips that share weights and batch.
  public let chips: Int
  /// The rates of the chips.
  public let cluster: TrainingCluster

  /// An iteration on so many chips.
  ///
  /// Stops if batch or chips are not positive.
  public init(_ model: MegatronModel, batch: Int, chips: Int, on cluster: TrainingCluster) {
    if batch < 1 || chips < 1 { stop("a sharded step needs at least one sequence and one chip") }
    self.model = model
    self.batch = batch
    self.chips = chips
    self.cluster = cluster
  }

  /// Arithmetic of the iteration with full recomputation.
  public var work: Quantity { model.flopPerIteration(batch: batch) }

  /// Time of the arithmetic.
  public var computeTime: Quantity {
    work / (Double(chips) * cluster.peak * cluster.efficiency)
  }

  /// Time of weights twice and gradients once over a chip's network port; the batch is not in it.
  public var networkTime: Quantity {
    3 * Double(model.parameters) * Precision.bf16.bytesPerElement / cluster.networkBandwidth
  }

  /// The longer of arithmetic and network.
  public var time: Quantity { max(computeTime, networkTime) }

  /// Arithmetic that one chip achieves, in FLOP/s.
  public var rate: Quantity { work / (Double(chips) * time) }
}
