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

// MARK: - Attention

/// What all queries of a layer share.
package struct AttentionRule {
  /// Query heads; each key/value head serves an equal group of them.
  package let queryHeads: Int
  /// What scores are multiplied with before the softmax.
  package let scale: Float
  /// How many positions back a token sees, itself among them; nil for all.
  package let window: Int?
  /// A logit of each query head that takes up attention and gives nothing.
  package let sinks: [Float]?
  /// Scores s become cap · tanh(s / cap).
  package let softcap: Float?

  package init(
    queryHeads: Int,
    scale: Float,
    window: Int? = nil,
    sinks: [Float]? = nil,
    softcap: Float? = nil
  ) {
    self.queryHeads = queryHeads
    self.scale = scale
    self.window = window
    self.sinks = sinks
    self.softcap = softcap
  }

  /// The positions that a token sees.
  func visible(from position: Int) -> Range<Int> {
    max(0, position + 1 - (window ?? .max))..<position + 1
  }
}

extension Kernels {
  /// Writes keys and values of new tokens to their slots: block · 16 + place in the block.
  ///
  /// - Parameters:
  ///   - keys: rows × (heads · keyWidth).
  ///   - values: rows × (heads · valueWidth); ignored by a latent store.
  ///   - slots: For each row, block · 16 + place in the block.
  ///   - store: The layer's cache.
  package func store(
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    at slots: [Int32],
    in store: KeyValueStore
  ) {
    tally.add(
      slots.count * store.shape.bytesPerToken(store.format),
      .attention,
      .cacheBytesWritten
    )
    if let compiled {
      crew.store(keys: keys, values: values, at: slots, in: store, compiled)
    } else {
      Reference.store(keys: keys, values: values, at: slots, in: store)
    }
  }

  /// Attention of each span's tokens over what its sequence has cached, themselves included.
  ///
  /// - Parameters:
  ///   - spans: The sequences of the step.
  ///   - queries: rows × (queryHeads · keyWidth).
  ///   - store: The layer's cache.
  ///   - rule: What all queries share.
  ///   - outputs: rows × (queryHeads · valueWidth).
  package func attend(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) {
    for span in spans { count(span, store, rule, written: store.shape.valueWidth) }
    tally.add(4 * (rule.sinks?.count ?? 0), .attention, .weightBytesRead)
    switch path {
    case .reference:
      let sum = Reference.attend(spans, queries: queries, over: store, rule, into: outputs)
      tally.multiplyAdds += sum
    case .swift: crew.attend(spans, queries: queries, over: store, rule, into: outputs)
    case .vector, .native:
      guard let compiled else { return }
      crew.attend(spans, queries: queries, over: store, rule, into: outputs, compiled)
    }
  }

  /// Counts what a sequence's tokens do with the positions that are kept here, and write for each head.
  func count(
    _ span: AttentionSpan,
    _ store: KeyValueStore,
    _ rule: AttentionRule,
    written: Int,
    kept: (Range<Int>) -> Int = { $0.count }
  ) {
    var pairs = 0
    var seen = span.firstPosition..<span.firstPosition
    for index in 0..<span.rows.count {
      let visible = rule.visible(from: span.firstPosition + index)
      pairs += kept(visible)
      seen = min(seen.lowerBound, visible.lowerBound)..<visible.upperBound
    }
    let shape = store.shape
    tally.add(
      2 * pairs * rule.queryHeads * (shape.keyWidth + shape.valueWidth),
      .attention,
      .flop
    )
    tally.add(
      kept(seen) * shape.bytesPerToken(store.format),
      .attention,
      .cacheBytesRead
    )
    tally.add(
      4 * span.rows.count * rule.queryHeads * shape.keyWidth,
      .attention,
      .activationBytesRead
    )
    tally.add(
      4 * span.rows.count * rule.queryHeads * written,
      .attention,
      .activationBytesWritten
    )
    tally.add(1, .attention, .calls)
  }
}

// MARK: - Row by row

extension Kernels {
  /// Root-mean-square norm of each row, or of each run of `weights.count` columns in it.
  ///
  ///     y = x / √(mean(x²) + ε) · weights
  package func normalise(
    _ inputs: Matrix.Slice,
    weights: [Float],
    epsilon: Float,
    into outputs: Matrix.Slice
  ) {
    let numbers = inputs.height * inputs.width
    tally.add(4 * weights.count, .norms, .weightBytesRead)
    count(.norms, flop: 4 * numbers, read: numbers, written: numbers)
    switch path {
    case .reference: Reference.normalise(inputs, weights: weights, epsilon: epsilon, into: outputs)
    default: crew.normalise(inputs, weights: weights, epsilon: epsilon, into: outputs, compiled)
    }
  }

