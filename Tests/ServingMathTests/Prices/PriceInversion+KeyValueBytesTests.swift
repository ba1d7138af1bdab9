import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct KeyValueBytesTests {
  typealias KeyValueBytes = PriceInversion.KeyValueBytes
  static let hundredBillion = ClosedRange.exactly(Quantity(100e9))

  /// The printed deductions for 100 billion active parameters.
  @Test(arguments: [
    (200.0, Chip.h100, Precision.fp8, 1692.0), (200, .h100, .bf16, 3390), (200, .gb300, .fp4, 533),
    (272, .h100, .fp8, 1244), (272, .h100, .bf16, 2490),
  ])
  func thresholdGivesThePrintedBytes(
    kilotokens: Double,
    chip: Chip,
    precision: Precision,
    bytes: Double
  ) {
    let deduction = KeyValueBytes(
      threshold: Quantity(kilotokens, .kilotokens),
      activeParameters: Self.hundredBillion,
      chips: [chip],
      precisions: [precision]
    )
    let range = deduction.bytesPerToken
    #expect(range.lowerBound == range.upperBound)
    #expect(close(range.lowerBound, Quantity(bytes, .bytesPerToken), within: 0.001))
  }

  /// The board's 300 multiply-adds per 8-bit weight, and X09: the share of it that a finite batch leaves.
  @Test(arguments: [(nil, 1667.0), (2.0, 833), (3, 1111), (10, 1500)])
  func boardRatioGivesThePrintedBytes(multiple: Double?, bytes: Double) {
    let deduction = KeyValueBytes(
      threshold: Quantity(200, .kilotokens),
      activeParameters: Self.hundredBillion,
      ridge: .exactly(Quantity(600, .flopPerByte)),
      batchMultiple: multiple.map { .exactly(Quantity($0)) }
    )
    let found = deduction.bytesPerToken.lowerBound
    #expect(abs(found - Quantity(bytes, .bytesPerToken)) < Quantity(0.5, .bytesPerToken))
  }

  @Test func balancedBatchLeavesNothingForACache() {
    let deduction = KeyValueBytes(
      threshold: Quantity(200, .kilotokens),
      activeParameters: Self.hundredBillion,
      ridge: .exactly(Quantity(600, .flopPerByte)),
      batchMultiple: Quantity(1)...Quantity(2)
    )
    #expect(deduction.bytesPerToken.lowerBound == Quantity(0, .bytesPerToken))
  }

  @Test func openModelsCacheWouldNeedTwoTrillionParameters() {
    let deduction = KeyValueBytes(
      threshold: Quantity(200, .kilotokens),
      activeParameters: Self.hundredBillion,
      chips: [.h100],
      precisions: [.fp8]
    )
    let cache = ClosedRange.exactly(Quantity(35_136, .bytesPerToken))
    let needed = deduction.activeParameters(keepingPerToken: cache)
    #expect(close(needed.lowerBound, Quantity(2e12), within: 0.05))
    #expect(needed.spread == Quantity(1))
  }

  @Test(arguments: 1...UInt64(30))
  func rangeHoldsEveryChoiceOfAssumptions(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let chips = [Chip.h100, .h200, .b200, .gb300]
    let precisions = [Precision.bf16, .fp8, .fp4]
    let active = Quantity(30e9)...Quantity(300e9)
    let batches = Quantity(2)...Quantity(10)
    let whole = KeyValueBytes(
      threshold: Quantity(272, .kilotokens),
      activeParameters: active,
      chips: chips,
      precisions: precisions,
      batchMultiple: batches
    )
    let chip = try #require(chips.randomElement(using: &random))
    let precision = try #require(chip.precisions.randomElement(using: &random))
    let point = KeyValueBytes(
      threshold: Quantity(272, .kilotokens),
      activeParameters: .exactly(Quantity(.random(in: 30e9...300e9, using: &random))),
      chips: [chip],
      precisions: [precision],
      batchMultiple: .exactly(Quantity(.random(in: 2...10, using: &random)))
    )
    let bytes = point.bytesPerToken
    #expect(whole.bytesPerToken.contains(bytes.lowerBound))
    let back = point.activeParameters(keepingPerToken: bytes).lowerBound
    #expect(close(back, point.activeParameters.lowerBound, within: 1e-9))
  }

  @Test func listGivesItsOwnThreshold() throws {
    let found = try #require(
      PriceList.gpt54.deducedKeyValueBytes(
        activeParameters: Self.hundredBillion,
        chips: [.h100],
        precisions: [.bf16, .fp8, .fp4]
      )
    )
    #expect(close(found.bytesPerToken.lowerBound, Quantity(1244, .bytesPerToken), within: 0.001))
    #expect(close(found.bytesPerToken.upperBound, Quantity(2490, .bytesPerToken), within: 0.001))
    let flat = PriceList.claudeOpus46.deducedKeyValueBytes(
      activeParameters: Self.hundredBillion,
      chips: [.h100],
      precisions: [.fp8]
    )
    #expect(flat == nil)
  }

  @Test func stepOfOneHalfCoversThreeHundredThousandTokens() throws {
    // C149: cost is covered up to 1.5 times the crossover.
    let covered = try #require(PriceList.gemini31Pro.contextCoveredByOutputPrice)
    #expect(covered == Quantity(300, .kilotokens))
  }

  @Test func batchBelowTheBalancedOneStops() async {
    await #expect(processExitsWith: .failure) {
      _ = PriceInversion.KeyValueBytes(
        threshold: Quantity(200, .kilotokens),
        activeParameters: .exactly(Quantity(100e9)),
        ridge: .exactly(Quantity(600, .flopPerByte)),
        batchMultiple: Quantity(0.5)...Quantity(2)
      )
    }
  }
}
