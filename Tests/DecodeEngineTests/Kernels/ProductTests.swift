import DecodeEngine
import ServingMath
import Testing

/// Products of all kernels against plain loops, over odd sizes.
@Suite struct ProductTests {
  /// What rounding inputs may cost at most, over the norms of weights and inputs: half a unit of bf16's last
  /// place, or of 127 steps in each of 128 inputs as large as the largest.
  private func bound(_ kernels: Kernels, _ format: WeightFormat) -> Float {
    let name = kernels.description(of: format)
    if name.contains("bf16 dot") { return 0x1p-8 + 1e-5 }
    if name.contains("vnni") { return Float(128).squareRoot() / 254 + 1e-5 }
    return 1e-5
  }

  private func check(
    _ variant: KernelVariant,
    _ format: WeightFormat,
    outputs: Int,
    columns: Int,
    rows: Int,
    seed: UInt64
  ) {
    var random = SeededMatrices(seed: seed)
    let weights = random.weights(outputs, columns, format)
    let bias = seed % 2 == 0 ? random.numbers(outputs) : nil
    // Slices inside larger matrices, so that strides differ from widths.
    let inputs = random.matrix(rows, columns + 3)
    let x = inputs[columns: 2..<columns + 2]
    let expected = Matrix(rows: rows, columns: outputs)
    let found = random.matrix(rows, outputs + 2)
    let before = found.copy()
    let plain = Kernels(path: .reference)
    plain.multiply([Product(weights, bias: bias, x, into: expected.all)], as: .outputHead)
    let kernels = variant.kernels()
    let y = found[columns: 1..<outputs + 1]
    kernels.multiply([Product(weights, bias: bias, x, into: y)], as: .outputHead)
    let bound = bound(kernels, format)
    let norms = (0..<outputs).map { norm(weights.row($0)) }
    for row in 0..<rows {
      let size = norm(Array(inputs.row(row)[2..<columns + 2]))
      for n in 0..<outputs {
        let error = abs(found[row, n + 1] - expected[row, n])
        let allowed = bound * (norms[n] * size + abs(bias?[n] ?? 0)) + 1e-30
        if !(error <= allowed) {
          Issue.record(
            "\(outputs) × \(columns), row \(row) of \(rows), output \(n): \(error) > \(allowed)"
          )
          return
        }
      }
      #expect(found[row, 0] == before[row, 0])
      #expect(found[row, outputs + 1] == before[row, outputs + 1])
    }
  }

  @Test(arguments: KernelVariant.fast, WeightFormat.allCases)
  func equalPlainLoopsOverOddSizes(_ variant: KernelVariant, _ format: WeightFormat) {
    var shapes: [(outputs: Int, columns: Int, rows: Int)] = []
    for columns in 1...70 {
      shapes += [1, 16, 33, 70].map { ($0, columns, 1 + columns % 4) }
    }
    for outputs in 1...70 {
      shapes += [1, 2, 32, 65].map { (outputs, $0, 1 + outputs % 3) }
    }
    for columns in [24, 33, 127, 129, 176, 300, 513, 2048] {
      shapes += [1, 2, 7, 8, 9, 12, 15, 17, 33].map { (49, columns, $0) }
    }
    for (seed, shape) in shapes.enumerated() {
      check(
        variant,
        format,
        outputs: shape.outputs,
        columns: shape.columns,
        rows: shape.rows,
        seed: UInt64(seed + 1)
      )
    }
  }

