import DecodeEngine
import ServingMath
import Testing

/// Attention over blocks against plain loops, and the same bits however a step was put together.
@Suite struct AttentionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let shape: KeyValueStore.Shape
    let queryHeads: Int
    var window: Int?
    var hasSinks = false
    var softcap: Float?

    var testDescription: String {
      "\(shape.heads) of \(queryHeads) heads, \(shape.keyWidth) and \(shape.valueWidth) columns"
        + (shape.valuesAreKeys ? ", latent" : "") + (window.map { ", window \($0)" } ?? "")
        + (hasSinks ? ", sinks" : "") + (softcap != nil ? ", softcap" : "")
    }
  }

  static let cases = [
    Case(shape: .init(heads: 4, keyWidth: 64, valueWidth: 64), queryHeads: 4),
    Case(shape: .init(heads: 2, keyWidth: 24, valueWidth: 40), queryHeads: 6, hasSinks: true),
    Case(shape: .init(heads: 1, keyWidth: 7, valueWidth: 5), queryHeads: 3, window: 33),
    Case(shape: .init(heads: 2, keyWidth: 128, valueWidth: 128), queryHeads: 16, softcap: 5),
    Case(
      shape: .init(heads: 1, keyWidth: 16, valueWidth: 48),
      queryHeads: 40,
      window: 300,
      hasSinks: true
    ),
    Case(
      shape: .init(heads: 1, keyWidth: 36, valueWidth: 20, valuesAreKeys: true),
      queryHeads: 20
    ),
    Case(
      shape: .init(heads: 1, keyWidth: 36, valueWidth: 28, valuesAreKeys: true),
      queryHeads: 5,
      window: 40,
      softcap: 8
    ),
  ]

  /// A cache that holds a sequence of so many tokens, and the queries of all of them.
  private struct Scene {
    let test: Case
    let store: KeyValueStore
    let table: [Int32]
    let queries: Matrix
    let rule: AttentionRule
    let keys: Matrix
    let values: Matrix

    init(_ test: Case, _ format: CacheFormat, tokens: Int, seed: UInt64, order: UInt64 = 1) {
      self.test = test
      let shape = test.shape
      var random = SeededMatrices(seed: seed)
      keys = random.matrix(tokens, shape.heads * shape.keyWidth, size: 2)
      values = random.matrix(tokens, shape.heads * shape.valueWidth, size: 2)
      queries = random.matrix(tokens, test.queryHeads * shape.keyWidth, size: 2)
      let sinks = test.hasSinks ? random.numbers(test.queryHeads, size: 3) : nil
      let blocks = (tokens + 15) / 16
      var generator = SplitMix64(seed: order)
      table = Array((0..<Int32(2 * blocks)).shuffled(using: &generator)[..<blocks])
      store = KeyValueStore(shape, format: format, blocks: 2 * blocks)
      rule = AttentionRule(
        queryHeads: test.queryHeads,
        scale: 0.2,
        window: test.window,
        sinks: sinks,
        softcap: test.softcap
      )
    }

    func fill(_ kernels: Kernels) {
      let slots = (0..<keys.rows).map { table[$0 / 16] * 16 + Int32($0 % 16) }
      let values = test.shape.valuesAreKeys ? nil : self.values.all
      kernels.store(keys: keys.all, values: values, at: slots, in: store)
    }

    func attend(_ kernels: Kernels, _ rows: Range<Int>, table: [Int32]? = nil) -> Matrix {
      let outputs = Matrix(
        rows: rows.count,
        columns: test.queryHeads * test.shape.valueWidth
      )
      let span = AttentionSpan(
        rows: 0..<rows.count,
        firstPosition: rows.lowerBound,
        table: table ?? self.table
      )
      kernels.attend(
        [span],
        queries: queries[rows: rows],
        over: store,
        rule,
        into: outputs.all
      )
      return outputs
    }
  }

  @Test(arguments: KernelVariant.fast, AttentionTests.cases)
  func equalsPlainLoops(_ variant: KernelVariant, _ test: Case) {
    for (index, format) in CacheFormat.allCases.enumerated() {
      for tokens in [1, 5, 16, 47, 300] {
        let seed = UInt64(10 * tokens + index)
        let plain = Scene(test, format, tokens: tokens, seed: seed)
        plain.fill(Kernels(path: .reference))
        let fast = Scene(test, format, tokens: tokens, seed: seed)
        fast.fill(variant.kernels())
        let rows = max(0, tokens - 50)..<tokens
        let expected = plain.attend(Kernels(path: .reference), rows)
        let found = fast.attend(variant.kernels(), rows)
        for row in 0..<rows.count {
          let size = norm(expected.row(row))
          let error = norm(zip(found.row(row), expected.row(row)).map { $0 - $1 })
          #expect(error <= 1e-5 * size, "\(format), \(tokens) tokens, row \(row)")
        }
      }
    }
  }

  @Test(arguments: KernelVariant.all, AttentionTests.cases)
  func queryIsTheSameHoweverTheStepWasPutTogether(_ variant: KernelVariant, _ test: Case) {
    let tokens = 290
    let one = variant.kernels()
    let two = variant.kernels(threads: 2)
    for format in CacheFormat.allCases {
      let scene = Scene(test, format, tokens: tokens, seed: 5)
      scene.fill(one)
      let rows = 230..<tokens
      let all = scene.attend(one, rows)
      #expect(scene.attend(two, rows).bits == all.bits, "\(format), threads")
      var first = rows.lowerBound
      for count in [1, 2, 3, 7, 16, 31] {
        let part = scene.attend(one, first..<first + count)
        let start = first - rows.lowerBound
        #expect(part.bits == all[rows: start..<start + count].bits, "\(format), \(count) rows")
        first += count
      }
      // The same tokens in other blocks.
      let moved = Scene(test, format, tokens: tokens, seed: 5, order: 99)
      moved.fill(two)
      #expect(moved.attend(two, rows).bits == all.bits, "\(format), other blocks")
    }
  }

  @Test(arguments: AttentionTests.cases)
  func copiedBlocksHoldTheSame(_ test: Case) {
    for format in CacheFormat.allCases {
      let scene = Scene(test, format, tokens: 290, seed: 3)
      let kernels = Kernels(path: .best)
      scene.fill(kernels)
      let original = scene.attend(kernels, 285..<290)
      let unused = (0..<Int32(scene.store.blocks)).filter { !scene.table.contains($0) }
      for (source, target) in zip(scene.table, unused) {
        scene.store.copyBlock(Int(source), to: Int(target))
      }
      let copied = scene.attend(kernels, 285..<290, table: unused)
      #expect(copied.bits == original.bits, "\(format)")
    }
  }

  @Test(arguments: KernelVariant.all)
  func sequencesOfAStepDoNotMix(_ variant: KernelVariant) {
    let test = Self.cases[1]
    let kernels = variant.kernels(threads: 2)
    let scene = Scene(test, .fp32, tokens: 60, seed: 8)
    scene.fill(kernels)
    let alone = [scene.attend(kernels, 20..<23), scene.attend(kernels, 59..<60)]
    let together = Matrix(rows: 4, columns: 6 * 40)
    let queries = Matrix(rows: 4, columns: 6 * 24)
    queries.fill((20..<23).flatMap(scene.queries.row) + scene.queries.row(59))
    kernels.attend(
      [
        AttentionSpan(rows: 0..<3, firstPosition: 20, table: scene.table),
        AttentionSpan(rows: 3..<4, firstPosition: 59, table: scene.table),
      ],
      queries: queries.all,
      over: scene.store,
      scene.rule,
      into: together.all
    )
    #expect(together.bits == alone[0].bits + alone[1].bits)
  }
}
