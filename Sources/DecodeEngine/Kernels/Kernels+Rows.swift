import Quantities
import ServingMath

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
