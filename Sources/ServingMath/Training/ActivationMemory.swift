public import Quantities

/// Bytes that a training step keeps between forward and backward pass, on one chip.
///
/// Per layer and microbatch, with s positions, b sequences, width h, a heads and t chips per matrix:
///
///     stored       s·b·h · (10 + 24 / t + 5·a·s / (h·t))
///     selective    s·b·h · (10 + 24 / t)
///     full         s·b·h · 2
///     reversible   0; the output of the last layer, s·b·h · 2, whatever the depth
///
/// With sequence parallelism the 10 of norms and dropouts, and the input of a layer, are split by t too.
/// Elements are 16-bit, dropout masks one byte. Embeddings, logits and the working memory of the layer
/// at hand (`workingSet`) are apart.
///
/// > Source: arXiv 2205.05198, table 2; lecture, 2:12:13 (claims C201 and C202) for reversible layers.
public struct ActivationMemory: Sendable {
  /// The model that learns.
  public let model: MegatronModel
  /// Sequences of a microbatch, b.
  public let microbatch: Int
  /// Chips that share every matrix, t.
  public let tensor: Int
  /// Whether norms and dropouts between the matrices are split along the sequence.
  public let isSequenceParallel: Bool

  /// The activations of a model under a layout.
  ///
  /// Stops if a count is not positive.
  public init(
    _ model: MegatronModel,
    microbatch: Int = 1,
    tensor: Int = 1,
    isSequenceParallel: Bool = false
  ) {
    if microbatch < 1 || tensor < 1 {
      stop("activation memory needs at least one sequence and one chip")
    }
    self.model = model
    self.microbatch = microbatch
    self.tensor = tensor
    self.isSequenceParallel = isSequenceParallel
  }

  /// Bytes that one more layer adds for one microbatch.
  public func perLayer(_ policy: ActivationPolicy) -> Quantity {
    let split = 1 / Double(tensor)
    let unsplit = isSequenceParallel ? split : 1
    let linear = 10 * unsplit + 24 * split
    let square = 5 * Double(model.heads * model.sequenceLength) / Double(model.hiddenSize) * split
    switch policy {
    case .stored: return (linear + square) * stream
    case .selective: return linear * stream
    case .full: return 2 * unsplit * stream
    case .reversible: return 0 * stream
    }
  }

  /// Bytes kept for one microbatch that has passed so many layers forward.
  ///
  /// Grows with the layers under every policy but `reversible`, which keeps the last output alone.
  public func kept(_ policy: ActivationPolicy, layers: Int) -> Quantity {
    policy == .reversible ? perLayer(.full) : Double(layers) * perLayer(policy)
  }

  /// Bytes of the one layer whose backward pass is running, where they are computed again.
  public func workingSet(_ policy: ActivationPolicy) -> Quantity {
    perLayer(.stored) - perLayer(policy)
  }

  /// Bytes kept on the fullest stage of a pipeline.
  ///
  ///     kept(layers / p) · microbatches in flight
  public func fullestStage(_ policy: ActivationPolicy, of pipeline: PipelineIteration) -> Quantity {
    let layers = Double(model.layers) / Double(pipeline.stages)
    let perMicrobatch = policy == .reversible ? perLayer(.full) : layers * perLayer(policy)
    return perMicrobatch * pipeline.microbatchesInFlight
  }

  /// One byte for each element of the residual stream of a microbatch, s·b·h.
  private var stream: Quantity {
    Quantity(Double(model.sequenceLength * microbatch * model.hiddenSize), .bytes)
  }
}
