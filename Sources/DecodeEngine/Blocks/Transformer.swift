import ServingMath

/// A model in memory: its description and its packed weights.
///
/// Immutable, so that engines may share it.
public struct Transformer: @unchecked Sendable {
  // Sendable: all parts are values that are never written after the initialiser; what holds memory in them
  // (`PackedMatrix`) is written only while it is made.

  /// What the weights mean.
  public let architecture: Architecture
  let embedding: PackedMatrix
  let layers: [TransformerLayer]
  let finalNorm: [Float]
  /// None where it is the embedding.
  let ownHead: PackedMatrix?

  /// The output head.
  var head: PackedMatrix { ownHead ?? embedding }

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
    var model = binder
    model.prefix = architecture.naming.prefix
    self.architecture = architecture
    embedding = try model.matrix(
      "embed_tokens.weight",
      rows: shape.vocabularySize,
      columns: shape.hiddenSize
    )
    var layers: [TransformerLayer] = []
    for index in shape.layers.indices {
      layers.append(try TransformerLayer(model, architecture, index: index))
    }
    self.layers = layers
    finalNorm = try model.norm("norm", width: shape.hiddenSize)
    let head = architecture.naming.head + ".weight"
    ownHead =
      shape.tiesEmbeddings
      ? nil : try binder.matrix(head, rows: shape.vocabularySize, columns: shape.hiddenSize)
    if shape.tiesEmbeddings { try binder.checkTied(head, model.prefix + "embed_tokens.weight") }
    if let name = architecture.unexplainedTensor(in: checkpoint) { throw .unexplainedTensor(name) }
    gatherPages()
  }

  /// Passes the rows of a step through all layers.
  ///
  /// - Returns: The residual stream after the last layer: rows × hidden size.
  func callAsFunction(_ tokens: [Int32], _ step: Step, caches: LayerCaches) -> Matrix {
    let stream = step.matrix(.hidden, columns: embedding.columns)
    step.kernels.lookUp(
      tokens,
      in: embedding,
      scale: architecture.embeddingScale,
      into: stream.all
    )
    step.trace?.add(stream)
    for layer in layers {
      layer(stream, step, cache: caches.stores[layer.index], group: caches.group(of: layer.index))
      if layer.index + 1 < layers.count { step.trace?.add(stream) }
    }
    return stream
  }

  /// The logits of some rows of the residual stream.
  ///
  /// - Returns: As many rows × vocabulary.
  func logits(of rows: [Int32], in stream: Matrix, _ step: Step) -> Matrix {
    let kernels = step.kernels
    let last = step.matrix(.lastHidden, columns: stream.columns, rows: rows.count).all
    kernels.gather(stream.all, rows: rows, into: last)
    kernels.normalise(
      last,
      weights: finalNorm,
      epsilon: architecture.normEpsilon,
      into: last
    )
    step.trace?.add(last.matrix)
    let logits = step.matrix(.logits, columns: head.rows, rows: rows.count)
    kernels.multiply([Product(head, last, into: logits.all)], as: .outputHead)
    if let cap = architecture.logitSoftcap { kernels.softcap(logits.all, cap: cap) }
    return logits
  }
}

extension StepTrace {
  func add(_ stream: Matrix) {
    hiddenStates.append((0..<stream.rows).map(stream.row))
  }
}
