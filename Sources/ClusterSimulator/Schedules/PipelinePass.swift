/// One pass of one microbatch over the layers that a stage keeps of it.
///
/// A stage that keeps several pieces of the model, as in interleaving, tells them apart as chunks:
/// chunk c of stage s comes after chunk c of stage s − 1, and chunk c + 1 of the first stage after
/// chunk c of the last.
public struct PipelinePass: Hashable, Sendable {
  /// What a pass computes.
  public enum Kind: Hashable, Sendable {
    /// Activations, for the stage after this one.
    case forward
    /// Both gradients; the stage before gets its input gradient when both are done.
    case backward
    /// The half of the backward pass for which the stage before waits.
    case inputGradient
    /// The half of the backward pass for which nobody waits.
    case weightGradient
    /// One more token for each sequence of the microbatch.
    case decode
  }

  /// What it computes.
  public let kind: Kind
  /// The microbatch, from 0.
  public let microbatch: Int
  /// The piece of the model among those of the stage, from 0.
  public let chunk: Int
  /// The token of a decode pass, from 0; 0 for all others.
  public let round: Int

  /// A pass of any kind.
  public init(_ kind: Kind, _ microbatch: Int, chunk: Int = 0, round: Int = 0) {
    self.kind = kind
    self.microbatch = microbatch
    self.chunk = chunk
    self.round = round
  }

  /// A forward pass.
  public static func forward(_ microbatch: Int, chunk: Int = 0) -> PipelinePass {
    PipelinePass(.forward, microbatch, chunk: chunk)
  }

  /// A whole backward pass.
  public static func backward(_ microbatch: Int, chunk: Int = 0) -> PipelinePass {
    PipelinePass(.backward, microbatch, chunk: chunk)
  }

  /// The input half of a backward pass.
  public static func inputGradient(_ microbatch: Int, chunk: Int = 0) -> PipelinePass {
    PipelinePass(.inputGradient, microbatch, chunk: chunk)
  }

  /// The weight half of a backward pass.
  public static func weightGradient(_ microbatch: Int, chunk: Int = 0) -> PipelinePass {
    PipelinePass(.weightGradient, microbatch, chunk: chunk)
  }

  /// A pass that makes one token for each sequence of a microbatch.
  public static func decode(_ microbatch: Int, round: Int) -> PipelinePass {
    PipelinePass(.decode, microbatch, round: round)
  }
}

extension PipelinePass: CustomStringConvertible {
  /// The pass as timetables write it: `F3`, `B3`, `W3`, and `F3.1` on a chunk other than the first.
  ///
  /// A decode pass of microbatch 3 is `3:12` for its token 12. A whole backward pass and its input
  /// half are both B, as in the papers.
  public var description: String {
    let chunk = chunk == 0 ? "" : ".\(self.chunk)"
    return switch kind {
    case .forward: "F\(microbatch)\(chunk)"
    case .backward, .inputGradient: "B\(microbatch)\(chunk)"
    case .weightGradient: "W\(microbatch)\(chunk)"
    case .decode: "\(microbatch):\(round)"
    }
  }
}

extension PipelinePass.Kind {
  /// The kind in words.
  public var name: String {
    switch self {
    case .forward: "forward"
    case .backward: "backward"
    case .inputGradient: "input gradient"
    case .weightGradient: "weight gradient"
    case .decode: "decode"
    }
  }
}

/// What a stage does in one go: a pass, or the two that DualPipe runs beside each other.
struct PassSlot {
  let pass: PipelinePass
  var beside: PipelinePass?

  var passes: [PipelinePass] { [pass] + (beside.map { [$0] } ?? []) }
}
