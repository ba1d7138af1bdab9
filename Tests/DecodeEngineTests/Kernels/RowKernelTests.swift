import DecodeEngine
import Testing

/// Kernels that work row by row against plain loops.
@Suite struct RowKernelTests {
  private static let widths = Array(1...70) + [176, 2048]

  /// Runs a kernel by plain loops and by a variant, from the same numbers, and compares the outputs.
  private func compare(
    _ variant: KernelVariant,
    _ outputs: Matrix,
    bound: Float = 1e-5,
    _ run: (Kernels, Matrix) -> Void
  ) {
    let (expected, found, shared) = (outputs.copy(), outputs.copy(), outputs.copy())
    run(Kernels(path: .reference), expected)
    run(variant.kernels(), found)
    run(variant.kernels(threads: 2), shared)
    #expect(found.bits == shared.bits)
    for row in 0..<expected.rows {
      let error = norm(zip(found.row(row), expected.row(row)).map { $0 - $1 })
      #expect(error <= bound * norm(expected.row(row)), "row \(row) of \(expected.columns) columns")
    }
  }

  @Test(arguments: KernelVariant.fast)
  func normsAndSums(_ variant: KernelVariant) {
    var random = SeededMatrices(seed: 1)
    for width in Self.widths {
      let inputs = random.matrix(3, 2 * width)
      let weights = random.numbers(width)
      compare(variant, inputs) { kernels, y in
        kernels.normalise(inputs.all, weights: weights, epsilon: 1e-5, into: y.all)
      }
      compare(variant, random.matrix(3, 2 * width)) { kernels, y in
        kernels.add(inputs.all, onto: y.all)
      }
    }
  }

  @Test(arguments: KernelVariant.fast)
  func activations(_ variant: KernelVariant) {
    var random = SeededMatrices(seed: 2)
    for activation in [.silu, .geluTanh, .clampedSwiGLU(alpha: 1.702, limit: 7)] as [Activation] {
      for width in Self.widths {
        let gates = random.matrix(2, width, size: 12)
        let ups = random.matrix(2, width, size: 9)
        compare(variant, gates) { kernels, y in
          kernels.gate(gates.all, ups.all, activation, into: y.all)
        }
      }
    }
  }

  @Test(arguments: KernelVariant.fast)
  func activationsFarOut(_ variant: KernelVariant) {
    let far: [Float] = [-.infinity, -1e30, -200, -104, -90, -87, -0.0, 0, 1e-30, 88, 90, 200, 1e30]
    let gates = Matrix(rows: 1, columns: far.count)
    gates.fill(far)
    let ups = Matrix(rows: 1, columns: far.count)
    ups.fill(far.map { _ in 1 })
    for activation in [.silu, .clampedSwiGLU(alpha: 1.702, limit: 7)] as [Activation] {
      let (expected, found) = (gates.copy(), gates.copy())
      Kernels(path: .reference).gate(gates.all, ups.all, activation, into: expected.all)
      variant.kernels().gate(gates.all, ups.all, activation, into: found.all)
      for (place, number) in far.enumerated() where number > -1e30 {
        let (a, b) = (found[0, place], expected[0, place])
        #expect(abs(a - b) <= 1e-5 * abs(b) + 1e-30, "\(activation) of \(number)")
      }
    }
    let nan = Matrix(rows: 1, columns: 1)
    nan[0, 0] = .nan
    variant.kernels().gate(nan.all, nan.all, .silu, into: nan.all)
    #expect(nan[0, 0].isNaN)
  }

  @Test(arguments: KernelVariant.fast)
  func rotation(_ variant: KernelVariant) {
    var random = SeededMatrices(seed: 3)
    for half in [1, 2, 8, 15, 16, 17, 32, 64] {
      let frequencies = (0..<half).map { 1 / Double(1 + $0) }
      let table = RotaryTable(frequencies: frequencies, positions: 40)
      let (width, offset) = (2 * half + 3, 2)
      compare(variant, random.matrix(4, 3 * width)) { kernels, y in
        kernels.rotate(y.all, width: width, from: offset, positions: [0, 7, 39, 7], by: table)
      }
    }
  }

  @Test(arguments: KernelVariant.fast)
  func gatherCombineClearAndSoftcap(_ variant: KernelVariant) {
    var random = SeededMatrices(seed: 4)
    for width in Self.widths {
      let inputs = random.matrix(5, width)
      compare(variant, random.matrix(4, width), bound: 0) { kernels, y in
        kernels.gather(inputs.all, rows: [4, 0, 2, 4], into: y.all)
      }
      let visits: [[(row: Int32, weight: Float)]] = [[(0, 0.5), (3, -1.5)], [], [(4, 2)]]
      compare(variant, random.matrix(3, width)) { kernels, y in
        kernels.combine(inputs.all, visits: visits, onto: y.all)
      }
      compare(variant, random.matrix(2, width), bound: 0) { kernels, y in kernels.clear(y.all) }
      compare(variant, random.matrix(2, width, size: 80)) { kernels, y in
        kernels.softcap(y.all, cap: 30)
      }
    }
  }
}
