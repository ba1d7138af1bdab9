public import Quantities

/// A pipeline that decodes in a loop: the last stage's tokens are the first stage's next input.
///
///     global batch = microbatches · microbatch       P · b when every stage has one
///     idle share   = max(0, 1 − microbatches / stages)
///
/// There is no backward pass and so no flush: with a microbatch for each stage nothing waits. With fewer,
/// the rest of the stages stand idle; with more, microbatches queue. Hops between stages take no time here.
///
/// > Source: lecture, 0:57:34 to 1:08:41 (E14, claims C090, C096, C097, C106).
public struct DecodePipeline: Sendable {
  /// Stages of the loop, P.
  public let stages: Int
  /// Microbatches under way.
  public let microbatches: Int
  /// Sequences of one microbatch, b.
  public let microbatch: Int
  /// Time of one microbatch on one stage.
  public let stageTime: Quantity

  /// A loop, with a microbatch for each stage unless another number is given.
  ///
  /// Stops if a count is not positive.
  public init(stages: Int, microbatches: Int? = nil, microbatch: Int, stageTime: Quantity) {
    let underWay = microbatches ?? stages
    guard stages > 0, underWay > 0, microbatch > 0 else {
      stop("a decode pipeline needs at least one stage, one microbatch and one sequence")
    }
    self.stages = stages
    self.microbatches = underWay
    self.microbatch = microbatch
    self.stageTime = stageTime
  }

  /// Sequences under way in all.
  public var globalBatch: Int { microbatches * microbatch }

  /// The share of its time that a stage has nothing to do.
  public var idleShare: Quantity {
    Quantity(max(0, 1 - Double(microbatches) / Double(stages)))
  }

  /// Time from one token of a sequence to its next: a round of the loop, or of the queue if longer.
  public var timePerToken: Quantity { Double(max(stages, microbatches)) * stageTime }

  /// Tokens that the loop gives in a second.
  public var throughput: Quantity { Quantity(Double(globalBatch), .tokens) / timePerToken }

  /// The share of the model's weights that one stage keeps: `1 / P`.
  public var weightShare: Quantity { Quantity(1 / Double(stages)) }
}
