public import Quantities

/// One iteration of a pipeline: how long its stages work, how long they wait, what they remember.
///
/// With p stages, m microbatches, and F, B, W for forward, input gradient and weight gradient:
///
///     GPipe, 1F1B     (p − 1) · (F + B + W)          activations of m, of min(p, m)
///     interleaved     (p − 1) · (F + B + W) / v      p + (p − 1) / v
///     ZB-H1           (p − 1) · (F + B − W)          p
///     ZB-H2           (p − 1) · (F + B − 2·W)        2·p − 1
///     DualPipe        (p/2 − 1) · (F&B + B − 2·W)    p + 1
///     forward only    (p − 1) · F                    1
///
/// The DeepSeek report writes DualPipe's as F&B + B − 3·W with B the whole backward pass; here B is the
/// input half, so one W cancels. Zero-bubble terms below zero count as zero. Sends between stages are
/// left out.
///
/// > Source: arXiv 1811.06965, 2104.04473, 2401.10241 (table 2), 2412.19437 (table 2), and 2205.05198 for
/// > the activations of interleaving; lecture, 0:59:24 (claims C092 to C095).
public struct PipelineIteration: Sendable {
  /// The order of the passes.
  public let schedule: PipelineSchedule
  /// Stages of the pipeline, p.
  public let stages: Int
  /// Microbatches of the iteration, m, both directions together.
  public let microbatches: Int
  /// Times of the passes of one microbatch on one stage.
  public let passes: PassTimes

  /// An iteration.
  ///
  /// Stops if there are too few microbatches for the schedule, if interleaving has no chunk or
  /// microbatches that are no multiple of the stages, or if DualPipe has an odd number of either.
  public init(
    _ schedule: PipelineSchedule,
    stages: Int,
    microbatches: Int,
    passes: PassTimes = .equal
  ) {
    guard stages > 0 else { stop("a pipeline needs at least one stage; got \(stages)") }
    let fewest = schedule.fewestMicrobatches(stages: stages)
    guard microbatches >= fewest else {
      stop("\(schedule) on \(stages) stages needs \(fewest) microbatches or more")
    }
    if case .interleaved(let chunks) = schedule {
      guard chunks > 0, microbatches.isMultiple(of: stages) else {
        stop(
          "interleaving needs a chunk or more, and microbatches in multiples of \(stages) stages"
        )
      }
    }
    if schedule == .dualPipe, !stages.isMultiple(of: 2) || !microbatches.isMultiple(of: 2) {
      stop("DualPipe needs an even number of stages and of microbatches")
    }
    self.schedule = schedule
    self.stages = stages
    self.microbatches = microbatches
    self.passes = passes
  }

  /// Time that every stage works.
  public var workTime: Quantity {
    switch schedule {
    case .forwardOnly: Double(microbatches) * passes.forward
    case .dualPipe: Double(microbatches) * passes.together
    default: Double(microbatches) * (passes.forward + passes.backward)
    }
  }

  /// Time that a stage waits while the pipeline fills and drains.
  public var bubbleTime: Quantity {
    let waits = Double(stages - 1)
    let whole = passes.forward + passes.backward
    let split = passes.forward + passes.inputGradient
    let none = 0 * whole
    switch schedule {
    case .gPipe, .oneForwardOneBackward: return waits * whole
    case .interleaved(let chunks): return waits * whole / Double(chunks)
    case .zeroBubbleH1: return max(none, waits * (split - passes.weightGradient))
    case .zeroBubbleH2: return max(none, waits * (split - 2 * passes.weightGradient))
    case .dualPipe:
      let gap = passes.together + passes.inputGradient - 2 * passes.weightGradient
      return max(none, Double(stages / 2 - 1) * gap)
    case .forwardOnly: return waits * passes.forward
    }
  }

  /// Time of the iteration.
  public var time: Quantity { workTime + bubbleTime }

  /// The share of the iteration in which a stage waits; `(p − 1) / (m + p − 1)` for GPipe and 1F1B.
  public var bubbleShare: Quantity { bubbleTime / time }

  /// What waiting adds to working; `(p − 1) / m` for GPipe and 1F1B.
  public var bubbleOverhead: Quantity { bubbleTime / workTime }

  /// Microbatches whose activations the fullest stage keeps at once; a plain number.
  ///
  /// Interleaving keeps parts of stages, so its count need not be whole.
  public var microbatchesInFlight: Quantity {
    let all = Double(microbatches)
    let stages = Double(self.stages)
    switch schedule {
    case .gPipe: return Quantity(all)
    case .oneForwardOneBackward, .zeroBubbleH1: return Quantity(min(stages, all))
    case .interleaved(let chunks): return Quantity(min(stages + (stages - 1) / Double(chunks), all))
    case .zeroBubbleH2: return Quantity(min(2 * stages - 1, all))
    case .dualPipe: return Quantity(min(stages + 1, all))
    case .forwardOnly: return Quantity(1)
    }
  }
}