  @Test(arguments: KernelVariant.all, WeightFormat.allCases)
  func rowIsTheSameInAnyCompanyAndOnAnyThreads(_ variant: KernelVariant, _ format: WeightFormat) {
    var random = SeededMatrices(seed: 7)
    for (outputs, columns) in [(100, 600), (333, 1030)] {
      let weights = random.weights(outputs, columns, format)
      let inputs = random.matrix(33, columns)
      let all = Matrix(rows: 33, columns: outputs)
      let one = variant.kernels()
      one.multiply([Product(weights, inputs.all, into: all.all)], as: .outputHead)
      for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 24, 31] {
        let some = Matrix(rows: rows, columns: outputs)
        let part = inputs[rows: 2..<2 + rows]
        one.multiply([Product(weights, part, into: some.all)], as: .outputHead)
        #expect(some.bits == all[rows: 2..<2 + rows].bits, "\(rows) rows")
      }
      for threads in [2, 3] {
        let shared = Matrix(rows: 33, columns: outputs)
        let kernels = variant.kernels(threads: threads)
        kernels.multiply([Product(weights, inputs.all, into: shared.all)], as: .outputHead)
        #expect(shared.bits == all.bits, "\(threads) threads")
      }
    }
  }

  @Test(arguments: KernelVariant.fast)
  func manyProductsInOneCallEqualOneByOne(_ variant: KernelVariant) {
    var random = SeededMatrices(seed: 11)
    let kernels = variant.kernels(threads: 2)
    let inputs = random.matrix(9, 200)
    var products: [Product] = []
    var alone: [Product] = []
    for index in 0..<24 {
      let format = WeightFormat.allCases[index % 4]
      let weights = random.weights(40 + 20 * index, 200, format)
      let x = inputs[rows: index % 5..<index % 5 + 1 + index % 4]
      products.append(
        Product(weights, x, into: Matrix(rows: x.height, columns: weights.rows).all)
      )
      alone.append(Product(weights, x, into: Matrix(rows: x.height, columns: weights.rows).all))
    }
    kernels.multiply(products, as: .routedExperts)
    for product in alone { kernels.multiply([product], as: .routedExperts) }
    for (product, alone) in zip(products, alone) {
      #expect(product.outputs.matrix.bits == alone.outputs.matrix.bits)
    }
  }

  @Test(arguments: KernelVariant.fast, WeightFormat.allCases)
  func looksRowsUp(_ variant: KernelVariant, _ format: WeightFormat) {
    var random = SeededMatrices(seed: 3)
    for columns in [1, 31, 33, 100] {
      let embedding = random.weights(37, columns, format)
      let tokens: [Int32] = [0, 36, 5, 16, 5]
      let (expected, found) = (
        Matrix(rows: 5, columns: columns), Matrix(rows: 5, columns: columns)
      )
      let plain = Kernels(path: .reference)
      plain.lookUp(tokens, in: embedding, scale: 1.5, into: expected.all)
      variant.kernels().lookUp(tokens, in: embedding, scale: 1.5, into: found.all)
      #expect(found.bits == expected.bits)
    }
  }

  @Test(arguments: WeightFormat.allCases)
  func inputThatIsNoNumberIsNotRoundedAway(_ format: WeightFormat) {
    var random = SeededMatrices(seed: 5)
    let weights = random.weights(16, 64, format)
    for strange in [Float.nan, .infinity, -.infinity] {
      let inputs = random.matrix(1, 64)
      inputs[0, 40] = strange
      let outputs = Matrix(rows: 1, columns: 16)
      let product = Product(weights, inputs.all, into: outputs.all)
      Kernels(path: .native).multiply([product], as: .outputHead)
      #expect(outputs.row(0).allSatisfy { !$0.isFinite })
    }
  }

  @Test func namesTheCodeThatRan() {
    let tally = Tally()
    tally.isOn = true
    let kernels = Kernels(path: .native, tally: tally)
    var random = SeededMatrices(seed: 1)
    let weights = random.weights(16, 64, .int8)
    let product = Product(
      weights,
      random.matrix(1, 64).all,
      into: Matrix(rows: 1, columns: 16).all
    )
    kernels.multiply([product, product], as: .outputHead)
    #expect(tally.counters.products(of: .int8) == 2)
    #expect(tally.counters.kernel(of: .int8) == kernels.description(of: .int8))
    #expect(tally.counters.kernel(of: .fp32) == nil)
    #expect(kernels.description(of: .fp32).hasPrefix("c fp32 "))
    #expect(Kernels(path: .swift).description(of: .int4) == "swift")
  }
}

extension Matrix.Slice {
  /// The rows' bits, of a slice of whole rows.
  var bits: [UInt32] { rows.flatMap { matrix.row($0).map(\.bitPattern) } }
}
