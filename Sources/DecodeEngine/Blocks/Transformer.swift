import Quantities
import ServingMath

/// A model in memory: its description and its packed weights.
///
/// Immutable, so that engines may share it.
public struct Transformer: @unchecked Sendable {
  // Sendable: all parts are values that are never written after the initialiser; what holds memory in them
  // (`PackedMatrix`) is written only while it is made.

  /// What the weights mean.
  public let architecture: Architecture
  let part: ModelPart
  let embedding: TokenEmbedding
  let head: OutputHead

  var layers: [TransformerLayer] { part.layers }

  /// Reads and packs the weights of a model.
  ///
  /// - Parameters:
  ///   - architecture: What the weights mean.
  ///   - checkpoint: The weights.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost. Routers stay
  ///     in single precision: they are small, and a choice of experts should not turn on rounding.
  ///   - threads: Threads that read and pack.
  /// - Throws: `ModelError`: a tensor that is missing, misshapen or unreadable, or a part without a block.
  public init(
    _ architecture: Architecture,
    _ checkpoint: any Checkpoint,
    format: WeightFormat? = nil,
    threads: Int = 1
  ) throws(ModelError) {
    var architecture = architecture
    let shape = architecture.shape
    architecture.naming = architecture.naming.found(in: checkpoint, layers: shape.layers.count)
    let binder = WeightBinder(
      checkpoint: checkpoint,
      format: format,
      offset: architecture.normOffset,
      pool: WorkerPool(threads: threads)
    )
    self.architecture = architecture
    let extent = ModelPart.Extent(layers: shape.layers.indices)
    part = try ModelPart(binder, architecture, extent)
    guard let embedding = part.embedding, let head = part.head else {
      stop("a whole model was read without its ends")
    }
    self.embedding = embedding
    self.head = head
    if let name = architecture.unexplainedTensor(in: checkpoint) { throw .unexplainedTensor(name) }
    part.gatherPages()
  }

  /// Passes the rows of a step through all layers.
  ///
  /// - Returns: The residual stream after the last layer: rows × hidden size.
  func callAsFunction(_ tokens: [Int32], _ step: Step, caches: LayerCaches) -> Matrix {
    let stream = embedding(tokens, step)
    step.trace?.add(stream)
    for layer in layers {
      layer(stream, step, cache: caches.stores[layer.index], group: caches.group(of: layer.index))
      if layer.index + 1 < layers.count { step.trace?.add(stream) }
    }
    return stream
  }
}

extension StepTrace {
  func add(_ stream: Matrix) {
    hiddenStates.append((0..<stream.rows).map(stream.row))
  }
}
