/// Takes tensors out of a checkpoint under their names, checks their shapes and packs them.
struct WeightBinder {
  let checkpoint: any Checkpoint
  /// The format to keep matrices in; by default the one that loses nothing of what is stored.
  let format: WeightFormat?
  let offset: Float
  /// Who reads and packs.
  let pool: WorkerPool
  /// What stands before each name: `model.layers.3.`.
  var prefix = ""

  /// The binder of one part.
  func part(_ name: String) -> WeightBinder {
    var part = self
    part.prefix += name + "."
    return part
  }

  /// A matrix of weights, packed.
  ///
  /// - Parameters:
  ///   - name: Of the tensor, behind the prefix.
  ///   - rows: Outputs.
  ///   - columns: Inputs.
  ///   - exact: Whether the matrix is kept in single precision whatever the format.
  ///   - order: For each output the stored row that makes it; by default the same.
  ///   - stored: Rows that the tensor has, where it holds more than this matrix.
  ///   - shape: Of the tensor, where it has more than two dimensions.
  /// - Returns: outputs × inputs.
  /// - Throws: `ModelError` for a tensor that is missing, misshapen or unreadable.
  func matrix(
    _ name: String,
    rows: Int,
    columns: Int,
    exact: Bool = false,
    order: ((Int) -> Int)? = nil,
    of stored: Int? = nil,
    shape: [Int]? = nil
  ) throws(ModelError) -> PackedMatrix {
    let full = try found(name, shape ?? [stored ?? rows, columns])
    let packed = try PackedMatrix(
      rows: rows,
      columns: columns,
      format: format(full, exact),
      on: pool
    ) { (row, weights) throws(ModelError) in
      let first = (order?(row) ?? row) * columns
      try read(full, from: first, &weights)
    }
    checkpoint.release(full)
    return packed
  }

  /// A matrix whose stored form has inputs as rows: column `column(output)` of a tensor's inputs × outputs.
  ///
  /// The tensor is read once as a whole, since its columns lie far apart.
  func transposed(
    _ name: String,
    shape: [Int],
    from first: Int,
    inputs: Int,
    stride: Int,
    rows: Int,
    column: (Int) -> Int
  ) throws(ModelError) -> PackedMatrix {
    let full = try found(name, shape)
    var block = [Float](repeating: 0, count: inputs * stride)
    try read(full, from: first, &block)
    checkpoint.release(full)
    return PackedMatrix(
      rows: rows,
      columns: inputs,
      format: format(full, false),
      on: pool
    ) { row, weights in
      let column = column(row)
      for input in 0..<inputs { weights[input] = block[input * stride + column] }
    }
  }

  /// A vector of weights; `order` says for each element the stored one, by default the same.
  func vector(
    _ name: String,
    count: Int,
    from first: Int = 0,
    of shape: [Int]? = nil,
    order: ((Int) -> Int)? = nil
  ) throws(ModelError) -> [Float] {
    let full = try found(name, shape ?? [count])
    var vector = [Float](repeating: 0, count: count)
    try read(full, from: first, &vector)
    checkpoint.release(full)
    guard let order else { return vector }
    return vector.indices.map { vector[order($0)] }
  }

  /// The weights of a norm, with what the family adds to them.
  func norm(_ name: String, width: Int) throws(ModelError) -> [Float] {
    try vector(name + ".weight", count: width).map { $0 + offset }
  }

  /// Makes sure that a head, where files have one beside the embedding that serves for it, is the same.
  func checkTied(_ head: String, _ embedding: String) throws(ModelError) {
    guard let shape = checkpoint.shape(of: head) else { return }
    guard shape == checkpoint.shape(of: embedding), let width = shape.last else {
      throw .untied(head: head)
    }
    var (one, other) = ([Float](repeating: 0, count: width), [Float](repeating: 0, count: width))
    for first in stride(from: 0, to: shape.reduce(1, *), by: max(width, 1)) {
      try read(head, from: first, &one)
      try read(embedding, from: first, &other)
      guard one == other else { throw .untied(head: head) }
    }
    checkpoint.release(head)
    checkpoint.release(embedding)
  }

  private func found(_ name: String, _ expected: [Int]) throws(ModelError) -> String {
    let full = prefix + name
    guard let shape = checkpoint.shape(of: full) else {
      // MXFP4; compressed-tensors; GPTQ and AWQ.
      let stem = full.hasSuffix(".weight") ? full.dropLast(".weight".count) : full[...]
      let packed = ["\(full)_blocks", "\(full)_packed", "\(stem).qweight"]
      if let found = packed.first(where: { checkpoint.shape(of: $0) != nil }) {
        throw .packedTensor(full, found: found)
      }
      throw .missingTensor(full, shape: expected)
    }
    guard shape == expected else { throw .wrongShape(full, found: shape, expected: expected) }
    return full
  }

  private func read(_ name: String, from first: Int, _ into: inout [Float]) throws(ModelError) {
    var span = into.mutableSpan
    do {
      try checkpoint.read(name, from: first, into: &span)
    } catch {
      throw .weights(error)
    }
  }

  private func format(_ name: String, _ exact: Bool) -> WeightFormat {
    if exact { return .fp32 }
    return format ?? WeightFormat(keeping: checkpoint.format(of: name))
  }
}

extension WeightFormat {
  /// The smallest format that loses nothing of how a tensor is stored.
  init(keeping stored: StoredFormat?) {
    self =
      switch stored {
      case .bf16: .bf16
      case .int8Groups: .int8
      case .int4Groups: .int4
      default: .fp32
      }
  }
}
