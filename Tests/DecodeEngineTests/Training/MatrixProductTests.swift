import DecodeEngine
import ServingMath
import Testing

@Suite struct MatrixProductTests {
  private static let sizes = [
    (1, 1, 1), (3, 5, 7), (4, 8, 8), (5, 16, 9), (13, 1, 17), (8, 31, 24),
  ]

  private static func random(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.nextUnit() - 0.5 }
  }

  /// Three plain loops in fp32, one multiply-add at a time.
  private static func plain(
    _ a: (Int, Int) -> Float,
    _ b: (Int, Int) -> Float,
    _ sizes: (m: Int, k: Int, n: Int),
    onto c: [Float]
  ) -> (sum: [Float], multiplyAdds: Int) {
    var (sum, multiplyAdds) = (c, 0)
    for row in 0..<sizes.m {
      for column in 0..<sizes.n {
        var element: Float = 0
        for k in 0..<sizes.k {
          element += a(row, k) * b(k, column)
          multiplyAdds += 1
        }
        sum[row * sizes.n + column] += element
      }
    }
    return (sum, multiplyAdds)
  }

  /// All three products of training, over odd sizes: equal bits, equal counts.
  @Test(arguments: sizes)
  func productsAreThoseOfPlainLoops(rows: Int, inputs: Int, outputs: Int) {
    let x = Self.random(rows * inputs, seed: 1)
    let w = Self.random(outputs * inputs, seed: 2)
    let dy = Self.random(rows * outputs, seed: 3)
    let cases: [(MatrixProduct.Operand, MatrixProduct.Operand, Int, ([Float], Int))] = [
      (
        .init(x, columns: inputs), .init(w, columns: inputs).transposed, rows * outputs,
        Self.plain(
          { x[$0 * inputs + $1] },
          { w[$1 * inputs + $0] },
          (rows, inputs, outputs),
          onto: Self.random(rows * outputs, seed: 4)
        )
      ),
      (
        .init(dy, columns: outputs), .init(w, columns: inputs), rows * inputs,
        Self.plain(
          { dy[$0 * outputs + $1] },
          { w[$0 * inputs + $1] },
          (rows, outputs, inputs),
          onto: Self.random(rows * inputs, seed: 4)
        )
      ),
      (
        .init(dy, columns: outputs).transposed, .init(x, columns: inputs), outputs * inputs,
        Self.plain(
          { dy[$1 * outputs + $0] },
          { x[$0 * inputs + $1] },
          (outputs, rows, inputs),
          onto: Self.random(outputs * inputs, seed: 4)
        )
      ),
    ]
    for (a, b, elements, expected) in cases {
      var (sum, count) = (Self.random(elements, seed: 4), 0)
      MatrixProduct.add(a, b, to: &sum, counting: &count)
      #expect(sum == expected.0)
      #expect(count == expected.1)
    }
  }
}
