import Quantities
package import ServingMath

/// The arithmetic of the engine: every kernel that a block may call, counted where it is entered.
///
/// A kernel's result for one row depends on that row alone: not on what else is in the batch, how a prompt
/// was cut, where its cache lies or how many threads ran. Tests hold all paths to that, bit for bit.
package struct Kernels {
  /// Which code runs.
  package let path: KernelPath
  /// What is counted.
  package let tally: Tally
  let compiled: CompiledKernels?
  let crew: Crew

  /// Kernels of a path.
  ///
  /// - Parameters:
  ///   - path: The code to run.
  ///   - pool: The threads that share the work; by default the caller's alone.
  ///   - tally: What to count in.
  ///   - level: An instruction set of `Kernels.levels` for C kernels with inputs in single precision; by
  ///     default the widest.
  package init(
    path: KernelPath,
    pool: WorkerPool = WorkerPool(threads: 1),
    tally: Tally = Tally(),
    level: Int? = nil
  ) {
    self.path = path
    self.tally = tally
    compiled = CompiledKernels(path, level: level)
    crew = Crew(pool)
    tally.name(WeightFormat.allCases.map(description))
  }

  /// Instruction sets of the C kernels that this CPU runs.
  package static var levels: [Int] { CompiledKernels.levels }

  /// The code that runs for a format: `c fp32 avx512`, `c int8 vnni avx512`, `swift`, `reference`.
  package func description(of format: WeightFormat) -> String {
    compiled?.description(of: format) ?? path.rawValue
  }
}

/// One matrix product of a set that may run side by side: y = x · Wᵀ + bias.
package struct Product {
  /// W: outputs × inputs.
  package let weights: PackedMatrix
  /// One number for each output, or none.
  let bias: [Float]?
  /// x: rows × inputs.
  package let inputs: Matrix.Slice
  /// y: rows × outputs.
  package let outputs: Matrix.Slice

  package init(
    _ weights: PackedMatrix,
    bias: [Float]? = nil,
    _ inputs: Matrix.Slice,
    into outputs: Matrix.Slice
  ) {
    guard inputs.width == weights.columns, outputs.width == weights.rows,
      inputs.height == outputs.height, bias.map({ $0.count == weights.rows }) ?? true
    else {
      stop(
        "a product of \(inputs.height) × \(inputs.width) with \(weights.rows) × \(weights.columns) "
          + "weights does not make \(outputs.height) × \(outputs.width)"
      )
    }
    self.weights = weights
    self.bias = bias
    self.inputs = inputs
    self.outputs = outputs
  }
}

// MARK: - Products

extension Kernels {
  /// Runs products that do not depend on each other.
  package func multiply(_ products: [Product], as kind: OperationKind) {
    for product in products {
      let rows = product.inputs.height
      guard rows > 0 else { continue }
      count(product, rows, kind)
    }
    switch path {
    case .reference:
      for product in products { Reference.multiply(product, &tally.multiplyAdds) }
    case .swift: crew.multiply(products)
    case .vector, .native: if let compiled { crew.multiply(products, compiled) }
    }
  }

  private func count(_ product: Product, _ rows: Int, _ kind: OperationKind) {
    let weights = product.weights
    tally.add(2 * rows * weights.rows * weights.columns, kind, .flop)
    tally.add(weights.bytes, kind, .weightBytesRead)
    tally.add(weights.paddedBytes - weights.bytes, kind, .paddingBytesRead)
    tally.add(4 * (product.bias?.count ?? 0), kind, .weightBytesRead)
    tally.add(4 * rows * weights.columns, kind, .activationBytesRead)
    tally.add(4 * rows * weights.rows, kind, .activationBytesWritten)
    tally.add(1, kind, .calls)
    tally.ran(weights.format)
  }

  /// Looks rows of an embedding up: one for each token, times a scale.
  package func lookUp(
    _ tokens: [Int32],
    in embedding: PackedMatrix,
    scale: Float,
    into outputs: Matrix.Slice
  ) {
    tally.add(
      tokens.count * embedding.format.bytesPerRow(columns: embedding.columns),
      .embedding,
      .weightBytesRead
    )
    count(.embedding, flop: 0, read: 0, written: outputs.height * outputs.width)
    guard path != .reference else {
      return Reference.lookUp(tokens, in: embedding, scale: scale, into: outputs)
    }
    crew.forRows(outputs.height, numbers: 2 * outputs.height * outputs.width) { rows in
      for row in rows {
        unsafe embedding.unpack(
          row: Int(tokens[row]),
          times: scale,
          into: outputs.base + row * outputs.stride
        )
      }
    }
  }
}
