extension Transformer {
  /// Bytes of all weights as they are kept: matrices without padding, vectors in single precision.
  public var weightBytes: Int { matrices.reduce(0) { $0 + $1.bytes } + vectorBytes }

  /// Bytes that all weights take in memory, with the padding of panels.
  public var residentBytes: Int { part.residentBytes }

  /// Weights, each counted once.
  public var weightCount: Int {
    matrices.reduce(0) { $0 + $1.rows * $1.columns } + vectorBytes / 4
  }

  /// The format that most weights are kept in.
  public var format: WeightFormat {
    var weights: [WeightFormat: Int] = [:]
    for matrix in matrices { weights[matrix.format, default: 0] += matrix.rows * matrix.columns }
    let most = weights.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
    return most?.key ?? .fp32
  }

  private var vectorBytes: Int { part.vectorBytes }
  /// Every matrix, each once.
  var matrices: [PackedMatrix] { part.matrices }
}

extension ModelPart {
  /// Bytes that the weights take in memory, with the padding of panels.
  var residentBytes: Int { matrices.reduce(0) { $0 + $1.paddedBytes } + vectorBytes }

  /// Every matrix, each once.
  var matrices: [PackedMatrix] {
    let ends = [embedding?.weights, head.flatMap { $0.isEmbedding ? nil : $0.weights }]
    return ends.compactMap(\.self) + layers.flatMap(\.matrices)
  }

  /// Bytes of every norm, bias and sink.
  var vectorBytes: Int {
    4 * (layers.flatMap(\.vectors).reduce(0) { $0 + $1.count } + (head?.norm.count ?? 0))
  }

  /// Moves weights to large pages where memory was too scattered for them while they were packed: streams of
  /// them would wait for the TLB.
  ///
  /// Measured with no large page at first: one sequence of int4 weights a fifth faster, of int8 hardly.
  func gatherPages() {
    var seen = Set<ObjectIdentifier>()
    for memory in matrices.map(\.memory.whole) where seen.insert(ObjectIdentifier(memory)).inserted
    {
      memory.gatherPages()
    }
  }
}

extension TransformerLayer {
  fileprivate var matrices: [PackedMatrix] {
    let mixed =
      switch mixing {
      case .grouped(let block):
        [block.queries, block.keys, block.values, block.outputs].map(\.weights)
      case .latent(let block):
        (block.queryDown.map { [$0] } ?? [])
          + [block.plainQueries, block.keyDown, block.outputs]
          + block.rotaryQueries + block.absorbedKeys + block.absorbedValues
      }
    switch network {
    case .dense(let network): return mixed + network.matrices
    case .experts(let block):
      let networks = block.experts + (block.shared.map { [$0] } ?? [])
      return mixed + [block.router] + networks.flatMap(\.matrices)
    }
  }

  fileprivate var vectors: [[Float]] {
    var vectors: [[Float]?] = [attentionNorm, networkNorm, resultNorms?.0, resultNorms?.1]
    switch mixing {
    case .grouped(let block):
      vectors += [block.queries, block.keys, block.values, block.outputs].map(\.bias)
      vectors += [block.queryNorm, block.keyNorm, block.sinks]
    case .latent(let block):
      vectors += [block.queryNorm, block.latentNorm]
      vectors += [block.biases.queryDown, block.biases.keyDown, block.biases.output]
    }
    switch network {
    case .dense(let network): vectors += network.biases
    case .experts(let block):
      vectors += [block.bias]
      vectors += (block.experts + (block.shared.map { [$0] } ?? [])).flatMap(\.biases)
    }
    return vectors.compactMap(\.self)
  }
}

extension GatedNetwork {
  fileprivate var matrices: [PackedMatrix] { [gate, up, down] }
  fileprivate var biases: [[Float]?] { [gateBias, upBias, downBias] }
}
