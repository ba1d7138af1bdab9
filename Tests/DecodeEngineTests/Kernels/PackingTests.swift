import DecodeEngine
import Testing

/// How weights are rounded and kept.
@Suite struct PackingTests {
  private func packed(_ rows: [[Float]], _ format: WeightFormat) -> PackedMatrix {
    PackedMatrix(rows: rows.count, columns: rows[0].count, format: format) { index, row in
      row = rows[index]
    }
  }

  private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> [[Float]] {
    var random = SeededMatrices(seed: seed)
    return (0..<rows).map { _ in random.numbers(columns, size: 0.3) }
  }

  @Test func singlePrecisionLosesNothing() {
    for (rows, columns) in [(1, 1), (17, 33), (40, 100)] {
      let weights = random(rows, columns, seed: 1)
      let matrix = packed(weights, .fp32)
      #expect((0..<rows).map(matrix.row) == weights)
      #expect(matrix.loss.relativeError == 0)
    }
  }

  @Test(arguments: WeightFormat.allCases)
  func arraysArePackedLikeRowsThatAreRead(_ format: WeightFormat) {
    let weights = random(19, 70, seed: 5)
    let matrix = PackedMatrix(weights, format: format)
    #expect((0..<19).map(matrix.row) == (0..<19).map(packed(weights, format).row))
    #expect(matrix.columns == 70 && matrix.format == format)
  }

  @Test func bf16RoundsToTheNearestEven() {
    let bits: [UInt32] = [
      0x3F80_0000, 0x3F80_8000, 0x3F81_8000, 0x3F80_7FFF, 0x3F80_8001, 0xBF80_8001, 0x0000_0001, 0,
    ]
    let expected: [UInt32] = [
      0x3F80_0000, 0x3F80_0000, 0x3F82_0000, 0x3F80_0000, 0x3F81_0000, 0xBF81_0000, 0, 0,
    ]
    let matrix = packed([bits.map { Float(bitPattern: $0) }], .bf16)
    #expect(matrix.row(0).map(\.bitPattern) == expected)
  }

  @Test func int8RoundsEachGroupByItsLargest() {
    for (row, weights) in random(35, 75, seed: 2).enumerated() {
      let matrix = packed([weights], .int8)
      for first in stride(from: 0, to: 75, by: 32) {
        let group = weights[first..<min(first + 32, 75)]
        let largest = group.reduce(0) { max($0, abs($1)) }
        let scale = Float(Float16(largest / 127))
        for column in group.indices {
          let whole = (weights[column] * (1 / (largest / 127))).rounded(.toNearestOrAwayFromZero)
          #expect(matrix[0, column] == scale * whole, "row \(row), column \(column)")
        }
      }
    }
  }

  @Test func int4RoundsEachGroupByItsLargest() {
    for (row, weights) in random(35, 75, seed: 3).enumerated() {
      let matrix = packed([weights], .int4)
      for first in stride(from: 0, to: 75, by: 32) {
        let group = weights[first..<min(first + 32, 75)]
        let largest = group.reduce(Float(0)) { abs($1) > abs($0) ? $1 : $0 }
        let scale = Float(Float16(largest / -8))
        for column in group.indices {
          let scaled = weights[column] * (1 / (largest / -8))
          let whole = Float(min(15, Int(scaled + 8.5)) - 8)
          #expect(matrix[0, column] == scale * whole, "row \(row), column \(column)")
        }
      }
    }
  }

  @Test func scalesAreHalvesOfAllSizes() {
    // From subnormal halves to the largest.
    for exponent in -30...20 {
      let largest = Float(sign: .plus, exponent: exponent, significand: 1.2345)
      let matrix = packed([[largest, -largest / 3]], .int8)
      let scale = Float16(largest / 127)
      #expect(matrix[0, 0] == Float(scale) * 127, "2 to the power of \(exponent)")
    }
  }

  @Test(arguments: WeightFormat.allCases)
  func reportsWhatWasLost(_ format: WeightFormat) {
    let weights = random(37, 75, seed: 4)
    let matrix = packed(weights, format)
    var (squares, errors, largest) = (0.0, 0.0, Float(0))
    for (row, weights) in weights.enumerated() {
      for (column, weight) in weights.enumerated() {
        let error = matrix[row, column] - weight
        squares += Double(weight) * Double(weight)
        errors += Double(error) * Double(error)
        largest = max(largest, abs(error))
      }
    }
    let loss = matrix.loss
    #expect(abs(loss.squaredWeights - squares) <= 1e-5 * squares)
    #expect(abs(loss.squaredError - errors) <= 1e-5 * errors)
    #expect(loss.largestError == largest)
    #expect(loss.largestWeight == weights.joined().reduce(0) { max($0, abs($1)) })
    let expected = [WeightFormat.fp32: 0, .bf16: 0.003, .int8: 0.006, .int4: 0.12]
    #expect(loss.relativeError <= expected[format] ?? 0)
    #expect((loss + loss).relativeError == loss.relativeError)
  }

  private struct Missing: Error, Equatable {
    let row: Int
  }

  @Test(arguments: WeightFormat.allCases)
  func anyNumberOfThreadsPacksTheSame(_ format: WeightFormat) {
    // Three stretches, the last of them short.
    let weights = random(300, 1000, seed: 7)
    let alone = packed(weights, format)
    let pool = WorkerPool(threads: 3)
    let shared = PackedMatrix(rows: 300, columns: 1000, format: format, on: pool) { index, row in
      row = weights[index]
    }
    #expect(shared.loss == alone.loss)
    #expect((0..<300).allSatisfy { shared.row($0) == alone.row($0) })
    #expect(throws: Missing(row: 130)) {
      try PackedMatrix(rows: 300, columns: 1000, format: format, on: pool) {
        (index, row) throws(Missing) in
        // Of several rows the first is named.
        if index == 130 || index > 280 { throw Missing(row: index) }
        row = weights[index]
      }
    }
  }

  /// Checkpoints let no such weight through; packing one harms no other row.
  @Test(arguments: WeightFormat.allCases, [Float.nan, .infinity, -.infinity])
  func weightsThatAreNotFiniteSpoilTheirRowAlone(_ format: WeightFormat, _ strange: Float) {
    var weights = random(40, 75, seed: 5)
    let sound = packed(weights, format)
    for (row, column) in [(33, 70), (21, 64), (21, 71)] { weights[row][column] = strange }
    let spoilt = packed(weights, format)
    for row in 0..<40 {
      if row != 21 && row != 33 {
        #expect(spoilt.row(row) == sound.row(row))
      } else if format == .int8 || format == .int4 {
        #expect(spoilt.row(row).allSatisfy { $0 == 0 })
      } else {
        let column = row == 21 ? 64 : 70
        let found = spoilt[row, column]
        #expect(strange.isNaN ? found.isNaN : found == strange)
        #expect(spoilt[row, 0] == sound[row, 0])
      }
    }
  }

  @Test func packingAgainLosesNothingMore() {
    for format in WeightFormat.allCases {
      let once = packed(random(20, 64, seed: 6), format)
      let twice = packed((0..<20).map(once.row), format)
      let isInteger = format == .int8 || format == .int4
      let bound: Double = isInteger ? 1e-3 : 0
      #expect(twice.loss.relativeError <= bound, "\(format)")
    }
  }
}
