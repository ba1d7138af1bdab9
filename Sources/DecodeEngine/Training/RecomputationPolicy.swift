/// What a step keeps of the forward pass until the backward pass needs it.
///
/// The cases trade memory for arithmetic and give the same gradients, `stored` and `checkpointed` to the
/// last bit. `ActivationPolicy` is what the blackboard calculates; this is what is done.
public enum RecomputationPolicy: Hashable, Sendable {
  /// Every intermediate that the backward pass needs waits in memory.
  case stored
  /// Only the input of every so many layers waits; each such segment runs forward a second time.
  ///
  /// The last one too, although its activations are just gone: the rule is the same for all.
  case checkpointed(every: Int)
  /// Only the output waits; each layer's input is computed from its output on the way down.
  ///
  /// Needs a model of two residual streams.
  case reversible
}
