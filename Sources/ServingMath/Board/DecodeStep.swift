public import Quantities

/// One pass of a batch, taken apart into what the memory does and what the arithmetic does.
///
/// All times are lower bounds; see `Roofline` for what is left out.
public struct DecodeStep: Sendable {
  /// Model and rack.
  public let board: Roofline
  /// Sequences in the batch: a plain number, which need not be whole.
  public let batch: Quantity
  /// Tokens of context in each of them.
  public let context: Quantity

  /// Time of the multiplications with the weights.
  ///
  ///     B · 2 · N_active / F
  public var computeTime: Quantity { batch * board.computeTimePerSequence }

  /// Time to fetch all weights, whatever the batch.
  ///
  ///     N_total · w / β
  public var weightTime: Quantity { board.latencyFloor }

  /// Time to fetch the weights that the batch is expected to touch.
  ///
  /// Shorter than `weightTime` for a mixture of experts at small batches; the board ignores this.
  public var touchedWeightTime: Quantity {
    board.model.weightsTouched(batch: batch) / board.memoryBandwidth
  }

  /// Time to fetch the cache of every sequence.
  ///
  ///     B · context · bytes per token / β
  public var keyValueTime: Quantity { batch * board.keyValueTimePerSequence(context: context) }

  /// Time of all memory traffic: weights and cache.
  public var memoryTime: Quantity { weightTime + keyValueTime }

  /// Time of the pass if memory and arithmetic overlap perfectly.
  ///
  ///     max(t_compute, t_mem)
  public var time: Quantity { max(computeTime, memoryTime) }

  /// Time of the pass if nothing overlaps: at most twice `time`.
  ///
  ///     t_compute + t_mem
  public var timeWithoutOverlap: Quantity { computeTime + memoryTime }

  /// Whether the arithmetic is the longer of the two.
  public var isComputeBound: Bool { computeTime >= memoryTime }

  /// The share of the pass in which the arithmetic units are busy: model FLOP utilisation.
  ///
  ///     t_compute / t
  public var utilisation: Quantity { computeTime / time }

  /// New tokens that the pass makes: one a sequence.
  public var tokens: Quantity { batch * Quantity(1, .tokens) }

  /// Rack time that each token takes.
  ///
  ///     t / B
  public var timePerToken: Quantity { time / tokens }

  /// What a token costs when the rack is rented for the pass.
  ///
  ///     chips · rent · t / B
  ///
  /// - Parameter rent: Of one chip, per hour.
  /// - Returns: In dollars per token.
  public func costPerToken(rent: Quantity) -> Quantity {
    board.rack.rent(at: rent) * timePerToken
  }

  /// Tokens that the rack makes each second when passes follow without a gap.
  public var throughput: Quantity { tokens / time }

  /// Tokens that one reader sees each second.
  public var speedPerSequence: Quantity { Quantity(1, .tokens) / time }

  /// Writes to memory for each byte read: one token of cache a sequence against everything read.
  ///
  /// Activations are left out; they stay on the chip.
  public var writesPerRead: Quantity {
    tokens * board.keyValueBytesPerToken / (memoryTime * board.memoryBandwidth)
  }
}
