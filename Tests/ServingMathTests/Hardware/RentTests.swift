import Quantities
import ServingMath
import Testing

@Suite struct RentTests {
  /// The order of kinds that `Chip.rents` promises.
  private static let kinds: [CountingConvention] = [
    .index, .onDemand, .capacityBlock, .spot, .operatorAssumption, .costModel,
  ]

  @Test(arguments: Chip.everything)
  func pricesAreGroupedByKindAndNewestFirst(chip: Chip) throws {
    let order = try chip.rents.map { rent in
      let kind = try #require(rent.convention(on: .priceKind))
      return try #require(Self.kinds.firstIndex(of: kind))
    }
    #expect(order == order.sorted(), "\(chip.name)")
    for kind in Self.kinds {
      let dates = chip.rents.filter { $0.convention(on: .priceKind) == kind }.map(\.date)
      #expect(dates == dates.sorted(by: >), "\(chip.name), \(kind.rawValue)")
    }
  }

  @Test(arguments: [
    (Chip.h100, 1.30, 1.69, 1.30), (.h200, 1.41, 1.74, 1.60), (.b200, 1.95, 2.34, 2.90),
    (.b300, 2.34, 2.81, 3.48), (.gb200, 2.21, 2.75, 3.30), (.gb300, 2.65, 3.30, 3.96),
    (.mi300X, 1.12, 1.40, 1.55), (.mi325X, 1.28, 1.59, 1.80), (.mi355X, 1.48, 1.90, 2.10),
  ])
  func costModelHasItsThreeConstants(
    chip: Chip,
    hyperscaler: Double,
    neocloud: Double,
    rental: Double
  ) {
    let model = chip.rents(.costModel)
    let parties = [CountingConvention.hyperscaler, .neocloud, .threeYearRental]
    let values = parties.map { party in
      model.first { $0.counts(party) }?.value.value(in: .dollarsPerHour) ?? .nan
    }
    for (value, expected) in zip(values, [hyperscaler, neocloud, rental]) {
      #expect(close(value, expected, within: 1e-12), "\(chip.name)")
    }
  }

  @Test(arguments: [
    (Chip.h100, CountingConvention.index, [2.35, 1.70]), (.h100, .onDemand, [2.95, 12.29, 2.69]),
    (.h100, .capacityBlock, [4.92]), (.a100, .capacityBlock, [1.84]),
    (.h200, .onDemand, [4.54, 3.59]), (.h200, .capacityBlock, [5.41]), (.b200, .spot, [2.25]),
    (.b200, .onDemand, [6.03, 6.00, 4.50, 5.98]), (.h800, .operatorAssumption, [2]),
    (.trainium2, .onDemand, [2.40, 2.24]), (.tpuV4, .onDemand, [3.22]),
    (.tpuV5e, .onDemand, [1.20]), (.tpuV5p, .onDemand, [4.20]), (.tpuV6e, .onDemand, [2.70]),
  ])
  func marketPricesAreThePublishedOnes(chip: Chip, kind: CountingConvention, dollars: [Double]) {
    let prices = chip.rents(kind).map { $0.value.value(in: .dollarsPerHour) }
    #expect(prices.map { ($0 * 100).rounded() / 100 } == dollars, "\(chip.name)")
  }

  @Test func estimatesOfTheModelAreAFifthAboveTheirBase() throws {
    let base = try #require(Chip.b200.rents(.threeYearRental).first)
    let estimate = try #require(Chip.b300.rents(.estimate).first)
    #expect(close((estimate.value / base.value).plain, 1.2, within: 1e-12))
    #expect(Chip.b200.rents(.estimate).isEmpty)
  }

  @Test func firstPriceOfAChipIsTheOneOfTheBook() {
    let first = [Chip.h100, .h200, .b200, .gb200, .gb300, .mi300X].map { $0.rents.first?.value }
    #expect(
      first == [2.35, 4.54, 6.03, 4.54, 3.96, 1.55].map { Quantity($0, .dollarsPerHour) }
    )
  }

  @Test func pricesFromMemoryAreMarked() {
    for chip in [Chip.tpuV4, .tpuV5e, .tpuV5p, .tpuV6e] {
      #expect(chip.rents.allSatisfy { $0.counts(.unverified) })
    }
  }
}
