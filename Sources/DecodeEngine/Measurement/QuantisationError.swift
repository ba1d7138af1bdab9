import ServingMath

/// How far weights as they are kept lie from weights as they are stored.
package struct QuantisationError: Hashable, Sendable {
  /// √(Σ (kept − stored)² / Σ stored²).
  package let relative: Double
  /// The largest distance of one weight, over the root mean square of its matrix.
  package let largest: Double
  /// Weights that were looked at.
  package let weights: Int
  /// Weights that there are in matrices, routers apart.
  package let total: Int

  /// Packs rows of a model's matrices once more and compares them with what is stored.
  ///
  /// Rounding looks at groups within a row only, so that rows by themselves show what it does; the expansion
  /// of latent attention is taken as stored, not as absorbed. Of models with more weights than `limit`, rows
  /// at equal distances are taken from every matrix.
  ///
  /// - Parameters:
  ///   - source: Where the stored weights are.
  ///   - format: How they are kept.
  ///   - limit: About how many weights to look at.
  /// - Throws: `ModelError`, with file and place.
  package init(
    _ source: ModelSource,
    format: WeightFormat,
    limit: Int = 1 << 24
  ) throws(ModelError) {
    let (architecture, checkpoint) = try source.open()
    let matrices = architecture.tensors.filter { $0.isRounded }
    total = matrices.reduce(0) { $0 + $1.shape.reduce(1, *) }
    let distance = max(1, (total + limit - 1) / max(limit, 1))
    var all = Sums()
    for matrix in matrices {
      let sums = try Self.compare(checkpoint, matrix, distance, format)
      all.squares += sums.squares
      all.errors += sums.errors
      all.count += sums.count
      let size = (sums.squares / Double(max(sums.count, 1))).squareRoot()
      if size > 0 { all.largest = max(all.largest, sums.largest / size) }
      checkpoint.release(matrix.name)
    }
    relative = all.squares > 0 ? (all.errors / all.squares).squareRoot() : 0
    largest = all.largest
    weights = all.count
  }

  private struct Sums {
    var squares = 0.0
    var errors = 0.0
    var largest = 0.0
    var count = 0

    mutating func add(_ stored: [Float], as format: WeightFormat) {
      let kept = PackedMatrix(rows: 1, columns: stored.count, format: format) { $1 = stored }
      for (column, weight) in stored.enumerated() {
        let distance = Double(kept[0, column]) - Double(weight)
        squares += Double(weight) * Double(weight)
        errors += distance * distance
        largest = max(largest, abs(distance))
      }
      count += stored.count
    }
  }

  private static func compare(
    _ checkpoint: any Checkpoint,
    _ tensor: Architecture.Tensor,
    _ distance: Int,
    _ format: WeightFormat
  ) throws(ModelError) -> Sums {
    var sums = Sums()
    let shape = tensor.shape
    if shape.count == 2 {
      for row in stride(from: 0, to: shape[0], by: distance) {
        let first = row * shape[1]
        sums.add(try read(checkpoint, tensor.name, from: first, count: shape[1]), as: format)
      }
      return sums
    }
    // Fused experts: inputs × outputs for each, so that what is rounded together is a column.
    let (inputs, outputs) = (shape[1], shape[2])
    for expert in 0..<shape[0] {
      let first = expert * inputs * outputs
      let block = try read(checkpoint, tensor.name, from: first, count: inputs * outputs)
      for output in stride(from: 0, to: outputs, by: distance) {
        sums.add((0..<inputs).map { block[$0 * outputs + output] }, as: format)
      }
    }
    return sums
  }

  private static func read(
    _ checkpoint: any Checkpoint,
    _ name: String,
    from first: Int,
    count: Int
  ) throws(ModelError) -> [Float] {
    var numbers = [Float](repeating: 0, count: count)
    var span = numbers.mutableSpan
    do {
      try checkpoint.read(name, from: first, into: &span)
    } catch {
      throw .weights(error)
    }
    return numbers
  }
}

extension Architecture.Tensor {
  /// Whether it is a matrix that is kept in the format asked for; routers never are.
  fileprivate var isRounded: Bool {
    guard case .matrix = role, shape.count >= 2 else { return false }
    let routers = ["mlp.gate.weight", "block_sparse_moe.gate.weight", "mlp.router.weight"]
    return !routers.contains { name.hasSuffix($0) }
  }
}
