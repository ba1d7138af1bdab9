import DecodeEngine
import Testing

@Suite struct SyntheticTests {
  static let tensors = [
    SyntheticTensor("model.embed_tokens.weight", [1_000, 256], .matrix(inputs: 256)),
    SyntheticTensor("model.norm.weight", [100_000], .norm),
    SyntheticTensor("offset", [100_000], .offsetNorm),
    SyntheticTensor("bias", [100_000], .bias),
    SyntheticTensor("experts", [8, 64, 512], .matrix(inputs: 64)),
  ]

  @Test func elementsDependOnlyOnSeedNameAndIndex() throws {
    let all = SyntheticCheckpoint(Self.tensors, seed: 7)
    let alone = SyntheticCheckpoint([Self.tensors[4]], seed: 7)
    let whole = try all.elements(of: "experts")
    #expect(try alone.elements(of: "experts") == whole)
    for (first, count) in [(0, 1), (1, 2), (17, 1_000), (whole.count - 3, 3), (whole.count, 0)] {
      var part = [Float](repeating: .nan, count: count)
      var span = part.mutableSpan
      try all.read("experts", from: first, into: &span)
      #expect(part == Array(whole[first..<first + count]))
    }
  }

  /// Computed by the same rule in Python: every machine must give the same.
  @Test func numbersAreAlwaysTheSame() throws {
    let checkpoint = SyntheticCheckpoint(Self.tensors, seed: 1)
    let elements = try checkpoint.elements(of: "experts")
    #expect(
      Array(elements.prefix(4)) == [
        0.06336352229118347, -0.22342084348201752, -0.05325443297624588, 0.05060162395238876,
      ]
    )
  }

  @Test func seedsAndNamesGiveUnrelatedNumbers() throws {
    let one = try SyntheticCheckpoint(Self.tensors, seed: 1).elements(of: "bias")
    let two = try SyntheticCheckpoint(Self.tensors, seed: 2).elements(of: "bias")
    let three = try SyntheticCheckpoint(Self.tensors, seed: 1).elements(of: "offset")
    for (first, second) in [(one, two), (one, three), (one, Array(one.dropFirst()))] {
      let products = zip(first, second).map { Double($0 * $1) }
      let sizes = one.map { Double($0 * $0) }.reduce(0, +)
      let other = second.map { Double($0 * $0) }.reduce(0, +)
      // A correlation of n unrelated pairs has deviation 1/√n, here 0.0032.
      #expect(abs(products.reduce(0, +)) / (sizes * other).squareRoot() < 0.015)
    }
  }

  /// Mean, deviation and kurtosis within five deviations of what a sum of four uniform numbers has.
  @Test(arguments: [UInt64(0), 1, 2, .max])
  func momentsAreThoseOfTheRole(seed: UInt64) throws {
    let checkpoint = SyntheticCheckpoint(Self.tensors, seed: seed)
    let expected: [(String, mean: Double, deviation: Double)] = [
      ("model.embed_tokens.weight", 0, 1.0 / 16), ("model.norm.weight", 1, 0.1),
      ("offset", 0, 0.1), ("bias", 0, 0.05), ("experts", 0, 1.0 / 8),
    ]
    for (name, mean, deviation) in expected {
      let elements = try checkpoint.elements(of: name).map { (Double($0) - mean) / deviation }
      let count = Double(elements.count)
      let average = elements.reduce(0, +) / count
      let square = elements.reduce(0) { $0 + $1 * $1 } / count
      let fourth = elements.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
      #expect(abs(average) < 5 / count.squareRoot(), "\(name)")
      #expect(abs(square - 1) < 5 * (1.7 / count).squareRoot(), "\(name)")
      #expect(abs(fourth - 2.7) < 5 * (60 / count).squareRoot(), "\(name)")
      #expect(elements.allSatisfy { abs($0) < 3.4642 })
    }
  }

  @Test func unknownNamesAndRangesAreErrors() throws {
    let checkpoint = SyntheticCheckpoint(Self.tensors, seed: 1)
    #expect(throws: CheckpointError.self) { try checkpoint.elements(of: "biases") }
    #expect(throws: CheckpointError.self) {
      var one = [Float](repeating: 0, count: 1)
      var span = one.mutableSpan
      try checkpoint.read("bias", from: 100_000, into: &span)
    }
    #expect(checkpoint.names == Self.tensors.map(\.name).sorted())
    #expect(checkpoint.shape(of: "experts") == [8, 64, 512])
    #expect(checkpoint.shape(of: "expert") == nil)
  }

  /// Broken invariants of a caller say what they are before the process stops.
  @Test func twoTensorsOfOneNameStop() async {
    await #expect(processExitsWith: .failure) {
      _ = SyntheticCheckpoint(
        [SyntheticTensor("a", [1], .bias), SyntheticTensor("a", [2], .bias)],
        seed: 0
      )
    }
  }
}
