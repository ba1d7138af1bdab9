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
  public var model: ServedModel { entries.model }
  /// The machine that it decodes on.
  public var rack: Rack { entries.rack }
  /// Arithmetic rate of the rack at the model's precision, in FLOP/s.
  public let peak: Quantity

  /// The shortest possible pass: every weight crosses the memory interface once.
  ///
  ///     N_total · w / β
  ///
  /// > Source: lecture, 0:09:54 (E4).
  public let latencyFloor: Quantity

  /// Arithmetic that each further sequence adds to a pass.
  ///
  ///     2 · N_active / F
  public let computeTimePerSequence: Quantity

  /// The rack's bandwidth, summed once.
  let memoryBandwidth: Quantity
  /// Cache of one token, as the model has it.
  let keyValueBytesPerToken: Quantity
  private let entries: Entries

  /// Model and rack behind one reference: every pass holds its board, and copying all figures of a chip
  /// would take ten times as long as the arithmetic of the pass.
  private final class Entries: Sendable {
    let model: ServedModel
    let rack: Rack

    init(model: ServedModel, rack: Rack) {
      self.model = model
      self.rack = rack
    }
  }

  /// The board for a model on a rack.
  ///
  /// Stops if the rack's chip publishes no peak at the model's precision.
  public init(_ model: ServedModel, on rack: Rack) {
    self.entries = Entries(model: model, rack: rack)
    self.peak = rack.peak(model.precision)
    self.memoryBandwidth = rack.memoryBandwidth
    self.keyValueBytesPerToken = model.keyValueBytesPerToken
    self.latencyFloor = model.weights / memoryBandwidth
    self.computeTimePerSequence = model.workPerToken * Quantity(1, .tokens) / peak
  }

  /// One pass of a batch of sequences at a common context.
  ///
  /// - Parameters:
  ///   - batch: Sequences, each of which gets one new token; a plain number from zero on, whole or not.
  ///   - context: Tokens that each sequence looks back on; none by default, as where the board drops KV.
  /// - Returns: The pass, to be asked for its parts.
  public func step(batch: Quantity, context: Quantity = Quantity(0, .tokens)) -> DecodeStep {
    if batch.dimensions != .none || !(batch.baseValue >= 0) {
      stop("a batch is a number of sequences from zero on, not \(batch)")
    }
    return DecodeStep(board: self, batch: batch, context: context)
  }

  /// One pass of a whole number of sequences at a common context.
  public func step(batch: Int, context: Quantity = Quantity(0, .tokens)) -> DecodeStep {
    step(batch: Quantity(batch), context: context)
  }
}

// MARK: - Weights and arithmetic alone

extension Roofline {
  /// The batch at which fetching the weights takes as long as multiplying with them.
  ///
  ///     B* = R · N_total / N_active
  ///
  /// The size of the model cancels; only its sparsity and the chip's board ratio stay. KV is dropped.
  ///
  /// > Source: lecture, 0:15:52 (E6 to E8).
  public var balancedBatch: Quantity { latencyFloor / computeTimePerSequence }

  /// The chip's board ratio R at the model's precision: the lecture's "300".
  public var boardRatio: Quantity { rack.chip.boardRatio(model.precision) }
}
