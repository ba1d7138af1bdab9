import DecodeEngine
import ServingMath
import Testing

/// Code under test: a path, and for C kernels the instruction set.
struct KernelVariant: CustomTestStringConvertible, Sendable {
  let path: KernelPath
  let level: Int?

  /// All that this CPU runs.
  static let all: [KernelVariant] =
    [KernelVariant(path: .reference, level: nil), KernelVariant(path: .swift, level: nil)]
    + Kernels.levels.map { KernelVariant(path: .vector, level: $0) }
    + [KernelVariant(path: .native, level: nil)]

  /// All but the plain one.
  static let fast = all.filter { $0.path != .reference }

  func kernels(threads: Int = 1, _ tally: Tally = Tally()) -> Kernels {
    Kernels(path: path, pool: WorkerPool(threads: threads), tally: tally, level: level)
  }

  var testDescription: String { level.map { "\(path) level \($0)" } ?? path.rawValue }
}

/// Numbers by seed.
struct SeededMatrices {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// Numbers from −size to size.
  mutating func numbers(_ count: Int, size: Float = 1) -> [Float] {
    (0..<count).map { _ in size * (2 * generator.nextUnit() - 1) }
  }

  mutating func matrix(_ rows: Int, _ columns: Int, size: Float = 1) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    matrix.fill(numbers(rows * columns, size: size))
    return matrix
  }

  mutating func weights(_ rows: Int, _ columns: Int, _ format: WeightFormat) -> PackedMatrix {
    PackedMatrix(rows: rows, columns: columns, format: format) { _, row in
      row = numbers(columns)
    }
  }
}

extension Matrix {
  func fill(_ numbers: [Float]) {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = numbers[row * columns + column] }
    }
  }

  /// All numbers, as bits: equal only if they are the same to the last.
  var bits: [UInt32] { (0..<rows).flatMap { row($0).map(\.bitPattern) } }

  /// A matrix of the same numbers.
  func copy() -> Matrix {
    let copy = Matrix(rows: rows, columns: columns)
    copy.fill((0..<rows).flatMap(row))
    return copy
  }
}

func norm(_ numbers: [Float]) -> Float {
  Float(numbers.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
}