  /// Adds each row onto another: y += x.
  package func add(_ inputs: Matrix.Slice, onto outputs: Matrix.Slice) {
    let numbers = inputs.height * inputs.width
    count(.elementwise, flop: numbers, read: 2 * numbers, written: numbers)
    switch path {
    case .reference: Reference.add(inputs, onto: outputs)
    default: crew.add(inputs, onto: outputs, compiled)
    }
  }

  /// Sets all numbers to zero.
  package func clear(_ numbers: Matrix.Slice) {
    count(.elementwise, flop: 0, read: 0, written: numbers.height * numbers.width)
    for row in 0..<numbers.height {
      unsafe (numbers.base + row * numbers.stride).update(repeating: 0, count: numbers.width)
    }
  }

  /// Turns the first columns of each head by its row's position.
  ///
  /// - Parameters:
  ///   - heads: rows × (heads · width); of each head the first `table.width` columns turn, in two halves.
  ///   - width: Columns of a head.
  ///   - offset: The first column of a head that turns.
  ///   - positions: Of each row.
  ///   - table: Cosines and sines.
  package func rotate(
    _ heads: Matrix.Slice,
    width: Int,
    from offset: Int = 0,
    positions: [Int32],
    by table: RotaryTable
  ) {
    let turned = heads.height * (heads.width / width) * table.width
    count(.elementwise, flop: 3 * turned, read: turned, written: turned)
    if let compiled {
      crew.rotate(heads, width: width, from: offset, positions: positions, by: table, compiled)
    } else {
      Reference.rotate(heads, width: width, from: offset, positions: positions, by: table)
    }
  }

  /// The gated activation of a feed-forward network: y = activation(gate) · up.
  package func gate(
    _ gates: Matrix.Slice,
    _ ups: Matrix.Slice,
    _ activation: Activation,
    into outputs: Matrix.Slice
  ) {
    let numbers = gates.height * gates.width
    count(.elementwise, flop: 2 * numbers, read: 2 * numbers, written: numbers)
    switch path {
    case .reference: Reference.gate(gates, ups, activation, into: outputs)
    default: crew.gate(gates, ups, activation, into: outputs, compiled)
    }
  }

  /// Copies rows to where the experts that they visit find them: row i of the outputs is row
  /// `sources[i]` of the inputs.
  package func gather(
    _ inputs: Matrix.Slice,
    rows sources: [Int32],
    into outputs: Matrix.Slice
  ) {
    let numbers = outputs.height * outputs.width
    count(.elementwise, flop: 0, read: numbers, written: numbers)
    for (row, source) in sources.enumerated() {
      unsafe (outputs.base + row * outputs.stride).update(
        from: inputs.base + Int(source) * inputs.stride,
        count: outputs.width
      )
    }
  }

  /// Adds what a token's experts made, each times its weight, onto the token's row, in the order given.
  ///
  /// - Parameters:
  ///   - inputs: What experts made, one row a visit.
  ///   - visits: For each row of the outputs, rows of the inputs and their weights.
  ///   - outputs: rows × hidden size.
  package func combine(
    _ inputs: Matrix.Slice,
    visits: [[(row: Int32, weight: Float)]],
    onto outputs: Matrix.Slice
  ) {
    let numbers = visits.reduce(0) { $0 + $1.count } * inputs.width
    count(
      .elementwise,
      flop: 2 * numbers,
      read: numbers + outputs.height * outputs.width,
      written: outputs.height * outputs.width
    )
    if let compiled {
      crew.combine(inputs, visits: visits, onto: outputs, compiled)
    } else {
      Reference.combine(inputs, visits: visits, onto: outputs)
    }
  }

  /// Bounds each number: y = cap · tanh(y / cap).
  package func softcap(_ numbers: Matrix.Slice, cap: Float) {
    let size = numbers.height * numbers.width
    count(.elementwise, flop: 3 * size, read: size, written: size)
    if let compiled {
      crew.softcap(numbers, cap: cap, compiled)
    } else {
      Reference.softcap(numbers, cap: cap)
    }
  }

  /// Counts one call on activations, in numbers of four bytes.
  func count(_ kind: OperationKind, flop: Int, read: Int, written: Int) {
    tally.add(flop, kind, .flop)
    tally.add(4 * read, kind, .activationBytesRead)
    tally.add(4 * written, kind, .activationBytesWritten)
    tally.add(1, kind, .calls)
  }
}
