public import Quantities

/// The order in which the stages of a pipeline take the microbatches of one training iteration.
///
/// All compute the same gradients; they differ in how long stages wait and in how many microbatches keep
/// their activations meanwhile. `PipelineIteration` has the formulas.
public enum PipelineSchedule: Hashable, Sendable {
  /// All forward passes, then all backward passes.
  case gPipe
  /// Backward as soon as possible, one forward after each: less memory, the same bubble.
  case oneForwardOneBackward
  /// One-forward-one-backward with each stage cut into chunks that lie apart in the model.
  ///
  /// A microbatch then passes every chip several times, and the bubble shrinks by the number of chunks.
  case interleaved(chunks: Int)
  /// Weight gradients moved into the bubble, at the memory of one-forward-one-backward.
  case zeroBubbleH1
  /// Weight gradients moved into the bubble, with up to twice the memory.
  case zeroBubbleH2
  /// Microbatches from both ends at once, forward of one beside backward of the other.
  case dualPipe
  /// A batch of prompts that only goes forward and then ends; for decode see `DecodePipeline`.
  case forwardOnly

  /// Where the formulas of the schedule stand.
  public var source: SourceReference {
    switch self {
    case .gPipe, .forwardOnly: .gPipe
    case .oneForwardOneBackward, .interleaved: .megatronTraining
    case .zeroBubbleH1, .zeroBubbleH2: .zeroBubble
    case .dualPipe: .deepSeekV3
    }
  }

  /// Copies of the weights that each chip keeps; two where microbatches come from both ends.
  public var weightCopies: Int { self == .dualPipe ? 2 : 1 }

  /// The fewest microbatches for which the formulas hold: those that fill the schedule's warm-up.
  public func fewestMicrobatches(stages: Int) -> Int {
    switch self {
    case .gPipe, .oneForwardOneBackward, .forwardOnly: 1
    case .interleaved, .zeroBubbleH1: stages
    case .zeroBubbleH2: 2 * stages - 1
    case .dualPipe: 2 * stages
    }
  }
}

/// How long the passes of one microbatch take on one stage, in any unit common to all.
public struct PassTimes: Sendable {
  /// The forward pass.
  public let forward: Quantity
  /// The backward pass as far as the stage before waits for it.
  public let inputGradient: Quantity
  /// The rest of the backward pass, which nobody waits for.
  public let weightGradient: Quantity
  /// A forward and a whole backward pass run beside each other, as the two directions of DualPipe do.
  public let together: Quantity

  /// Times of the passes.
  ///
  /// Without a time for both together it is their sum: nothing is gained by running them side by side.
  public init(
    forward: Quantity,
    inputGradient: Quantity,
    weightGradient: Quantity,
    together: Quantity? = nil
  ) {
    self.forward = forward
    self.inputGradient = inputGradient
    self.weightGradient = weightGradient
    self.together = together ?? forward + inputGradient + weightGradient
  }

  /// One unit each: the backward pass takes twice the forward, as `6·N` says.
  public static let equal = PassTimes(
    forward: Quantity(1),
    inputGradient: Quantity(1),
    weightGradient: Quantity(1)
  )

  /// Both halves of the backward pass.
  public var backward: Quantity { inputGradient + weightGradient }
}
