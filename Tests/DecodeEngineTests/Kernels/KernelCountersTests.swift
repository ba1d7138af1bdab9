import DecodeEngine
import ServingMath
import Testing

/// What is counted where kernels are entered, against multiply-adds counted one by one in innermost loops.
@Suite struct KernelCountersTests {
  @Test(arguments: WeightFormat.allCases)
  func productsCountEachMultiplyAdd(_ format: WeightFormat) {
    var random = SeededMatrices(seed: 1)
    for (outputs, columns, rows) in [(1, 1, 1), (17, 33, 3), (40, 70, 5)] {
      let tally = Tally()
      tally.isOn = true
      let kernels = Kernels(path: .reference, tally: tally)
      let weights = random.weights(outputs, columns, format)
      let x = random.matrix(rows, columns)
      let y = Matrix(rows: rows, columns: outputs)
      kernels.multiply([Product(weights, x.all, into: y.all)], as: .router)
      #expect(tally.multiplyAdds == outputs * columns * rows)
      #expect(tally.counters[.router, .flop] == 2 * tally.multiplyAdds)
      #expect(tally.counters[.flop] == 2 * tally.multiplyAdds)
    }
  }

  @Test(arguments: AttentionTests.cases)
  func attentionCountsEachMultiplyAdd(_ test: AttentionTests.Case) {
    let shape = test.shape
    let tally = Tally()
    tally.isOn = true
    let kernels = Kernels(path: .reference, tally: tally)
    let store = KeyValueStore(shape, format: .fp32, blocks: 8)
    let spans = [
      AttentionSpan(rows: 0..<7, firstPosition: 60, table: [3, 1, 0, 2, 7]),
      AttentionSpan(rows: 7..<8, firstPosition: 0, table: [4]),
    ]
    var random = SeededMatrices(seed: 1)
    kernels.attend(
      spans,
      queries: random.matrix(8, test.queryHeads * shape.keyWidth).all,
      over: store,
      AttentionRule(queryHeads: test.queryHeads, scale: 1, window: test.window),
      into: Matrix(rows: 8, columns: test.queryHeads * shape.valueWidth).all
    )
    #expect(tally.multiplyAdds > 0)
    #expect(tally.counters[.attention, .flop] == 2 * tally.multiplyAdds)
  }

  @Test(arguments: KernelVariant.all)
  func allPathsCountTheSame(_ variant: KernelVariant) {
    func counted(_ variant: KernelVariant) -> Counters {
      let tally = Tally()
      tally.isOn = true
      let kernels = variant.kernels(threads: 2, tally)
      var random = SeededMatrices(seed: 2)
      let x = random.matrix(3, 64)
      let y = Matrix(rows: 3, columns: 64)
      let products = WeightFormat.allCases.map {
        Product(random.weights(64, 64, $0), x.all, into: y.all)
      }
      kernels.multiply(products, as: .denseFeedForward)
      kernels.add(x.all, onto: y.all)
      kernels.gate(x.all, y.all, .silu, into: y.all)
      kernels.normalise(x.all, weights: random.numbers(64), epsilon: 1e-5, into: y.all)
      kernels.lookUp([1, 2, 3], in: products[0].weights, scale: 1, into: y.all)
      return tally.counters
    }
    let plain = counted(KernelVariant(path: .reference, level: nil))
    let found = counted(variant)
    for kind in OperationKind.allCases {
      for measure in Measure.allCases {
        #expect(found[kind, measure] == plain[kind, measure], "\(kind), \(measure)")
      }
    }
  }

  @Test func countsNothingWhileOff() {
    let tally = Tally()
    let kernels = Kernels(path: .native, tally: tally)
    var random = SeededMatrices(seed: 2)
    let product = Product(
      random.weights(16, 64, .fp32),
      random.matrix(1, 64).all,
      into: Matrix(rows: 1, columns: 16).all
    )
    kernels.multiply([product], as: .router)
    #expect(Measure.allCases.allSatisfy { tally.counters[$0] == 0 })
    #expect(tally.counters.kernel(of: .fp32) == nil)
  }
}
