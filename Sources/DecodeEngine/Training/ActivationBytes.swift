public import Quantities

/// What a buffer of a step is for.
public enum ActivationKind: String, CaseIterable, Hashable, Sendable {
  /// The residual stream between branches: inputs of layers, checkpoints, the output.
  case stream
  /// What is inside a branch: norms, queries, keys, values, attention weights, the feed-forward's width.
  case intermediate
  /// Gradients of activations.
  case gradient
  /// The final norm, the logits and their gradient.
  case head
}

/// The memory that the activations of a step took, read off the buffers that were held.
///
/// Rows of scratch inside a kernel, weights and their gradients are not activations.
public struct ActivationBytes: Hashable, Sendable {
  /// Bytes by kind, of something held at one moment.
  public struct Held: Hashable, Sendable {
    private var bytes: [ActivationKind: Int] = [:]

    init() {}

    /// Bytes of one kind.
    public subscript(kind: ActivationKind) -> Quantity { Quantity(bytes[kind] ?? 0, .bytes) }
    /// Bytes of all kinds.
    public var total: Quantity { Quantity(count, .bytes) }

    var count: Int { bytes.values.reduce(0, +) }

    mutating func add(_ count: Int, of kind: ActivationKind) {
      let sum = (bytes[kind] ?? 0) + count
      // A kind of which nothing is left is as one that never was.
      bytes[kind] = sum == 0 ? nil : sum
    }
  }

  /// What was held when most was held.
  public internal(set) var peak = Held()
  /// What waits for the backward pass once the last layer has run forward.
  public internal(set) var turn = Held()
}
