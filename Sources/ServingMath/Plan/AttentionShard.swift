import Quantities

/// The part of a layer's attention that one of the tensor-parallel devices holds.
struct AttentionShard {
  /// Query heads.
  private(set) var heads = 0
  /// Key/value heads that are stored; 0 where nothing is.
  private(set) var storedHeads = 0
  /// Columns of a key.
  private(set) var keyWidth = 0
  /// Columns of a value.
  private(set) var valueWidth = 0
  /// Whether values are the first columns of the keys.
  private(set) var valuesAreKeys = false
  /// Products before the scores.
  private(set) var projections: [MatrixPart] = []
  /// Products after the weighted sums.
  private(set) var output: [MatrixPart] = []
  /// Norms of projected columns, with the weights that each has.
  private(set) var norms: [(columns: Int, vector: Int)] = []
  /// Columns that turn with position, by part.
  private(set) var rotated: [Int] = []
  /// Learnt logits that take up attention.
  private(set) var sinks = 0
  /// Numbers of a fixed state.
  private(set) var state = 0

  init(_ attention: Attention, hidden: Int, tensor: Int, _ weights: PlanWidths.Weights) {
    func part(_ outputs: Int, _ inputs: Int, bias: Bool = false) -> MatrixPart {
      MatrixPart(outputs: outputs, inputs: inputs, weights: weights, hasBias: bias)
    }
    let extras = attention.extras
    let hasBias = extras.contains(.inputBias)
    switch attention.heads {
    case .grouped(let queryHeads, let keyValueHeads, let width):
      heads = queryHeads / tensor
      storedHeads = max(1, keyValueHeads / tensor)
      (keyWidth, valueWidth) = (width, width)
      projections = [part(heads * width, hidden, bias: hasBias)]
      if !attention.sharesCache {
        let keys = part(storedHeads * width, hidden, bias: hasBias)
        projections += [keys, keys]
      }
      output = [part(hidden, heads * width, bias: extras.contains(.outputBias))]
      let columns = [heads * width] + (attention.sharesCache ? [] : [storedHeads * width])
      rotated = columns
      if extras.contains(.headNorms) { norms = columns.map { ($0, width) } }
      if extras.contains(.layerNorms) { norms = columns.map { ($0, $0) } }
      if extras.contains(.sinks) { sinks = heads }
    case .latent(let all, let rank, let latent, let rotary, let plain, let value):
      heads = all / tensor
      storedHeads = 1
      (keyWidth, valueWidth, valuesAreKeys) = (latent + rotary, latent, true)
      let source = rank > 0 ? rank : hidden
      projections = [part(latent + rotary, hidden, bias: hasBias)]
      if rank > 0 { projections.append(part(rank, hidden, bias: hasBias)) }
      projections.append(part(heads * plain, source))
      projections += Array(repeating: part(rotary, source), count: heads)
      projections += Array(repeating: part(latent, plain), count: heads)
      norms = (rank > 0 ? [(rank, rank)] : []) + [(latent, latent)]
      rotated = [rotary, heads * rotary]
      output = Array(repeating: part(value, latent), count: heads)
      output.append(part(hidden, heads * value, bias: extras.contains(.outputBias)))
    case .linear(let all, let width):
      heads = all / tensor
      projections = Array(repeating: part(heads * width, hidden), count: 4)
      output = [part(hidden, heads * width)]
      norms = [(heads * width, heads * width)]
      state = heads * width * width
    }
    if let indexer = attention.indexer { add(indexer, attention, hidden, weights) }
  }

  /// The indexer is whole on every device.
  private mutating func add(
    _ indexer: SparseIndexer,
    _ attention: Attention,
    _ hidden: Int,
    _ weights: PlanWidths.Weights
  ) {
    var rank = 0
    if case .latent(_, let queries, _, _, _, _) = attention.heads { rank = queries }
    let columns = indexer.heads * indexer.headDimension
    projections += [
      MatrixPart(outputs: columns, inputs: rank > 0 ? rank : hidden, weights: weights),
      MatrixPart(outputs: indexer.headDimension, inputs: hidden, weights: weights),
      MatrixPart(outputs: indexer.heads, inputs: hidden, weights: weights),
    ]
    norms.append((indexer.headDimension, 2 * indexer.headDimension))
  }

  /// Bytes of one position in the cache.
  func cacheBytesPerToken(_ widths: PlanWidths) -> Double {
    let columns = valuesAreKeys ? keyWidth : keyWidth + valueWidth
    let vectors = valuesAreKeys ? 1.0 : 2
    return Double(storedHeads) * (Double(columns) * widths.cache + vectors * widths.cacheScale)
  }

  /// Weights.
  var numbers: Int {
    (projections + output).reduce(sinks) { $0 + $1.numbers } + norms.reduce(0) { $0 + $1.vector }
  }

  /// Bytes of weights in memory.
  func bytesHeld(_ widths: PlanWidths) -> Double {
    let matrices = (projections + output).reduce(0) { $0 + $1.bytesHeld(widths) }
    let vectors = norms.reduce(sinks) { $0 + $1.vector }
    return matrices + Double(vectors) * widths.vector
  }
}
