import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct MemoryTierTests {
  @Test func printedHoldingCostInHighBandwidthMemory() {
    // Companion table, C176 and X08: 1,667 B on 192 GB at $2/h.
    let tier = MemoryTier(of: .b200, labelled: true, rent: Lecture.rent)
    let bytes = Quantity(1667, .bytesPerToken)
    let rate = tier.holdingRate(bytesPerToken: bytes)
    #expect(close(rate, Quantity(4.8e-6, .dollarsPerMegatoken / .seconds), within: 0.01))
    let fiveMinutes = tier.holdingCost(bytesPerToken: bytes, for: Quantity(5, .minutes))
    #expect(close(fiveMinutes, Quantity(0.0014, .dollarsPerMegatoken), within: 0.04))
  }

  @Test(arguments: 1...UInt64(20))
  func holdingCostIsLinearInTimeAndBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tier = MemoryTier.random(using: &random)
    let bytes = Quantity(.random(in: 1e2...1e6, using: &random), .bytesPerToken)
    let first = Quantity(.random(in: 1...1e5, using: &random), .seconds)
    let second = Quantity(.random(in: 1...1e5, using: &random), .seconds)
    let apart =
      tier.holdingCost(bytesPerToken: bytes, for: first)
      + tier.holdingCost(bytesPerToken: bytes, for: second)
    let together = tier.holdingCost(bytesPerToken: bytes, for: first + second)
    #expect(close(apart, together, within: 1e-12))
    let double = tier.holdingCost(bytesPerToken: 2 * bytes, for: first)
    #expect(close(double, 2 * tier.holdingCost(bytesPerToken: bytes, for: first), within: 1e-12))
  }

  @Test(arguments: 1...UInt64(20))
  func keepingForTheMatchedTimeCostsWhatReadingBackDoes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tier = MemoryTier.random(using: &random)
    let bytes = Quantity(.random(in: 1e2...1e6, using: &random), .bytesPerToken)
    let keeping = tier.holdingCost(bytesPerToken: bytes, for: tier.matchedHoldTime)
    #expect(close(keeping, tier.retrievalCost(bytesPerToken: bytes), within: 1e-12))
  }

  @Test(arguments: 1...UInt64(20))
  func moreBandwidthNeverRaisesACost(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tier = MemoryTier.random(using: &random)
    let faster = MemoryTier(
      "faster",
      kind: tier.kind,
      capacity: tier.capacity,
      bandwidth: tier.bandwidth.map { .random(in: 1...10, using: &random) * $0 },
      price: tier.price
    )
    let bytes = Quantity(1667, .bytesPerToken)
    let slow = CachePlace.stored(in: tier, bytesPerToken: bytes)
    let quick = CachePlace.stored(in: faster, bytesPerToken: bytes)
    for seconds in [0, 1, 60, 3600, 86_400.0] {
      let time = Quantity(seconds, .seconds)
      #expect(quick.cost(holding: time) <= slow.cost(holding: time))
    }
  }

  @Test func whatWaitsIsPaidForWhileReading() {
    let tier = MemoryTier.micron9650
    let bytes = Quantity(70_272, .bytesPerToken)
    let alone = tier.retrievalCost(bytesPerToken: bytes)
    let waited = tier.retrievalCost(bytesPerToken: bytes, waiting: Lecture.rent.value)
    let idle = tier.retrievalTime(bytesPerToken: bytes) * Lecture.rent.value
    #expect(close(waited - alone, idle, within: 1e-9))
  }

  @Test func purchasePriceIsSpreadOverTheServiceLife() {
    // $366.67 a terabyte over five years of 365 days, on 30.72 TB.
    let hours = 5.0 * 365 * 24
    let expected = Quantity(11_000 / 30.0 * 30.72 / hours, .dollarsPerHour)
    #expect(close(MemoryTier.micron9650Large.rent, expected, within: 1e-12))
  }

  @Test func memoryOfAChipCostsItsNewestRent() throws {
    let newest = try #require(Chip.h100.rents.first)
    #expect(MemoryTier(of: .h100).rent == newest.value)
  }
}

extension MemoryTier {
  /// A tier with capacity, bandwidth and rent drawn over several orders of magnitude.
  static func random(using random: inout SeededGenerator) -> MemoryTier {
    func draw(_ range: ClosedRange<Double>, _ unit: QuantityUnit) -> Sourced<Quantity> {
      Sourced(
        Quantity(.random(in: range, using: &random), unit),
        source: SourceReference(key: "test", title: "drawn at random"),
        date: "2026",
        convention: "none"
      )
    }
    return MemoryTier(
      "drawn",
      kind: .host,
      capacity: draw(10...40_000, .gigabytes),
      bandwidth: draw(0.2...20_000, .gigabytesPerSecond),
      price: .rent(draw(0.001...10, .dollarsPerHour))
    )
  }
}
