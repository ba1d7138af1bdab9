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

@Suite struct DecodeDeductionTests {
  @Test func lecturesRatiosGiveAThirdToAFifth() {
    // Flashcard 24: output three to five times dearer means a third to a fifth of prefill's MFU.
    let decode = PriceInversion.Decode(priceRatio: Quantity(3)...Quantity(5))
    #expect(decode.utilisationOverPrefill == Quantity(0.2)...Quantity(1 / 3.0))
    #expect(decode.balancedLength == Quantity(3, .tokens)...Quantity(5, .tokens))
  }

  @Test(arguments: [(PriceList.claudeOpus46, 5.0), (.gemini31Pro, 6), (.gpt5, 8)])
  func listsOfTodayGiveFiveToEight(list: PriceList, ratio: Double) {
    let decode = PriceInversion.Decode(list)
    #expect(close(decode.memoryOverCompute.lowerBound, Quantity(ratio), within: 1e-9))
  }

  @Test func unequalMarginsWidenTheAnswer() {
    let decode = PriceInversion.Decode(
      .claudeOpus46,
      marginRatio: Quantity(0.5)...Quantity(2)
    )
    #expect(decode.memoryOverCompute == Quantity(2.5)...Quantity(10))
  }

  @Test func agreesWithTheForwardFormula() {
    let pass = Pass(
      batch: Quantity(100),
      weightTime: Quantity(3, .milliseconds),
      keyValueTime: Quantity(2, .milliseconds),
      computeTimePerToken: Quantity(1, .milliseconds)
    )
    let rent = Quantity(2, .dollarsPerHour)
    let ratio =
      pass.costPerToken(length: 1, rent: rent) / pass.costPerToken(length: 512, rent: rent)
    let decode = PriceInversion.Decode(priceRatio: .exactly(ratio))
    #expect(close(decode.memoryOverCompute.lowerBound, pass.memoryOverCompute, within: 1e-12))
  }
}

@Suite struct HoldTimeTests {
  @Test func twoWritesGiveAStoragePrice() throws {
    // $10.00 − $6.25 for 55 minutes more.
    let hold = try #require(PriceInversion.HoldTime(.claudeOpus46))
    let perHour = QuantityUnit.dollarsPerMegatoken / .hours
    #expect(close(hold.storagePrice, Quantity(3.75 * 60 / 55, perHour), within: 1e-12))
    #expect(close(hold.matchedHoldTime, Quantity(440, .seconds), within: 1e-9))
    // What is left of the five-minute write: $1.25 less five minutes of storage.
    let rest = Quantity(1.25 - 3.75 * 5 / 55, .dollarsPerMegatoken)
    #expect(close(hold.writePrice, rest, within: 1e-9))
  }

  @Test(arguments: PriceList.anthropic)
  func oneVendorsMultiplesGiveOneHoldTime(list: PriceList) throws {
    let hold = try #require(PriceInversion.HoldTime(list))
    #expect(close(hold.matchedHoldTime, Quantity(440, .seconds), within: 1e-9))
  }

  @Test func rentedStorageGivesItDirectly() throws {
    // $0.20 to read, $4.50 an hour to keep.
    let hold = try #require(PriceInversion.HoldTime(.gemini31Pro))
    #expect(close(hold.matchedHoldTime, Quantity(160, .seconds), within: 1e-9))
    #expect(hold.writePrice == Quantity(0, .dollarsPerMegatoken))
  }

  @Test func impliedHoldTimePointsToFlash() throws {
    let hold = try #require(PriceInversion.HoldTime(.claudeOpus46))
    let tiers = MemoryTier.belowHighBandwidth + [MemoryTier(of: .b200)]
    let nearest = MemoryTier.matching(holding: hold.matchedHoldTime, among: tiers)
    #expect(nearest.kind == .flash)
  }

  @Test func storagePriceOfAByteIsThatOfATokenOverItsBytes() throws {
    let hold = try #require(PriceInversion.HoldTime(.gemini31Pro))
    let bytes = Quantity(1667, .bytesPerToken)
    let perByte = hold.storagePricePerByte(bytesPerToken: bytes)
    let expected = Quantity(4.5 / 1.667, .dollars / .gigabytes / .hours)
    #expect(close(perByte, expected, within: 1e-9))
  }

  @Test(arguments: [PriceList.gpt54, .miniMaxM2, .deepSeekV3])
  func listsThatSayTooLittleGiveNothing(list: PriceList) {
    #expect(PriceInversion.HoldTime(list) == nil)
  }
}
