public import Quantities

/// The arithmetic that a step really did, counted where it was done.
///
/// Every matrix product and every row of attention adds the sizes of the buffers that it was handed; no
/// formula of a transformer is used. A multiply-add is 2 FLOP. Norms, rotations, activation functions,
/// softmax, the loss and additions of streams are left out, as on the blackboard.
public struct TrainingCounters: Hashable, Sendable {
  /// What one pass counted.
  public struct Pass: Hashable, Sendable {
    /// Multiply-adds with weights or for their gradients.
    public internal(set) var weightMultiplyAdds = 0
    /// Multiply-adds of activations with activations, inside attention.
    public internal(set) var attentionMultiplyAdds = 0

    /// Arithmetic with weights, in FLOP.
    public var weights: Quantity { Quantity(weightMultiplyAdds, .multiplyAdds) }
    /// Arithmetic of attention, in FLOP.
    public var attention: Quantity { Quantity(attentionMultiplyAdds, .multiplyAdds) }
    /// Both, in FLOP.
    public var total: Quantity { weights + attention }
  }

  /// Which pass an operation belongs to.
  enum Phase {
    case forward
    case recomputed
    case backward
  }

  /// The first forward pass.
  public internal(set) var forward = Pass()
  /// What was run forward a second time.
  public internal(set) var recomputed = Pass()
  /// Gradients of inputs and weights.
  public internal(set) var backward = Pass()

  /// What the gradients need: forward and backward, in FLOP.
  public var model: Quantity { forward.total + backward.total }
  /// All that was executed, in FLOP.
  public var executed: Quantity { model + recomputed.total }

  subscript(phase: Phase) -> Pass {
    get {
      switch phase {
      case .forward: forward
      case .recomputed: recomputed
      case .backward: backward
      }
    }
    set {
      switch phase {
      case .forward: forward = newValue
      case .recomputed: recomputed = newValue
      case .backward: backward = newValue
      }
    }
  }

  static func += (sum: inout TrainingCounters, other: TrainingCounters) {
    for phase in [Phase.forward, .recomputed, .backward] {
      sum[phase].weightMultiplyAdds += other[phase].weightMultiplyAdds
      sum[phase].attentionMultiplyAdds += other[phase].attentionMultiplyAdds
    }
  }
}
