import DecodeEngine
import Quantities
import Testing

@Suite struct ActivationBytesTests {
  private static let lengths = [6, 2, 9]
  private static let tokens = SmallModels.tokens(lengths, below: 5)
  private static let rows = 14

  private static func bytes(
    layers: Int,
    _ policy: RecomputationPolicy,
    isReversible: Bool = false
  ) throws -> ActivationBytes {
    let shape = SmallModels.shape(layers: layers, vocabularySize: 5, isReversible: isReversible)
    return try SmallModels.model(shape).step(tokens: tokens, policy: policy).activations
  }

  private static func fp32(_ elements: Int) -> Quantity { Quantity(4 * elements, .bytes) }

  /// The stream of one depth.
  private static let stream = fp32(rows * 11)

  /// What backward needs of a layer, listed by hand: inputs and norms of both branches with their scales,
  /// queries and context, keys and values, triangles of attention weights, gate, up and their product.
  private static let layer = {
    let triangles = lengths.reduce(0) { $0 + ($1 - 1) * $1 / 2 }
    return fp32(rows * (4 * 11 + 2 + 2 * 4 * 6 + 2 * 2 * 6 + 3 * 19) + 4 * triangles)
  }()

  @Test(arguments: [false, true])
  func storedActivationsGrowByALayerEach(isReversible: Bool) throws {
    let bytes = try (1...6).map {
      try Self.bytes(layers: $0, .stored, isReversible: isReversible)
    }
    for (index, held) in bytes.enumerated() {
      #expect(held.turn.total == Double(index + 1) * Self.layer + Self.stream)
      #expect(held.peak.total - bytes[0].peak.total == Double(index) * Self.layer)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func onlyCheckpointsWaitAtTheTurn(segment: Int) throws {
    for layers in 1...9 {
      let held = try Self.bytes(layers: layers, .checkpointed(every: segment))
      let inputs = (layers + segment - 1) / segment
      #expect(held.turn.total == Double(inputs + 1) * Self.stream, "\(layers) layers")
      #expect(held.turn[.intermediate] == Quantity(0, .bytes))
    }
  }

  /// `⌈layers / k⌉ · input + k · stored`, up to what does not depend on k.
  @Test func peakFollowsTheLawOfSegments() throws {
    let layers = 24
    let one = try Self.bytes(layers: layers, .checkpointed(every: 1)).peak.total
    for segment in [2, 3, 4, 6, 8, 12, 24] {
      let peak = try Self.bytes(layers: layers, .checkpointed(every: segment)).peak.total
      let law = Double(layers / segment - layers) * Self.stream + Double(segment - 1) * Self.layer
      #expect(peak - one == law, "segments of \(segment)")
    }
  }

  /// Four times the depth: stored four times, the best checkpoints about twice, reversible the same.
  @Test func depthCostsAllOrItsRootOrNothing() throws {
    func best(_ layers: Int) throws -> Quantity {
      try (1...layers / 4).map { try Self.bytes(layers: layers, .checkpointed(every: $0)) }
        .map(\.peak.total).min() ?? Quantity(0, .bytes)
    }
    let stored =
      try Self.bytes(layers: 128, .stored).peak.total
      / Self.bytes(layers: 32, .stored).peak.total
    let checkpointed = try best(128) / best(32)
    #expect(stored > Quantity(3.8) && stored < Quantity(4))
    #expect(checkpointed > Quantity(1.5) && checkpointed < Quantity(2.2), "\(checkpointed)")
  }

  @Test func reversibleHoldsTheSameAtAnyDepth() throws {
    let shallow = try Self.bytes(layers: 1, .reversible, isReversible: true)
    for layers in [2, 3, 17, 64] {
      let held = try Self.bytes(layers: layers, .reversible, isReversible: true)
      #expect(held == shallow, "\(layers) layers")
    }
    // Both streams, and their sum, which the head reads.
    #expect(shallow.turn.total == 3 * Self.stream)
    #expect(shallow.peak.total < 3 * Self.layer)
  }

  /// Kinds make the whole, at the peak and at the turn.
  @Test func kindsAddUp() throws {
    let held = try Self.bytes(layers: 3, .checkpointed(every: 2))
    for moment in [held.peak, held.turn] {
      let sum = ActivationKind.allCases.reduce(Quantity(0, .bytes)) { $0 + moment[$1] }
      #expect(sum == moment.total)
    }
    #expect(held.peak[.gradient] > Quantity(0, .bytes))
  }
}
