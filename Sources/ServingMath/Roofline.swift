public import Quantities

/// The blackboard of the lecture's first part: one model decoding on one rack.
///
/// A decode pass gives each sequence of the batch one new token. The pass cannot be shorter than its
/// arithmetic, nor shorter than its memory traffic: all weights once, and the cache of every sequence.
///
///     t ≥ max(t_compute, t_mem)
///     t_compute = B · 2 · N_active / F
///     t_mem     = (N_total · w + B · context · bytes per token) / β
///
/// with F the rack's dense FLOP/s and β its memory bandwidth. Left out: attention's arithmetic, what the
/// chips say to each other, kernel launches, and everything else that makes real passes about three times
/// as long. The parts of one pass are in `DecodeStep`; what is here holds for every batch.
///
/// > Source: lecture, 0:02:37 to 0:27:57.
public struct Roofline: Sendable {
  /// The model that decodes.
  public let model: ServedModel
  /// The machine that it decodes on.
  public let rack: Rack

  /// The board for a model on a rack.
  ///
  /// Stops if the rack's chip publishes no peak at the model's precision.
  public init(_ model: ServedModel, on rack: Rack) {
    self.model = model
    self.rack = rack
    self.peak = rack.peak(model.precision)
  }

  /// Arithmetic rate of the rack at the model's precision, in FLOP/s.
  public let peak: Quantity

  /// One pass of a batch of sequences at a common context.
  ///
  /// - Parameters:
  ///   - batch: Sequences, each of which gets one new token.
  ///   - context: Tokens that each sequence looks back on; none by default, as where the board drops KV.
  /// - Returns: The pass, to be asked for its parts.
  public func step(batch: Double, context: Quantity = Quantity(0, .tokens)) -> DecodeStep {
    DecodeStep(board: self, batch: batch, context: context)
  }
}

// MARK: - Weights and arithmetic alone

extension Roofline {
  /// The shortest possible pass: every weight crosses the memory interface once.
  ///
  ///     N_total · w / β
  ///
  /// > Source: lecture, 0:09:54 (E4).
  public var latencyFloor: Quantity { model.weights / rack.memoryBandwidth }

  /// Arithmetic that each further sequence adds to a pass.
  ///
  ///     2 · N_active / F
  public var computeTimePerSequence: Quantity {
    model.workPerToken * Quantity(1, .tokens) / peak
  }

  /// The batch at which fetching the weights takes as long as multiplying with them.
  ///
  ///     B* = R · N_total / N_active
  ///
  /// The size of the model cancels; only its sparsity and the chip's board ratio stay. KV is dropped.
  ///
  /// > Source: lecture, 0:15:52 (E6 to E8).
  public var balancedBatch: Double { (latencyFloor / computeTimePerSequence).plain }

  /// The chip's board ratio R at the model's precision: the lecture's "300".
  public var boardRatio: Double { rack.chip.boardRatio(model.precision).plain }
}

// MARK: - With the KV cache

extension Roofline {
  /// Cache traffic that each further sequence adds to a pass.
  ///
  ///     context · bytes per token / β
  public func keyValueTimePerSequence(context: Quantity) -> Quantity {
    context * model.keyValueBytesPerToken / rack.memoryBandwidth
  }

  /// The context at which reading a sequence's cache takes as long as its arithmetic.
  ///
  ///     context* = w · N_active / (R · bytes per token)
  ///
  /// > Source: lecture, 0:11:29.
  public var balancedContext: Quantity {
    computeTimePerSequence * rack.memoryBandwidth / model.keyValueBytesPerToken
  }

  /// The batch that balances memory and arithmetic when the cache is read too.
  ///
  ///     B*(context) = B* / (1 − context / context*)
  ///
  /// Infinite from the balanced context on: there memory stays the longer of the two at any batch.
  ///
  /// > Source: the closed form is ours; the lecture says at 0:19:49 that KV moves the optimum up.
  public func balancedBatch(context: Quantity) -> Double {
    let share = (context / balancedContext).plain
    return share < 1 ? balancedBatch / (1 - share) : .infinity
  }

  /// The least that a token can take of the rack's time, however large the batch.
  ///
  ///     max(2 · N_active / F, context · bytes per token / β)
  ///
  /// > Source: lecture, 0:14:54 (E5).
  public func timePerTokenFloor(context: Quantity = Quantity(0, .tokens)) -> Quantity {
    max(computeTimePerSequence, keyValueTimePerSequence(context: context)) / Quantity(1, .tokens)
  }

  /// The least that a token can cost, however large the batch.
  ///
  /// - Parameters:
  ///   - rent: Of one chip, per hour.
  ///   - context: As for the pass.
  /// - Returns: In dollars per token.
  public func costFloor(rent: Quantity, context: Quantity = Quantity(0, .tokens)) -> Quantity {
    rack.rent(at: rent) * timePerTokenFloor(context: context)
  }

  /// Tokens of context that fit for each sequence beside the weights.
  ///
  ///     (memory − weights) / (B · bytes per token)
  public func contextThatFills(batch: Double) -> Quantity {
    (rack.memory - model.weights) / (batch * model.keyValueBytesPerToken)
  }
}
