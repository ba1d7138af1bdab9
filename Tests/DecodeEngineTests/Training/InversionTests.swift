import DecodeEngine
import Quantities
import Testing

@Suite struct InversionTests {
  private static let tokens = SmallModels.tokens()

  private static func errors(layers: Int, _ precision: StreamPrecision, seed: UInt64) throws
    -> InversionErrors
  {
    let shape = SmallModels.shape(layers: layers, isReversible: true)
    return try TrainingModel(config: shape, seed: seed)
      .inversionErrors(tokens: tokens, precision: precision)
  }

  private static func meanRelative(layers: Int, _ precision: StreamPrecision) throws -> Double {
    try (1...4).map { try errors(layers: layers, precision, seed: $0).relative.plain }
      .reduce(0, +) / 4
  }

  /// A few roundings at 4 layers; more with each doubling; bf16 worse by about its missing 16 bits.
  @Test func errorGrowsWithDepthAndIsFarLargerInHalfTheBits() throws {
    let depths = [4, 16, 64]
    let full = try depths.map { try Self.meanRelative(layers: $0, .fp32) }
    let half = try depths.map { try Self.meanRelative(layers: $0, .bf16) }
    #expect(full[0] > 0 && full[0] < 1e-6, "\(full)")
    #expect(full[2] < 1e-5, "\(full)")
    #expect(full[0] < full[1] && full[1] < full[2], "\(full)")
    #expect(half[0] < half[1] && half[1] < half[2], "\(half)")
    for (full, half) in zip(full, half) { #expect(half > 1000 * full, "\(half) against \(full)") }
  }

  @Test func errorsAreReportedFromTheOutputDown() throws {
    let errors = try Self.errors(layers: 12, .fp32, seed: 3)
    #expect(errors.byLayersUndone.count == 12)
    let first = try #require(errors.byLayersUndone.first)
    let last = try #require(errors.byLayersUndone.last)
    #expect(first < last)
    #expect(errors.relative == last / errors.largestActivation)
  }

  /// The inverse alone: from the output of a run to the embedding that it began with.
  @Test func invertFindsTheEmbeddingInBothStreams() throws {
    let model = try SmallModels.model(SmallModels.shape(layers: 3, isReversible: true))
    let input = try model.invert(model.streams(tokens: Self.tokens))
    let table = try #require(model.parameters["model.embed_tokens.weight"])
    let embedded = Self.tokens.flatMap { $0.dropLast() }.flatMap {
      table[Int($0) * 11..<(Int($0) + 1) * 11]
    }
    for stream in [input.older, input.newer] {
      #expect(stream.count == embedded.count)
      for (a, b) in zip(stream, embedded) { #expect(abs(a - b) < 1e-5) }
    }
  }

  /// Nearest, and the even one of two that are equally near; halves of a step are 2⁻⁸ at 1.
  @Test func bf16IsTheNearestAndTiesGoToEven() {
    let step: Float = 0x1p-7
    var values: [Float] = [
      1 + step / 2, 1 + 3 * step / 2, 1 + 0.51 * step, 1 + 0.49 * step, -1 - 0.51 * step, 0,
      .infinity,
    ]
    Elementwise.roundToBF16(&values)
    #expect(values == [1, 1 + 2 * step, 1 + step, 1, -1 - step, 0, .infinity])
    var nan = [Float.nan]
    Elementwise.roundToBF16(&nan)
    #expect(nan[0].isNaN)
  }

  @Test func bf16StreamsHaveEightSignificantBits() throws {
    let model = try SmallModels.model(SmallModels.shape(layers: 3, isReversible: true))
    let streams = try model.streams(tokens: Self.tokens, precision: .bf16)
    #expect((streams.older + streams.newer).allSatisfy { $0.bitPattern & 0xFFFF == 0 })
    #expect(try streams != model.streams(tokens: Self.tokens))
  }
}
