import ServingMath

/// Layers with what stands before and behind them: a whole model, or what one device holds of it.
struct ModelPart {
  /// What belongs to a part.
  struct Extent {
    /// The layers, by index in the model.
    var layers: Range<Int>
    /// Whether tokens enter here.
    var hasEmbedding = true
    /// Whether logits are made here.
    var hasHead = true
    /// Whether shared experts are computed here.
    var hasSharedExperts = true
    /// The experts that stand in the slots of a layer.
    var experts: (Experts) -> [Int] = { Array(0..<$0.count) }
  }

  let embedding: TokenEmbedding?
  let layers: [TransformerLayer]
  let head: OutputHead?

  /// Takes the weights of a part.
  ///
  /// - Parameters:
  ///   - binder: Without a prefix.
  ///   - architecture: With the naming that the checkpoint shows.
  ///   - extent: What belongs to the part.
  /// - Throws: `ModelError`: a tensor that is missing, misshapen or unreadable, or a part without a block.
  init(
    _ binder: WeightBinder,
    _ architecture: Architecture,
    _ extent: Extent
  ) throws(ModelError) {
    let shape = architecture.shape
    var model = binder
    model.prefix = architecture.naming.prefix
    func table() throws(ModelError) -> PackedMatrix {
      try model.matrix(
        "embed_tokens.weight",
        rows: shape.vocabularySize,
        columns: shape.hiddenSize
      )
    }
    embedding =
      extent.hasEmbedding
      ? TokenEmbedding(weights: try table(), scale: architecture.embeddingScale) : nil
    var layers: [TransformerLayer] = []
    for index in extent.layers {
      layers.append(try TransformerLayer(model, architecture, index: index, extent))
    }
    self.layers = layers
    guard extent.hasHead else {
      head = nil
      return
    }
    let name = architecture.naming.head + ".weight"
    let norm = try model.norm("norm", width: shape.hiddenSize)
    let weights: PackedMatrix
    if shape.tiesEmbeddings {
      if let embedding { weights = embedding.weights } else { weights = try table() }
      try binder.checkTied(name, model.prefix + "embed_tokens.weight")
    } else {
      weights = try binder.matrix(name, rows: shape.vocabularySize, columns: shape.hiddenSize)
    }
    head = OutputHead(
      norm: norm,
      weights: weights,
      isEmbedding: shape.tiesEmbeddings && extent.hasEmbedding,
      epsilon: architecture.normEpsilon,
      softcap: architecture.logitSoftcap
    )
  }
}

/// Looks tokens up.
struct TokenEmbedding {
  /// vocabulary × hidden size.
  let weights: PackedMatrix
  /// What looked-up rows are multiplied with.
  let scale: Float

  /// The residual stream before the first layer: rows × hidden size.
  func callAsFunction(_ tokens: [Int32], _ step: Step) -> Matrix {
    let stream = step.matrix(.hidden, columns: weights.columns)
    step.kernels.lookUp(tokens, in: weights, scale: scale, into: stream.all)
    return stream
  }
}

/// Makes logits.
struct OutputHead {
  let norm: [Float]
  /// vocabulary × hidden size.
  let weights: PackedMatrix
  /// Whether these are the embedding's, in the same memory.
  let isEmbedding: Bool
  let epsilon: Float
  let softcap: Float?

  /// The logits of some rows of the residual stream.
  ///
  /// - Returns: As many rows × vocabulary.
  func callAsFunction(of rows: [Int32], in stream: Matrix, _ step: Step) -> Matrix {
    let kernels = step.kernels
    let last = step.matrix(.lastHidden, columns: stream.columns, rows: rows.count).all
    kernels.gather(stream.all, rows: rows, into: last)
    kernels.normalise(last, weights: norm, epsilon: epsilon, into: last)
    step.trace?.add(last.matrix)
    let logits = step.matrix(.logits, columns: weights.rows, rows: rows.count)
    kernels.multiply([Product(weights, last, into: logits.all)], as: .outputHead)
    if let softcap { kernels.softcap(logits.all, cap: softcap) }
    return logits
  }
}
